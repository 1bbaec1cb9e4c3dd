"""A roster put into the database: who is recognised, what changes, and what is never ended by silence."""
