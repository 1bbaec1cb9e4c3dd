"""What the clock owes sponsors and asks of them."""
