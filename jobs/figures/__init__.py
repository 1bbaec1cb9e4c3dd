"""Figures by the clock."""
