"""SMS to a phone number through a gateway, in unaccented letters: the last road before a person calls."""

from channels.sms.channel import Channel

__all__ = ["Channel"]
