"""Papers about linking and reaching people."""
