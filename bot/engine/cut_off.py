"""Being killed while a channel hands messages out that nobody acknowledges: the one that was in our hands is lost, and
whoever wrote it would wait for an answer. So they are told, at the next start, when that was.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
import structlog
from msgspec import Struct
from sqlalchemy import Integer, String, cast, literal, or_, select

from bot.engine.database import Database
from bot.engine.post.outbox import Origin, store
from bot.engine.safe import DatabaseSafe
from bot.engine.timekeeping import Time
from channels import ChannelProtocol
from models import Chats, Inbox, People, Roles
from models.people.askers import schools
from models.people.roles import held_on
from models.shapes.asker import School
from models.shapes.message import DIGEST, Notices
from models.told import resting
from rules.letters import Kind

log = structlog.get_logger()

EVERY = 30.0  # seconds between two signs of life
STILL_NEWS = timedelta(days=1)  # after the machine runs again
TOO_OLD = timedelta(days=3)  # a machine that stood still for longer
APART = timedelta(hours=1)  # between two letters, however often it happens
AROUND = timedelta(hours=1)  # before it: who had just written


class _Seen(Struct):
    """The last sign of life, None after a stop in peace; and when people were told last."""

    alive: datetime | None = None
    told: datetime | None = None


class CutOff:
    """Of the channels that hand out a message once and ask for no word that it is stored."""

    def __init__(self, database: Database, channels: Mapping[str, ChannelProtocol], now: Time) -> None:
        self._database, self._now = database, now
        self._safes = {
            name: DatabaseSafe(database, f"{name} alive")
            for name, channel in channels.items()
            if channel.can.hands_once
        }
        self._seen = {name: _Seen() for name in self._safes}
        self._loop: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Tell of the last end, if it was none in peace; then leave a sign of life now and then."""
        for name, safe in self._safes.items():
            kept = await safe.read()
            self._seen[name] = seen = msgspec.json.decode(kept, type=_Seen) if kept else _Seen()
            if seen.alive is not None and self._now() - seen.alive < TOO_OLD:
                await self._tell(name, seen, seen.alive)
        await self._sign()
        self._loop = asyncio.create_task(self._for_ever()) if self._safes else None

    async def stop(self) -> None:
        """In peace: whatever was handed out is stored."""
        if self._loop is None:
            return
        self._loop.cancel()
        await asyncio.gather(self._loop, return_exceptions=True)
        await self._write(None)

    async def _for_ever(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self._sign()
            except Exception as error:  # a database at rest: what is lost is how exactly the moment is told
                log.warning("cut_off.no_sign", error=type(error).__name__)

    async def _sign(self) -> None:
        await self._write(self._now())

    async def _write(self, alive: datetime | None) -> None:
        for name, safe in self._safes.items():
            self._seen[name].alive = alive
            await safe.write(msgspec.json.encode(self._seen[name]))

    async def _tell(self, name: str, seen: _Seen, died: datetime) -> None:
        now = self._now()
        hold = _hold(seen.told, now)
        async with self._database.write() as session:
            known = await schools(session)
            said = [_notices(name, school, died, now, hold) for school in known.values()]
            await store(session, [(Origin(now), said)], known, now)
        seen.told = now + hold
        log.warning("cut_off.told", channel=name, last_sign=died.isoformat())


def _hold(told: datetime | None, now: datetime) -> timedelta:
    """Until the letter that waits leaves; or, after the last one, until the next may."""
    if told is None:
        return timedelta(0)
    leaves = told if told > now else told + APART
    return min(APART, max(timedelta(0), leaves - now))


def _notices(channel: str, school: School, died: datetime, now: datetime, hold: timedelta) -> Notices:
    """Who had just written to us there; and, but in the school's rest, the staff, whose reports come that way. A family
    that never writes is not to wonder at each power cut: what it is owed comes by itself.
    """
    key = f"cut:{died:%Y-%m-%dT%H:%M}"
    linked = select(
        People.school_id,
        People.id.label("person_id"),
        cast(Chats.id, Integer).label("about"),
        literal(school.day(died)).label("day"),
        cast(literal(key), String).label("key"),
    )
    linked = linked.join(Chats, Chats.person_id == People.id)
    linked = linked.where(People.school_id == school.id, Chats.channel == channel, Chats.closed_at.is_(None))
    wrote = select(Inbox.id).where(Inbox.channel == channel, Inbox.address == Chats.address)
    wrote = wrote.where(Inbox.received_at > died - AROUND)
    works = select(Roles.id).where(Roles.person_id == People.id, *held_on(school.day(died)))
    linked = linked.where(wrote.exists() if resting(school, died) else or_(wrote.exists(), works.exists()))
    return Notices(kind=Kind.CUT_OFF, select=linked, valid_until=now + hold + STILL_NEWS, hold=hold, priority=DIGEST)
