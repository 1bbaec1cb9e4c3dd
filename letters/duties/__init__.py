"""What whoever owes a report or a list is told."""
