"""The lists a file holds: tables found, cells read, doubtful places named."""
