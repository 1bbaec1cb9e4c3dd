"""What people are told: a letter's words are written as it leaves, from what is then true."""
