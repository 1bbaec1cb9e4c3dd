"""The ladder as a file and in words."""
