"""How much of a channel has been used (people, messages and money, of a month or a day), and which takes no more."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import Chats
from models.post.tables import HELD, LEASED, PENDING, SENT, STOPPED, Attempts, Outbox, in_state
from models.shapes.among import ours

REFUSED = "refused"
SEVERAL = 2  # chats in a row: one alone may be the fault of one letter
LATELY = timedelta(hours=12)
NEWEST = 200  # tries that are looked at


class Usage(Struct, frozen=True):
    """People linked by a channel, and the messages it has taken since a moment."""

    people: int
    messages: int


class Planned(Struct, frozen=True):
    """Letters about one day on one channel: how many wait to leave, and how many have left."""

    channel: str
    waiting: int
    left: int


async def sent_since(session: AsyncSession, channel: str, since: datetime, longest: int) -> int:
    """How many messages a channel has taken since a moment: what leaves as one letter is one, however much it tells of,
    and one that is longer than `longest` letters is as many as it was cut into.
    """
    there = select(Chats.id).where(Chats.channel == channel)
    sent = Attempts.outcome == ours("sent")  # a literal, so that the index of what was sent fits
    size = func.max(func.coalesce(func.length(Outbox.text), 0)).label("size")
    tries = select(size).select_from(Attempts).join(Outbox, Outbox.id == Attempts.outbox_id)
    taken = tries.where(Attempts.started_at >= since, sent)
    letters = taken.where(Attempts.chat_id.in_(there)).group_by(Attempts.chat_id, Attempts.started_at).subquery()
    pieces = case((letters.c.size > longest, (letters.c.size + longest - 1) // longest), else_=1)
    return int(await session.scalar(select(func.coalesce(func.sum(pieces), 0))) or 0)


async def on_its_way(session: AsyncSession, channel: str) -> int:
    """How many messages a channel has been given, or is about to be, and has not answered yet."""
    there = select(Chats.id).where(Chats.channel == channel)
    tried = select(Attempts.id).where(Attempts.outbox_id == Outbox.id, Attempts.outcome.is_(None))
    found = select(func.count(Outbox.chat_id.distinct())).where(in_state(LEASED), Outbox.chat_id.in_(there))
    return await session.scalar(found.where(tried.exists())) or 0


async def usage(session: AsyncSession, channel: str, now: datetime, longest: int) -> Usage:
    """Of the month so far."""
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    mine = select(func.count()).where(Chats.channel == channel, Chats.person_id.is_not(None), Chats.closed_at.is_(None))
    return Usage(await session.scalar(mine) or 0, await sent_since(session, channel, month, longest))


async def planned(session: AsyncSession, day: date) -> Sequence[Planned]:
    """The letters about a school day, channel by channel."""
    waits = func.count().filter(Outbox.state.in_((PENDING, LEASED, HELD, STOPPED)))
    rows = select(Chats.channel, waits, func.count().filter(Outbox.state == SENT))
    rows = rows.join(Chats, Chats.id == Outbox.chat_id).where(Outbox.day == day, Outbox.kind != "")
    found = await session.execute(rows.group_by(Chats.channel).order_by(Chats.channel))
    return [Planned(*row) for row in found]


async def refusing(session: AsyncSession, now: datetime) -> dict[str, datetime]:
    """By channel, when it began to refuse letter after letter: the money there is spent, or a template or the plan."""
    tries = select(Chats.channel, Attempts.chat_id, Attempts.outcome, Attempts.started_at)
    tries = tries.join(Chats, Chats.id == Attempts.chat_id)
    tries = tries.where(Attempts.outcome.in_((SENT, REFUSED)), Attempts.started_at > now - LATELY)
    over, chats, began = set[str](), dict[str, set[int]](), dict[str, datetime]()
    for one in await session.execute(tries.order_by(Attempts.id.desc()).limit(NEWEST)):
        if one.outcome == SENT:
            over.add(one.channel)
        elif one.channel not in over:
            chats.setdefault(one.channel, set()).add(one.chat_id)
            began[one.channel] = one.started_at
    return {name: at for name, at in began.items() if len(chats[name]) >= SEVERAL}
