"""What the school owes by a date, and what was handed in."""
