"""How much of a channel has been used: people, messages and money, of a month or a day."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import Chats
from models.post.tables import HELD, LEASED, PENDING, SENT, Attempts, Outbox


class Usage(Struct, frozen=True):
    """People linked by a channel, and the messages it has taken since a moment."""

    people: int
    messages: int


class Planned(Struct, frozen=True):
    """Letters about one day on one channel: how many wait to leave, and how many have left."""

    channel: str
    waiting: int
    left: int


async def sent_since(session: AsyncSession, channel: str, since: datetime) -> int:
    """How many messages a channel has taken since a moment."""
    there = select(Chats.id).where(Chats.channel == channel)
    sent = Attempts.outcome == literal_column("'sent'")  # a literal, so that the index of what was sent fits
    taken = select(func.count()).select_from(Attempts).where(Attempts.started_at >= since, sent)
    return await session.scalar(taken.where(Attempts.chat_id.in_(there))) or 0


async def usage(session: AsyncSession, channel: str, now: datetime) -> Usage:
    """Of the month so far."""
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    mine = select(func.count()).where(Chats.channel == channel, Chats.person_id.is_not(None), Chats.closed_at.is_(None))
    return Usage(await session.scalar(mine) or 0, await sent_since(session, channel, month))


async def planned(session: AsyncSession, day: date) -> Sequence[Planned]:
    """The letters about a school day, channel by channel."""
    waits = func.count().filter(Outbox.state.in_((PENDING, LEASED, HELD)))
    rows = select(Chats.channel, waits, func.count().filter(Outbox.state == SENT))
    rows = rows.join(Chats, Chats.id == Outbox.chat_id).where(Outbox.day == day, Outbox.kind != "")
    found = await session.execute(rows.group_by(Chats.channel).order_by(Chats.channel))
    return [Planned(*row) for row in found]
