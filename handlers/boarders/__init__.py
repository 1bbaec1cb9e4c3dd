"""Boarders."""
