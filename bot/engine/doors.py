"""How people find us, channel by channel: for slips and for words to forward."""

from collections.abc import Mapping

from channels import ChannelProtocol, HasDoor
from models.shapes.message import Door


def doors(channels: Mapping[str, ChannelProtocol]) -> tuple[Door, ...]:
    """Of the channels that are there and know their own name."""
    found = (channel.door() for channel in channels.values() if isinstance(channel, HasDoor))
    return tuple(door for door in found if door is not None)
