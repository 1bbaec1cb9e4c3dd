"""Letters that leave later than they should: marked as late, or, past their time, named in one letter a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.notices import allowed
from locales import _
from locales.words import day_words
from models import Attempts, Outbox
from models.people.roles import holds_any
from models.post.optouts import ALARMS
from models.post.tables import PENDING
from models.shapes.asker import School
from models.shapes.message import DIGEST
from rules.letters import Kind

LATE = timedelta(hours=1)  # by then its reader may take what it says for the present
NEXT_NOON = timedelta(hours=16)  # from the evening; a family not told on the day is told on the next, with the date
STILL_NEWS = timedelta(days=7)
NOT_AGAIN = (Kind.LATE, Kind.UNDELIVERED, Kind.UNDELIVERED_FAMILY)


def is_stale(row: Any, now: datetime) -> bool:
    """Its time is over: it would tell its reader nothing any more."""
    grace = NEXT_NOON if row.kind in ALARMS else timedelta(0)
    return row.valid_until is not None and row.valid_until + grace < now


async def late_words(session: AsyncSession, rows: Sequence[Any], school: School | None, now: datetime) -> str:
    """A line that says when it should have come; empty if it comes in time."""
    if school is None or all(now - row.created_at < LATE for row in rows):
        return ""
    untried = [_first_moment(row, school) for row in rows if not row.tries]
    meant = min(untried) if untried else await _first_try(session, rows)
    if now - meant < LATE:
        return ""
    local = meant.astimezone(ZoneInfo(school.timezone))
    return "\n" + _("(late: meant for {time} on {day})").format(time=f"{local:%H:%M}", day=day_words(local.date()))


def _first_moment(row: Any, school: School) -> datetime:
    """When it was to leave. What finds the school at rest is put off, however late it was before."""
    moment: datetime = row.not_before
    ends = moment.astimezone(ZoneInfo(school.timezone)).time().replace(microsecond=0)
    return allowed(school, row.created_at) if ends == school.quiet_until else moment


async def _first_try(session: AsyncSession, rows: Sequence[Any]) -> datetime:
    ids = [row.id for row in rows]
    first: datetime | None = await session.scalar(
        select(func.min(Attempts.started_at)).where(Attempts.outbox_id.in_(ids))
    )
    return first or max(row.not_before for row in rows)


async def tell_of_stale(session: AsyncSession, rows: Sequence[Any], school: School, now: datetime) -> None:
    """Staff hear once what was too late for them. (Of families their homeroom teacher hears: `jobs.undelivered`.)"""
    told = [row for row in rows if row.kind not in NOT_AGAIN]
    if not told or not await holds_any(session, told[0].person_id, school.day(now)):
        return
    await session.execute(insert(Outbox), [_about(row, school, now) for row in told])


def _about(row: Any, school: School, now: datetime) -> Mapping[str, Any]:
    return {
        "school_id": row.school_id,
        "person_id": row.person_id,
        "chat_id": row.chat_id,
        "priority": DIGEST,
        "kind": Kind.LATE,
        "key": f"late:{row.id}",
        "about": row.id,
        "day": row.day,
        "state": PENDING,
        "created_at": now,
        "not_before": allowed(school, now),
        "valid_until": now + STILL_NEWS,
    }
