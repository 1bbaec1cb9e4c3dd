"""Conversations in tests: a school on a real database, phones that say things and show what came back."""

import sqlite3
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy import Engine, event, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.util import LRUCache
from typing_extensions import override

from bot.engine.app import App
from bot.engine.config import Config, DatabaseConfig, SchoolConfig
from bot.engine.migrate import upgrade
from bot.engine.school import keep_school
from bot.engine.timekeeping import Time
from bot.sample.stage import advance
from channels import ChannelProtocol, Parcel, Raw
from models import Chats, People, Pupils, Schools
from models.calendar.held import open_day
from papers.roster import Roster
from papers.roster.applying.everything import apply_roster
from tests import databases
from tests.in_place import stay_in_place
from tests.on_paper import PaperChannel, Words
from tests.small_school import PHONES, small_roster

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = "2026-11-16 07:05"


MOST_KEPT = 50
READING = timedelta(seconds=2)  # before a digit is typed for what is shown


class Kept(Struct):
    """A story up to a moment, to begin others with: the database as bytes, and what every phone shows."""

    database: bytes
    config: Config
    at: datetime
    school_id: int
    seen: dict[str, list[Parcel]]


class Story(ABC):
    """A school that can be talked to over some channel. Phones are named after their people (see `PHONES`). To say or
    press something, or to wait, returns when all that follows has been handled and sent.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._looked: dict[str, int] = defaultdict(int)

    @abstractmethod
    def seen(self, phone: str) -> Sequence[Parcel]:
        """What this phone shows by now, oldest first."""

    @abstractmethod
    async def arrive(self, phone: str, text: str) -> None:
        """Say something that is stored and not handled yet."""

    @abstractmethod
    async def tap(self, phone: str, label: str, token: str) -> None:
        """Press this button; it is stored and not handled yet."""

    @property
    @abstractmethod
    def phones(self) -> Sequence[str]: ...

    @property
    def now(self) -> datetime:
        return self.app.now().astimezone(ZONE)

    async def settle(self) -> None:
        """Let everything be handled and sent that is waiting for it."""
        await self.app.settle()

    async def say(self, phone: str, text: str) -> list[str]:
        """Say something; return the texts this phone shows because of it."""
        await self.arrive(phone, text)
        await self.settle()
        return self.new(phone)

    async def press(self, phone: str, label: str) -> list[str]:
        """Press the newest button on this phone whose label contains these words; return the texts that are new. What
        changes in place is no new text: see `shown`.
        """
        for parcel in reversed(self.seen(phone)):
            for text, token in (button for row in parcel.buttons for button in row):
                if label in text:
                    await self.tap(phone, text, token)
                    await self.settle()
                    return self.new(phone)
        raise AssertionError(f"no button {label!r} on {phone}: {self.labels(phone)}")

    def shown(self, phone: str) -> str:
        """The text of the newest message, as it is by now."""
        return self.seen(phone)[-1].text

    def labels(self, phone: str) -> list[str]:
        """The labels of the newest message's buttons."""
        seen = self.seen(phone)
        return [label for row in seen[-1].buttons for label, _token in row] if seen else []

    def new(self, phone: str) -> list[str]:
        """The texts this phone has shown since the last look."""
        seen = self.seen(phone)
        fresh, self._looked[phone] = seen[self._looked[phone] :], len(seen)
        return [parcel.text for parcel in fresh]

    async def clock_to(self, moment: str) -> None:
        """Let the clock walk there (`07:45`, or `2026-11-17 07:05`), doing everything that comes due on the way."""
        if len(moment) == 5:
            moment = f"{self.now:%Y-%m-%d} {moment}"
        end = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)
        await advance(self.app, end)

    async def morning(self, date: str) -> None:
        """Let the clock walk to five past seven on the next school day, which is this one."""
        await self.clock_to(f"{date} 07:05")


class Play(Story):
    """A story on paper. A phone that is not named after somebody is one that nobody is linked to."""

    def __init__(self, app: App, channel: PaperChannel, school_id: int) -> None:
        super().__init__(app)
        self.channel, self.school_id = channel, school_id

    @override
    def seen(self, phone: str) -> list[Parcel]:
        return self.channel.seen[phone]

    @property
    @override
    def phones(self) -> list[str]:
        return list(self.channel.seen)

    @override
    async def say(self, phone: str, text: str, **more: object) -> list[str]:
        await self.arrive(phone, text, **more)
        await self.settle()
        return self.new(phone)

    @override
    async def arrive(self, phone: str, text: str, **more: object) -> None:
        if not self.channel.can.buttons:
            self.app.now.move_to(self.app.now() + READING)
        words = Words(phone, text, self.app.now(), uuid4().hex)
        for name, value in more.items():
            setattr(words, name, value)
        await self.app.take(
            self.channel.name, Raw(external_id=uuid4().hex, address=phone, body=msgspec.json.encode(words))
        )

    @override
    async def tap(self, phone: str, label: str, token: str) -> None:
        await self.arrive(phone, token, pressed=True)

    def keep(self) -> Kept:
        """Everything as it is now; on SQLite only."""
        with closing(sqlite3.connect(self.app.database.url.database or "")) as file:
            content = file.serialize()
        seen = {phone: list(parcels) for phone, parcels in self.channel.seen.items()}
        return Kept(content, self.app.config, self.app.now(), self.school_id, seen)

    async def person(self, name: str) -> int:
        async with self.app.database.read() as session:
            return await session.scalar(select(People.id).where(People.full_name == name)) or 0

    async def pupil(self, name: str) -> int:
        async with self.app.database.read() as session:
            return await session.scalar(select(Pupils.id).where(Pupils.full_name == name)) or 0


