"""The engine: inbox, outbox, clock, database, web side, and the one place that wires them."""
