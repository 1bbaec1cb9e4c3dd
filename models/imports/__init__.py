"""Imports of the roster, and how one is taken back."""
