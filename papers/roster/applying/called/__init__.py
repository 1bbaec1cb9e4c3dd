"""What a file names so, as the school calls it."""
