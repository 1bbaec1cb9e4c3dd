"""Telegram: full features where its network can be reached; that it cannot be is an ordinary state here."""

from channels.telegram.channel import Channel

__all__ = ["Channel"]
