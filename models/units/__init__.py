"""Figures across schools, by day."""
