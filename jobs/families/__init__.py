"""What the clock owes families, and those no message reaches."""
