"""Zalo template messages (ZBS) by phone number: approved words with blanks, paid for one by one."""

from channels.zalo_template.channel import Channel

__all__ = ["Channel"]
