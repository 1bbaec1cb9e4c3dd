"""What a fake Telegram was sent, and a channel to it."""

import pytest

from channels import Parcel, SendError
from channels.telegram import Channel

LAN = 1001
HELLO = Parcel(address=str(LAN), text="Đã ghi 6A sáng 21/11")


async def outcome(channel: Channel, parcel: Parcel = HELLO) -> SendError:
    with pytest.raises(SendError) as caught:
        await channel.send(parcel)
    return caught.value
