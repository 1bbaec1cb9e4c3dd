"""The Zalo channel against a strict fake."""
