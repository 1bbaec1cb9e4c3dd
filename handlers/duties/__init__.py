"""What the school owes by a date: shown, handed in, decided."""
