"""Who speaks: the chat's person, and in a group the sender."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.askers import recognise
from models.people.groups import speakers
from models.shapes.message import Incoming


async def recognised(session: AsyncSession, heard: Mapping[int, Incoming], now: datetime) -> dict[int, Incoming]:
    """The same messages, each with its asker. In a group that is the sender as known from a private chat, and nobody
    where the group belongs to no school or another one.
    """
    if not heard:
        return {}
    askers = await recognise(session, {(item.channel, item.address) for item in heard.values()}, now)
    groups = {_within(item) for item in heard.values() if not item.private and item.sender}
    speaking_there = await speakers(session, groups, now) if groups else {}
    known: dict[int, Incoming] = {}
    for at, item in heard.items():
        here = askers[item.channel, item.address]
        speaker = None if item.private else speaking_there.get(_within(item))
        known[at] = structs.replace(item, asker=structs.replace(speaker, chat_id=here.chat_id) if speaker else here)
    return known


def _within(item: Incoming) -> tuple[tuple[str, str], tuple[str, str]]:
    """The group's address and the sender's."""
    return (item.channel, item.address), (item.channel, item.sender)
