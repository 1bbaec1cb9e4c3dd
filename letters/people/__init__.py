"""Letters about linking people."""
