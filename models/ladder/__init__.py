"""The ladder in the database: its versions, what fired, whom it tells, and what a correction takes back."""