@asynccontextmanager
async def playing(
    folder: Path | None = None, *, at: str = MONDAY, url: str = "", roster: Roster | None = None, **school: object
) -> AsyncIterator[Play]:
    """A play at a local moment, on a fresh database in `folder`, or on the one at `url`, where a school may be already.
    `school` overrides settings.
    """
    url = url or databases.sqlite(folder or Path())
    kind = f"{at} {sorted(school.items())} {roster}" if databases.is_fresh_sqlite(url) else None
    if kind in _begun:
        _begun[kind] = _begun.pop(kind)
        async with _taken_up(_begun[kind], url) as play:
            yield play
        return
    config = Config(
        database=DatabaseConfig(url=url),
        school=msgspec.structs.replace(SchoolConfig(name="Trường Thử"), **school),
    )
    begins = datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    async with _opened(config, begins) as play:
        await upgrade(play.app.database)
        async with play.app.database.write() as session:
            known = await session.scalar(select(Schools.id))
            play.school_id = known or await _begin(session, config.school, roster or small_roster(), begins)
        if kind:
            _begun[kind] = play.keep()
        if len(_begun) > MOST_KEPT:
            del _begun[next(iter(_begun))]
        yield play


async def _begin(session: AsyncSession, school: SchoolConfig, roster: Roster, now: datetime) -> int:
    school_id = await keep_school(session, school, now.date())
    await apply_roster(session, school_id, roster, now.date())
    await open_day(session, [school_id], now.date())
    await _link(session, now)
    return school_id


_begun: dict[str | None, Kept] = {}  # how each kind of story begins; of each a megabyte


@asynccontextmanager
async def resumed(kept: Kept, folder: Path) -> AsyncIterator[Play]:
    """Go on from a story that was kept, on a database of its own; phones have looked at what they show."""
    async with _taken_up(kept, databases.sqlite(folder)) as play:
        yield play


@asynccontextmanager
async def _taken_up(kept: Kept, url: str) -> AsyncIterator[Play]:
    databases.path_of(url).write_bytes(kept.database)
    config = msgspec.structs.replace(kept.config, database=DatabaseConfig(url=url))
    async with _opened(config, kept.at) as play:
        play.school_id = kept.school_id
        for phone, parcels in kept.seen.items():
            play.channel.seen[phone].extend(parcels)
            play.new(phone)
        yield play


@asynccontextmanager
async def _opened(config: Config, at: datetime) -> AsyncIterator[Play]:
    channel = PaperChannel()
    app = build_app(config, at, channel)
    try:
        yield Play(app, channel, 0)
        assert not channel.alike, channel.alike  # choices that nobody can tell apart
    finally:
        await app.database.close()


def build_app(config: Config, at: datetime, channel: ChannelProtocol) -> App:
    """The application with one channel, its clock at this moment."""
    time = Time()
    time.move_to(at)
    app = App(config, time, {channel.name: channel})
    _share_compiled(app.database.engine.sync_engine)
    if app.database.is_sqlite:
        event.listen(app.database.engine.sync_engine, "connect", _outlives_no_power_cut)
        stay_in_place(app.database.engine.sync_engine)
    return app


def _outlives_no_power_cut(connection: Any, _record: Any) -> None:
    """As the PostgreSQL of tests; programs that tests start, and kill, wait for the disk as ever."""
    connection.execute("PRAGMA synchronous=OFF")


_first: dict[str, Engine] = {}  # by kind of database


def _share_compiled(engine: Engine) -> None:
    """SQLAlchemy keeps compiled statements by engine and dialect, and every story has an engine of its own: compiling
    everything anew would be most of the time the stories take.
    """
    first = _first.setdefault(engine.name, engine)
    if first is engine:
        engine._compiled_cache = LRUCache(100_000)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


async def _link(session: AsyncSession, now: datetime) -> None:
    people = dict((await session.execute(select(People.full_name, People.id))).all())
    rows = [
        {"channel": "paper", "address": phone, "person_id": people[name], "created_at": now, "linked_at": now}
        for phone, name in PHONES.items()
        if name in people
    ]
    await session.execute(insert(Chats), rows)
