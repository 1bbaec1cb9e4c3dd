"""Home visits and promises by the clock."""
