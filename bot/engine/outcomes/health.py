"""Whether the school is being served, told from outcomes: what has left, what was written, who still listens."""

import asyncio
import shutil
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import case, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.app import App
from bot.engine.clock import FAILED
from bot.engine.database import Database
from channels import ChannelProtocol
from locales import _
from models import Attempts, Chats, ClockSlots, Inbox, Outbox
from models.post.tables import LEASED, PENDING, SENT

SLOW = timedelta(minutes=5)  # a message that may leave and has waited longer says that something is wrong
PATIENCE = 5.0  # seconds for a channel, and for the database to take a line
STANDS_STILL = 180.0  # seconds without a tick of the clock, which comes three times a minute
A_DAY = timedelta(days=1)
SEVERAL, MANY = 3, 12  # chats in a row that are no single person's trouble; the same of those that block us
NEWEST = 500  # tries that are looked at
LEAST_FREE = 200 * 1024 * 1024  # bytes on the disk of the database


async def problems(app: App) -> list[str]:
    """Sentences in the language spoken; none while all is well."""
    found = await disk_problems(app.database)
    async with app.database.read() as session:
        found += await waiting(session, app.now()) + await failing(session, app.now())
    found += [f"{name}: {line.said()}" for name, line in app.sender.lines.items() if line.said()]
    found += await channel_problems(app.channels)
    if app.auditor.unheard:
        found.append(_("what the look at this morning's outcomes found has reached nobody at the school"))
    if app.clock.ticked and time.monotonic() - app.clock.ticked > STANDS_STILL:
        found.append(_("the clock stands still: nothing is checked and nobody is reminded"))
    return found


async def waiting(session: AsyncSession, now: datetime) -> list[str]:
    """What has waited for too long to be handled, or to arrive."""
    found = []
    taken: datetime | None = await session.scalar(select(func.min(Inbox.received_at)).where(Inbox.state == "new"))
    if taken is not None and now - taken > SLOW:
        found.append(_("messages wait to be handled for {span}").format(span=_span(now - taken)))
    since = await oldest_unsent(session, now)
    if since is not None and now - since > SLOW:
        found.append(_("messages wait to be sent for {span}").format(span=_span(now - since)))
    return found


async def failing(session: AsyncSession, now: datetime) -> list[str]:
    """What is tried and does not come to its end: runs of the clock, and letters of a channel to whomever they go."""
    lately = ClockSlots.due_at.between(now - A_DAY, now - SLOW)
    again = await session.scalars(select(ClockSlots.job).where(ClockSlots.outcome == FAILED, lately))
    found = [_("{job} fails whenever the clock runs it").format(job=job) for job in sorted(set(again))]
    newest = select(Chats.channel, Attempts.chat_id, Attempts.outcome).join(Chats, Chats.id == Attempts.chat_id)
    newest = newest.where(Attempts.outcome.is_not(None), Attempts.started_at > now - A_DAY)
    failed = _since_the_last_arrival(await session.execute(newest.order_by(Attempts.id.desc()).limit(NEWEST)))
    text = _("{name}: of the last letters to {count} chats none has arrived")
    return found + [text.format(name=name, count=len(chats)) for name, chats in sorted(failed.items())]


def _since_the_last_arrival(tries: Iterable[Any]) -> dict[str, set[int]]:
    """By channel, the chats that the newest tries went to in vain, where that is no trouble of single phones: those
    that block us are counted only when they are many. The tries come newest first.
    """
    carried: set[str] = set()
    chats: dict[str, set[int]] = defaultdict(set)
    blocked: dict[str, set[int]] = defaultdict(set)
    for one in tries:
        if one.outcome == SENT:
            carried.add(one.channel)
        elif one.channel not in carried:
            (blocked if one.outcome == "gone" else chats)[one.channel].add(one.chat_id)
    few = {name: mine for name, mine in chats.items() if len(mine) >= SEVERAL}
    many = {name: mine for name, mine in blocked.items() if len(mine) >= MANY}
    return few | many


async def oldest_unsent(session: AsyncSession, now: datetime) -> datetime | None:
    """Since when the oldest letter waits that may leave: since it was made, however often it was put off; one whose
    first moment was set for later, since that moment.
    """
    since = case((Outbox.tries > 0, Outbox.created_at), else_=Outbox.not_before)
    due = or_(Outbox.not_before <= now, Outbox.why.is_not(None), Outbox.state == LEASED)
    may_leave = (Outbox.state.in_((PENDING, LEASED)), Outbox.chat_id.is_not(None), due)
    found: datetime | None = await session.scalar(select(func.min(since)).where(*may_leave))
    return found


async def channel_problems(channels: Mapping[str, ChannelProtocol]) -> list[str]:
    """What each channel says of itself: reached, token good, still hearing."""
    said = await asyncio.gather(*(_asked(channel) for channel in channels.values()))
    return [f"{name}: {problem}" for name, problem in zip(channels, said, strict=True) if problem]


async def _asked(channel: ChannelProtocol) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE):
            return await channel.problem()
    except TimeoutError:
        return _("no answer within {seconds} seconds").format(seconds=f"{PATIENCE:.0f}")


async def disk_problems(database: Database) -> list[str]:
    """Whether a line can be written, and for how long there is room."""
    found = []
    try:
        async with asyncio.timeout(PATIENCE), database.write() as session:
            await session.execute(text("UPDATE schools SET code = code WHERE id = (SELECT min(id) FROM schools)"))
    except Exception as error:  # whatever keeps us from writing is the problem to report
        found.append(_("the database cannot be written to ({why})").format(why=type(error).__name__))
    if database.is_sqlite and database.url.database:
        free = shutil.disk_usage(Path(database.url.database).parent).free
        if free < LEAST_FREE:
            found.append(_("the disk is nearly full: {free} MB left").format(free=free // 1024**2))
    return found


async def carried_at(session: AsyncSession, channel: str) -> datetime | None:
    """When the newest letter arrived by this channel."""
    newest = select(Attempts.ended_at).join(Outbox, Outbox.id == Attempts.outbox_id)
    newest = newest.join(Chats, Chats.id == Outbox.chat_id).where(Chats.channel == channel, Attempts.outcome == "sent")
    found: Any = await session.scalar(newest.order_by(Attempts.id.desc()).limit(1))
    return found if isinstance(found, datetime) else None


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    text = _("{count} minutes") if minutes < 120 else _("{count} hours")
    return text.format(count=minutes if minutes < 120 else minutes // 60)
