"""What leaves: the outbox, what is leased and sent, and what came of it."""
