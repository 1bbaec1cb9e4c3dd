"""The turn of the school year."""
