"""Tutoring lists and buddies of a class."""
