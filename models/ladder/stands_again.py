"""A day's first absence that was taken back and is right after all: whoever had read of the correction hears so."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.counting import in_counted
from models.post.corrections import CORRECTED, key_of_correction
from models.post.tables import CANCELLED, LEASED, PENDING, SENT, UNCERTAIN, Outbox
from models.register.tables import Firings, Marks
from models.shapes.message import Notice
from rules.ladder.steps import FIRST
from rules.marks import Mark


async def first_again(
    session: AsyncSession, school_id: int, pupils: Collection[int], day: date, now: datetime
) -> list[Notice]:
    """Their firings of the day stand as if nothing had been, so that the next check tells nobody anew; what had not
    left then leaves now.
    """
    found = select(func.max(Firings.id)).where(
        Firings.pupil_id.in_(pupils), Firings.day == day, Firings.step == FIRST, Firings.struck_at.is_not(None)
    )
    found = found.where(_was_read(), ~_stands_beside(), *_is_away())
    ids = (await session.scalars(found.group_by(Firings.pupil_id))).all()
    if not ids:
        return []
    await session.execute(update(Firings).where(Firings.id.in_(ids)).values(struck_at=None))
    letters = update(Outbox).where(Outbox.about.in_(ids), Outbox.doubts == 0)
    unsaid = letters.where(Outbox.kind == CORRECTED, Outbox.state == PENDING)
    await session.execute(unsaid.values(state=CANCELLED, why="corrected"))
    left = letters.where(Outbox.kind != CORRECTED, Outbox.state == CANCELLED, Outbox.why == "corrected")
    await session.execute(left.where(Outbox.day == day).values(state=PENDING, why=None, not_before=now))
    readers = select(Outbox.person_id, Outbox.about).where(Outbox.about.in_(ids), Outbox.kind == CORRECTED)
    rows = (await session.execute(readers.where(Outbox.state != CANCELLED).distinct())).all()
    return [
        Notice(
            kind=CORRECTED,
            key=await key_of_correction(session, CORRECTED, row.about),
            school_id=school_id,
            person_id=row.person_id,
            about=row.about,
            day=day,
        )
        for row in rows
        if row.person_id is not None and row.about is not None
    ]


def _was_read() -> Any:
    told = twin(Outbox, "was_read")
    arrived = or_(told.state.in_([SENT, UNCERTAIN, LEASED]), told.doubts > 0)
    found = select(told.id).where(told.about == Firings.id, told.kind == CORRECTED, arrived)
    return found.correlate_except(told).exists()


def _stands_beside() -> Any:
    other = twin(Firings, "stands_beside")
    same = (other.pupil_id == Firings.pupil_id, other.step == FIRST, other.day == Firings.day)
    return select(other.id).where(*same, other.struck_at.is_(None)).correlate_except(other).exists()


def _is_away() -> tuple[Any, Any]:
    """Without leave, and nothing else is said of the day: a half day beside one that is excused is another matter."""
    away, beside = twin(Marks, "is_away"), twin(Marks, "is_away, beside")
    missed = select(away.id).where(away.pupil_id == Firings.pupil_id, away.day == Firings.day)
    missed = missed.where(away.kind == Mark.UNEXCUSED, away.struck_at.is_(None), in_counted(away))
    otherwise = select(beside.id).where(beside.pupil_id == Firings.pupil_id, beside.day == Firings.day)
    otherwise = otherwise.where(beside.kind != Mark.UNEXCUSED, beside.struck_at.is_(None))
    return missed.correlate_except(away).exists(), ~otherwise.correlate_except(beside).exists()
