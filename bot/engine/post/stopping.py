"""What a stop holds back is set aside as it is about to leave."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Cases, Enrolments, Outbox
from models.post.stops import ALARMS_OF_A_DAY, NEVER_STOPPED, held_by, in_force
from models.post.tables import STOPPED
from models.readers import FIRING, Matter
from models.shapes.letter import Composition, To
from rules.letters import Kind

WITH_ALARMS = (Kind.CALL, Kind.FAMILY_TAP, Kind.HAMLET_GAP)  # what asks people to act on them


async def not_stopped(
    session: AsyncSession, rows: Sequence[Any], composers: Mapping[str, Composition], now: datetime
) -> list[Any]:
    """Those of the rows that may leave. Replies always may, and so do corrections and what tells of the stop itself."""
    letters = [row for row in rows if row.kind in composers and row.kind not in NEVER_STOPPED]
    stops = await in_force(session, list({row.school_id for row in letters})) if letters else []
    gone: set[int] = set()
    for stop in stops:
        meant = [
            row for row in letters if row.id not in gone and stop.ends_at > now and _is_meant(stop, row, composers)
        ]
        if stop.class_id is not None:
            meant = await _of_class(session, meant, composers, stop.class_id)
        held = {row.id for row in meant}
        values = {"state": STOPPED, "lease": None, "why": held_by(stop.id)}
        if held:
            stopped = update(Outbox).where(Outbox.id.in_(held))
            await session.execute(stopped.values({**values, "tries": Outbox.tries - 1}))
        gone |= held
    return [row for row in rows if row.id not in gone]


def _is_meant(stop: Any, row: Any, composers: Mapping[str, Composition]) -> bool:
    if stop.school_id != row.school_id or (stop.day is not None and stop.day != row.day):
        return False
    if stop.kind == ALARMS_OF_A_DAY:
        return row.kind in WITH_ALARMS or composers[row.kind].to.of is FIRING
    return stop.kind in {"", row.kind}


async def _of_class(
    session: AsyncSession, rows: Sequence[Any], composers: Mapping[str, Composition], class_id: int
) -> list[Any]:
    found: set[int] = set()
    for kind in {row.kind for row in rows}:
        letters = [row.id for row in rows if row.kind == kind]
        found |= await _about_class(session, composers[kind].to, letters, class_id)
    return [row for row in rows if row.id in found]


async def _about_class(session: AsyncSession, to: To, letters: Sequence[int], class_id: int) -> set[int]:
    """Which of these letters of one kind are about this class, or about somebody in it."""
    if to.of is None:
        return set()
    given = {"letters": list(letters), "class": class_id}
    return set(await session.scalars(_those_about(to.of), given))


@cache
def _those_about(of: Matter) -> Any:
    klass: BindParameter[int] = bindparam("class")
    place = aliased(Enrolments)
    there = select(place.id).where(place.pupil_id == of.pupil, place.class_id == klass, place.ends.is_(None))
    case = select(Cases.id).where(Cases.id == of.case, Cases.class_id == klass)
    if of.klass is not None:
        found = select(of.id).where(*of.row(), of.klass == klass)
    elif of.pupil is not None:
        found = select(of.id).where(*of.row(), there.correlate_except(place).exists())
    elif of.case is not None:
        found = select(of.id).where(*of.row(), case.correlate_except(Cases).exists())
    else:
        return select(Outbox.id).where(Outbox.id < 0)
    mine = select(Outbox.id).where(Outbox.id.in_(bindparam("letters", expanding=True)))
    return mine.where(found.correlate(Outbox).exists())
