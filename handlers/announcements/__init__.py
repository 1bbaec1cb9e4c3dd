"""Announcements: written, sent with one tap, and who has read them."""
