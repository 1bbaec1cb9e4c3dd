"""What a school owes by a date."""
