"""What was owed is looked at again as it leaves: whether its reader may still read it, a statement a kind of letter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy import insert, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.notices import store_selected
from bot.engine.post.settle import Outcome, settle
from channels import NotSent
from models import Audit, Outbox
from models.post.tables import CANCELLED, HANDED
from models.shapes.asker import School
from models.shapes.letter import Composition, To
from models.shapes.message import Notices
from models.standing import heirs, standing

log = structlog.get_logger()

NOT_THEIRS = "not theirs"  # why a letter was cancelled: its reader may not read it any more
WITHHELD = "letter.withheld"  # what the audit calls it


async def readable(
    session: AsyncSession,
    rows: Sequence[Any],
    lease: str,
    composers: Mapping[str, Composition],
    known: Mapping[int, School],
    now: datetime,
) -> list[Any]:
    """Those of the rows that may leave. The others are cancelled, or, where their reader has stopped the kind, handed
    to a person; what is still owed goes to whoever has the right now. Replies belong to whom they answer.
    """
    asked: dict[tuple[str, date], list[Any]] = defaultdict(list)
    for row in rows:
        if row.kind in composers:
            asked[row.kind, known[row.school_id].day(now)].append(row)
    gone: set[int] = set()
    for (kind, today), letters in asked.items():
        gone |= await _apart(session, composers[kind].to, letters, lease, today, known, now)
    return [row for row in rows if row.id not in gone]


async def _apart(
    session: AsyncSession,
    to: To,
    rows: Sequence[Any],
    lease: str,
    today: date,
    known: Mapping[int, School],
    now: datetime,
) -> set[int]:
    """A kind that cannot be asked about must not keep the others from leaving: it is tried again later."""
    await session.execute(text("SAVEPOINT readers"))
    try:
        gone = await _look(session, to, rows, today, known, now)
    except Exception:
        log.exception("sender.readers_failed", kind=rows[0].kind)
        await session.execute(text("ROLLBACK TO SAVEPOINT readers"))
        ids, fault = [row.id for row in rows], NotSent(rows[0].kind)
        await settle(session, [Outcome(rows[0].channel, rows[0].chat_id, ids, [], lease, error=fault)], now)
        gone = set(ids)
    await session.execute(text("RELEASE SAVEPOINT readers"))
    return gone


async def _look(
    session: AsyncSession, to: To, rows: Sequence[Any], today: date, known: Mapping[int, School], now: datetime
) -> set[int]:
    found = await standing(session, to, [row.id for row in rows], today)
    lost = [row for row in rows if row.id not in found.theirs]
    stopped = [row.id for row in rows if row.id in found.theirs & found.stopped]
    if lost:
        await _withhold(session, lost, now)
        await _pass_on(session, to, lost, today, known, now)
    if stopped:
        values = {"state": HANDED, "lease": None}
        await session.execute(update(Outbox).where(Outbox.id.in_(stopped)).values(values))
    return {row.id for row in lost} | set(stopped)


async def _withhold(session: AsyncSession, rows: Sequence[Any], now: datetime) -> None:
    ids = [row.id for row in rows]
    values = {"state": CANCELLED, "lease": None, "why": NOT_THEIRS}
    await session.execute(update(Outbox).where(Outbox.id.in_(ids)).values(values))
    acts = [{"at": now, "school_id": row.school_id, "kind": WITHHELD, "about": row.id} for row in rows]
    await session.execute(insert(Audit), acts)


async def _pass_on(
    session: AsyncSession, to: To, rows: Sequence[Any], today: date, known: Mapping[int, School], now: datetime
) -> None:
    """Stored like any notice, by the same key: whoever was owed it already is not owed it twice."""
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in rows:
        if row.valid_until is not None and row.valid_until > now:
            alike[row.kind, row.priority, row.valid_until].append(row.id)
    for (kind, priority, until), letters in alike.items():
        given = {"letters": letters, "today": today}
        told = [
            Notices(kind=kind, select=chosen, values=given, valid_until=until, priority=priority)
            for chosen in heirs(to)
        ]
        await store_selected(await session.connection(), told, dict(known), now)
