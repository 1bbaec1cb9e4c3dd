"""Whom an open question about a report could mean: unknown until it is answered."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import insert_new, twin
from models.people.tables import Enrolments
from models.register.questions import COUNT, DAY, PUPIL, Question
from models.register.tables import Doubts, Marks
from rules.calendar.parts import Part
from rules.reading.words.lexicon import IN_PART, Kind


def doubted(pupil_id: Any, part: Any) -> ColumnElement[bool]:
    """An open question about a class half day could mean the pupil, of whom nothing else is said in it: that is neither
    presence nor absence.
    """
    doubt, known = twin(Doubts, "doubted"), twin(Marks, "doubted")
    marked = select(known.id).where(
        known.pupil_id == doubt.pupil_id, known.day == doubt.day, known.part == doubt.part, known.struck_at.is_(None)
    )
    asked = select(doubt.question_id).where(doubt.pupil_id == pupil_id, doubt.day == part.day, doubt.part == part.part)
    return asked.where(~marked.correlate(doubt).exists()).correlate_except(doubt).exists()


async def put_in_doubt(
    session: AsyncSession, asked: Sequence[Question], anywhere: Mapping[int, Collection[int]]
) -> None:
    """Whom these new questions could mean is in doubt from now on; `anywhere` are the pupils of those about whose class
    is asked, by the question.
    """
    rows = [
        {"pupil_id": pupil, "day": one.day, "part": part, "question_id": one.id, "against": _says_it_is_there(one)}
        for one in asked
        for pupil in sorted(anywhere.get(one.id, ()) if one.class_id is None else await _meant(session, one))
        for part in one.parts or (Part.MORNING, Part.AFTERNOON)
    ]
    if rows:
        await session.execute(insert_new(session, Doubts), rows)


async def _meant(session: AsyncSession, one: Question) -> set[int]:
    """The whole class, where nobody is offered or more are said to be absent than named."""
    if says_it_came(one):
        return set()
    named = {item.pupil for item in one.matter.report.items if item.pupil is not None}
    pupils = {*one.candidates, *(named if one.kind == DAY else ())}
    if one.kind == COUNT or (one.kind == PUPIL and not pupils):
        listed = (Enrolments.starts <= one.day, or_(Enrolments.ends.is_(None), Enrolments.ends >= one.day))
        everybody = select(Enrolments.pupil_id).where(Enrolments.class_id == one.class_id, *listed)
        return set(await session.scalars(everybody))
    return pupils


def says_it_came(one: Question) -> bool:
    """Whether a lesson was skipped is asked of somebody who was there."""
    items = one.matter.report.items
    return bool(items) and all(item.kind in IN_PART for item in items)


def _says_it_is_there(one: Question) -> bool:
    """Who is absent too, or which of two, says nothing against absences written down before."""
    report = one.matter.report
    return report.nobody or any(item.kind is not Kind.ABSENT for item in report.items)


async def no_longer_in_doubt(session: AsyncSession, pupils: Collection[int], day: Any, parts: Collection[str]) -> None:
    """Somebody said of them that they were there."""
    gone = (Doubts.pupil_id.in_(pupils), Doubts.day == day, Doubts.part.in_(parts))
    await session.execute(delete(Doubts).where(*gone))
