"""What is no table: the shapes of messages and letters, and who is asking."""
