"""Pupils at risk and their sponsors."""
