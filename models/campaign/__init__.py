"""Return campaigns: who is back after Tết or the summer."""
