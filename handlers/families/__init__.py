"""What families say, and what is done about families."""
