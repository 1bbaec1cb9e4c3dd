"""Cases: their card, visits, decisions, and the list of tasks."""
