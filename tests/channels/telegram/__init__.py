"""Telegram, tested against the fake over real HTTP."""
