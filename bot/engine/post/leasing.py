"""What may leave the outbox now: claimed by lease, one letter a chat at a time, in order, by one process only."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, bindparam, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.lines import HELD_UP
from models import Attempts, Chats, NumberRoads, Outbox
from models.post.tables import HANDED, LEASED, PENDING, UNCERTAIN, in_state


class Lease(Struct, frozen=True):
    token: str
    until: datetime


async def claim(
    session: AsyncSession,
    now: datetime,
    *,
    channel: str,
    resting: Sequence[int],
    most: int,
    lease: Lease,
) -> list[Any]:
    """Lease what is due on a channel: for each chat the first in line, and with it everything of the same kind.

    A chat with something in flight is left alone, so one chat's messages never overtake each other. Rows come back
    ordered as they should leave. `resting` chats were written to a moment ago.
    """
    due = _due()
    if session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(of=Chats.__table__, skip_locked=True)
    given = {"now": now, "on_channel": channel, "resting": list(resting), "most": most}
    found = (await (await session.connection()).execute(due, given)).all()  # no ORM: asked at every look
    rows = _heads(found)
    if not rows:
        return []
    if len(found) == most:
        rows += await _cut_off(session, now, rows)
    # Asked once more: between the two statements another process may have taken the chat and let go of its lock.
    given = {"ids": [row.id for row in rows], "token": lease.token, "until": lease.until}
    mine = set((await session.scalars(_taken(), given)).all())
    return [row for row in rows if row.id in mine]


async def _cut_off(session: AsyncSession, now: datetime, rows: Sequence[Any]) -> list[Any]:
    """What belongs to these letters beyond the bound of what was looked at: one letter stays one letter."""
    kinds = {row.kind for row in rows if row.kind}
    given = {"now": now, "chats": list({row.chat_id for row in rows}), "kinds": list(kinds)}
    heads = {row.chat_id: row for row in reversed(rows)}
    found = (await session.execute(_further(), {**given, "first": min(row.id for row in rows)})).all() if kinds else []
    known = {row.id for row in rows}
    return [row for row in found if row.id not in known and _belongs(row, heads[row.chat_id])]


@cache
def _further() -> Any:
    """By chat and id. The state is a parameter, so that SQLite leaves the index of all that is due alone."""
    return (
        _waiting()
        .where(Outbox.state == bindparam("state", PENDING), Outbox.not_before <= bindparam("now"))
        .where(Outbox.chat_id.in_(bindparam("chats", expanding=True)), Outbox.id > bindparam("first"))
        .where(Outbox.kind.in_(bindparam("kinds", expanding=True)))
        .order_by(Outbox.id)
    )


def _waiting() -> Any:
    whose = func.coalesce(Chats.person_id, NumberRoads.person_id)
    linked_to = case((Chats.closed_at.is_(None), whose)).label("linked_to")
    columns = (Outbox.__table__, Chats.channel, Chats.address, Chats.language, Chats.closed_at, linked_to)
    rows = select(*columns).join(Chats, Chats.id == Outbox.chat_id)
    return rows.outerjoin(NumberRoads, NumberRoads.chat_id == Chats.id)


@cache
def _due() -> Any:
    """In the order of its index, so that it stops early however much is due."""
    return (
        _waiting()
        .where(
            in_state(PENDING),
            Outbox.not_before <= bindparam("now"),
            Chats.channel == bindparam("on_channel"),
            Outbox.chat_id.not_in(bindparam("resting", expanding=True)),
            ~_in_flight(),
        )
        .order_by(Outbox.priority, Outbox.not_before, Outbox.id)
        .limit(bindparam("most"))
    )


@cache
def _taken() -> Any:
    outbox = Outbox.__table__
    taken = update(outbox).where(
        outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.state == PENDING, ~_in_flight()
    )
    values = {"lease": bindparam("token"), "lease_until": bindparam("until"), "tries": outbox.c.tries + 1}
    return taken.values(state=LEASED, **values).returning(outbox.c.id)


def _in_flight() -> ColumnElement[bool]:
    """Something is on its way to the row's chat."""
    return select(_busy.c.id).where(_busy.c.chat_id == Outbox.chat_id, in_state(LEASED, _busy.c)).exists()


_busy = Outbox.__table__.alias("busy")


def _heads(rows: Sequence[Any]) -> list[Any]:
    """The first row of each chat and those that can share its letter: what is in doubt goes again as it was."""
    first: dict[int, Any] = {}
    for row in rows:
        first.setdefault(row.chat_id, row)
    return [row for row in rows if row is first[row.chat_id] or _belongs(row, first[row.chat_id])]


def _belongs(row: Any, first: Any) -> bool:
    return bool(row.kind) and (row.kind, row.doubts > 0) == (first.kind, first.doubts > 0)


async def release_expired(session: AsyncSession, now: datetime | None, *, once: Collection[str]) -> int:
    """Rows whose sender died (without `now` all that are leased, whatever the clock was then): what became of them is
    not known, so they go again, with their code. On the channels `once` they do not: a person calls, unless the other
    side reports that the message arrived (`bot.engine.post.roads.confirm`).
    """
    lost = (in_state(LEASED),) if now is None else (in_state(LEASED), Outbox.lease_until <= now)
    there = Outbox.chat_id.in_(select(Chats.id).where(Chats.channel.in_(once)))
    tried = update(Attempts).where(Attempts.outcome.is_(None), Attempts.outbox_id.in_(select(Outbox.id).where(*lost)))
    await session.execute(tried.values(outcome=UNCERTAIN))
    state, why = case((there, HANDED), else_=PENDING), case((there, UNCERTAIN), else_=Outbox.why)
    values = {"state": state, "why": why, "lease": None, "doubts": Outbox.doubts + 1}
    result = await session.execute(update(Outbox).where(*lost).values(values))
    return int(result.rowcount)  # type: ignore[attr-defined]  # CursorResult, which execute() does not say


async def held_up(session: AsyncSession) -> Sequence[str]:
    """The channels that did not carry something which waits still."""
    waits = select(Chats.channel).join(Outbox, Outbox.chat_id == Chats.id)
    waits = waits.where(in_state(PENDING), Outbox.why.in_(HELD_UP))
    return (await session.scalars(waits.distinct())).all()


async def release(session: AsyncSession, channel: str, whys: Collection[str], now: datetime) -> int:
    """What a channel could not carry, for one of these reasons, need not wait for its next turn. Returns how many."""
    there = select(Chats.id).where(Chats.channel == channel)
    held_up = update(Outbox).where(in_state(PENDING), Outbox.why.in_(whys), Outbox.not_before > now)
    result = await session.execute(held_up.where(Outbox.chat_id.in_(there)).values(not_before=now))
    return int(result.rowcount)  # type: ignore[attr-defined]  # as above


async def next_due(session: AsyncSession, channels: Sequence[str], resting: Sequence[int]) -> datetime | None:
    """When the next row may leave on one of these channels, to know how long to sleep."""
    moment = (
        select(Outbox.not_before)
        .join(Chats, Chats.id == Outbox.chat_id)
        .where(in_state(PENDING), Chats.channel.in_(channels), Outbox.chat_id.not_in(resting), ~_in_flight())
        .order_by(Outbox.not_before)
        .limit(1)
    )
    return await session.scalar(moment)
