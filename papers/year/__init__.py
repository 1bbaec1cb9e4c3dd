"""Papers of the turn of the year."""
