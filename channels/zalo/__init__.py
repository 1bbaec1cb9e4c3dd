"""Zalo: the bot of the Zalo Bot Platform, by plain HTTP; no buttons, no edits, one static token."""

from channels.zalo.channel import Channel

__all__ = ["Channel"]
