"""A channel that is down for longer is told of, and what waits for it takes another road where its person has one."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.engine.post.lines import Line
from bot.engine.post.outbox import Origin, store
from bot.engine.post.settle import onward
from models import Chats, NumberRoads, Outbox
from models.people.askers import as_written_to, schools
from models.people.holders import holders
from models.people.usage import REFUSED, refusing
from models.post.optouts import ALARMS
from models.post.tables import CHANNEL_DOWN, PENDING, in_state
from models.shapes.message import Notices
from rules.letters import Kind
from rules.people.roles import Role

log = structlog.get_logger()

LONG = timedelta(minutes=10)  # an outage that is worth a letter, and another road
DEAD = timedelta(minutes=1)  # the same of a refused token
EVERY = timedelta(minutes=1)
STILL_NEWS = timedelta(days=3)
TOLD = (Role.ADMIN, Role.PRINCIPAL, Role.VICE_PRINCIPAL)


class SecondRoad:
    """Looks at the lines of this process, now and then."""

    def __init__(self, lines: Mapping[str, Line]) -> None:
        self._lines = lines
        self._looked: dict[str, datetime] = {}
        self._told: dict[str, datetime] = {}
        self._refusing: set[str] = set()
        self._asked: datetime | None = None

    async def look(self, session: AsyncSession, now: datetime) -> None:
        for name, line in self._lines.items():
            since = line.down_since
            if since is None or line.silent_for() <= (DEAD if line.dead else LONG):
                continue
            if self._told.get(name) != since:
                await _tell(session, name, "token" if line.dead else "silent", since, now)
                self._told[name] = since
            if abs(now - self._looked.get(name, since - EVERY)) >= EVERY:
                self._looked[name] = now
                await _move(session, name, [other for other, one in self._lines.items() if one.down_since is None])
                await _by_number(session, name, now)
        if self._asked is None or abs(now - self._asked) >= EVERY:
            self._asked = now
            await self._tell_of_refusals(session, now)

    async def _tell_of_refusals(self, session: AsyncSession, now: datetime) -> None:
        """Each letter takes its next road; that all of them do is told once."""
        began = {name: since for name, since in (await refusing(session, now)).items() if name in self._lines}
        for name in began.keys() - self._refusing:
            await _tell(session, name, REFUSED, began[name], now)
        self._refusing = set(began)


async def _tell(session: AsyncSession, name: str, why: str, since: datetime, now: datetime) -> None:
    """Administrator, principal and vice principals: whoever of them another channel reaches reads it there at once."""
    log.error("channel.down", channel=name, since=since.isoformat(), why=why)
    known = await schools(session)
    said = []
    for school in known.values():
        day = school.day(now)
        key = f"down:{name}:{why}:{since:%Y-%m-%dT%H:%M}"
        chosen = holders(TOLD, [school.id], day, about=school.id, key=key)
        said.append(Notices(kind=Kind.CHANNEL_DOWN, select=chosen, valid_until=now + STILL_NEWS))
    await store(session, [(Origin(now), said)], known, now)


async def _move(session: AsyncSession, channel: str, others: Collection[str]) -> None:
    """What waits for people with an open chat on a channel that carries goes there. (Replies stay where one asked.)"""
    if not others:
        return
    other = aliased(Chats)
    theirs = (
        select(other.id)
        .where(other.person_id == Outbox.person_id, other.closed_at.is_(None), other.channel.in_(others))
        .order_by(*as_written_to(other))
        .limit(1)
        .scalar_subquery()
    )
    there = select(Chats.id).where(Chats.channel == channel)
    waiting = update(Outbox).where(in_state(PENDING), Outbox.kind != "", Outbox.chat_id.in_(there))
    await session.execute(waiting.where(theirs.is_not(None)).values(chat_id=theirs))


async def _by_number(session: AsyncSession, channel: str, now: datetime) -> None:
    """What no other chat takes goes by the next road to the family's number, if it is of a kind that numbers are
    written to for, or waited on such a road already. Without one it waits here.
    """
    waiting = select(Outbox.id, Outbox.chat_id).join(Chats, Chats.id == Outbox.chat_id)
    waiting = waiting.outerjoin(NumberRoads, NumberRoads.chat_id == Outbox.chat_id)
    waiting = waiting.where(in_state(PENDING), Chats.channel == channel, Outbox.kind != "")
    meant = or_(NumberRoads.chat_id.is_not(None), Outbox.kind.in_(ALARMS))
    for row in (await session.execute(waiting.where(meant))).all():
        await onward(session, [row.id], row.chat_id, CHANNEL_DOWN, now, otherwise=PENDING)
