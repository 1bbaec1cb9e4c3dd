"""Whom words mean: a class list, and names that are nearly on it."""
