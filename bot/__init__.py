"""What runs all of it."""
