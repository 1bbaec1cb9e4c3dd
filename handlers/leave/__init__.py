"""Leave asked ahead, and decided."""
