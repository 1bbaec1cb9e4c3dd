"""Conversations about changes of the roll."""
