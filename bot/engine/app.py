"""Wires everything: the one place that builds things."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.engine.clock import Clock
from bot.engine.commands import Book, load
from bot.engine.config import Config, ConfigError, NoSchool, build, school_words
from bot.engine.cut_off import CutOff
from bot.engine.database import Database
from bot.engine.incoming.inbox import Worker
from bot.engine.incoming.intake import Intake
from bot.engine.outcomes.auditor import Auditor
from bot.engine.post.sender import Sender
from bot.engine.safe import DatabaseSafe
from bot.engine.school import keep_school
from bot.engine.timekeeping import Time
from channels import ChannelProtocol, KeepsTokens, LaysFiles, Raw
from locales import _
from models.people.askers import schools

log = structlog.get_logger()

FILES = "tep"  # beside the database: what a channel cannot carry
# seconds for what is in hand, and again for what is in flight; with a last poll the whole stop stays under 14
GRACE = 3.0


class App:
    """Everything that runs in one process, built and not yet started."""

    def __init__(self, config: Config, time: Time, channels: Mapping[str, ChannelProtocol]) -> None:
        self.config = config
        self.now = time
        self.database = Database(
            config.database.url, {"lexicon": school_words(config), "templates": config.papers.templates}
        )
        self.book: Book = load()
        self.channels = channels
        for name, channel in channels.items():
            if isinstance(channel, KeepsTokens):
                channel.keep_in(DatabaseSafe(self.database, name))
            if isinstance(channel, LaysFiles):
                channel.lay_files_in(_beside(self.database) / FILES)
        self.sender = Sender(self.database, self.channels, self.book.composers, self.now)
        self.worker = Worker(self.database, self.channels, self.book, self.now, self.sender.wake)
        self.intake = Intake(self.database, self.now, self.worker.wake)
        self.clock = Clock(self.database, self.book.schedules, self.now, self.sender.wake)
        self.auditor = Auditor(self.database, self.now, self.sender.wake)
        self.cut_off = CutOff(self.database, self.channels, self.now)
        self.not_watched = ""  # why it is doubtful that whoever watches from outside was reached
        self._loops: list[asyncio.Task[None]] = []

    def taker(self, channel: str) -> Any:
        return partial(self.take, channel)

    async def take(self, channel: str, raw: Raw) -> None:
        await self.intake.take(channel, raw)

    async def start(self) -> None:
        """Start the loops, then the channels: what arrives finds everything ready."""
        if self.database.is_sqlite:
            await self.sender.take_over()
            await self.cut_off.start()
        self._loops = [asyncio.create_task(self.worker.run()), asyncio.create_task(self.sender.run())]
        self.clock.start()
        for name, channel in self.channels.items():
            await channel.start(self.taker(name))
        log.info("started", channels=list(self.channels))

    async def stop(self) -> None:
        """Finish what is in hand, let what is in flight arrive, then stop listening: what still comes in until then is
        stored for the next start. Killing it here loses nothing either.
        """
        await self.clock.stop(GRACE)
        self.worker.stop()
        self.sender.stop()
        await _end(self._loops)
        await self.sender.drain(GRACE)
        for channel in self.channels.values():
            await channel.stop()
        await self.cut_off.stop()
        await self.database.close()
        log.info("stopped")

    async def settle(self) -> None:
        """Handle and send until nothing is left to do now: for the clock of the local chat, and for tests."""
        await self.worker.quiet()
        await self.sender.quiet()


async def _end(loops: Collection[asyncio.Task[None]]) -> None:
    """Wait for loops that were asked to stop; cut off those that cannot."""
    if not loops:
        return
    _ended, late = await asyncio.wait(loops, timeout=GRACE)
    for loop in late:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


def _beside(database: Database) -> Path:
    """The folder of the school's data: that of its SQLite file, else where the program runs."""
    file = database.url.database if database.is_sqlite else None
    return Path(file).parent if file else Path("var")


def open_channels(config: Config) -> dict[str, ChannelProtocol]:
    """One channel a table `[channels.NAME]`: NAME is the module, its keys the constructor's parameters."""
    opened: dict[str, ChannelProtocol] = {}
    for name, options in config.channels.items():
        try:
            module = importlib.import_module(f"channels.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"channels.{name}":
                raise
            raise ConfigError(_("[channels.{name}] there is no such channel.").format(name=name)) from error
        kind = getattr(module, "Channel", None)
        if kind is None:  # one of the helpers that lie beside the channels
            raise ConfigError(_("[channels.{name}] there is no such channel.").format(name=name))
        opened[name] = _called(name, build(kind, options, f"channels.{name}"))
    return opened


def _called(name: str, channel: ChannelProtocol) -> ChannelProtocol:
    """What comes in and goes out is kept under this name: under another one every answer would be lost. Raises
    ConfigError.
    """
    if channel.name != name:
        text = _("[channels.{name}] the channel calls itself {called}: file, table and name must agree.")
        raise ConfigError(text.format(name=name, called=repr(channel.name)))
    return channel


async def keep_configured_school(app: App) -> None:
    """Write the `[school]` table to the database: the file is what its administrator edits."""
    async with app.database.write() as session:
        today = app.now().astimezone(ZoneInfo(app.config.school.timezone)).date()
        await keep_school(session, app.config.school, today)


async def refuse_real_school(app: App) -> None:
    """The local chat shows several people's phones to whoever sits at the machine: only the sample school may."""
    web: Any = app.channels.get("web")
    if web is None or web.allow_real:
        return
    async with app.database.read() as session:
        real = [school for school in (await schools(session)).values() if not school.demo]
    if real or not isinstance(app.config.school, NoSchool):
        raise ConfigError(
            _(
                "The local chat would show the messages of a real school's people to anyone at this machine. Configure "
                "a channel such as [channels.telegram], or write allow_real = true under [channels.web]."
            )
        )


@asynccontextmanager
async def running(app: App) -> AsyncIterator[App]:
    await app.start()
    try:
        yield app
    finally:
        await app.stop()
