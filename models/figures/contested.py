"""Absences that somebody has spoken against: a word that the pupil is there, which waits for a tap. Until then such a
pupil is counted neither as absent nor as present, in every figure alike.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.figures.counting import live
from models.register.proposed import Proposals
from models.register.questions import Questions
from models.register.tables import Doubts, Marks
from models.school.tables import Classes
from rules.marks import ABSENT


async def contested_marks(session: AsyncSession, first: date, last: date, school_id: int) -> Sequence[int]:
    """The marks of some days of a school, by id, that wait for such a tap. What was said is little, mostly nothing: it
    is read first, and the marks of those pupils only.
    """
    span = {"first": first, "last": last, "school_id": school_id}
    said, asked = _statements()
    against: dict[Any, list[datetime]] = defaultdict(list)
    for row in (*await session.execute(said, span), *await session.execute(asked, span)):
        against[tuple(row[:3])].append(row[3])
    if not against:
        return ()
    pupils = {pupil for pupil, _day, _part in against}
    marks = select(Marks.id, Marks.pupil_id, Marks.day, Marks.part, Marks.kind, Marks.made_at)
    marks = marks.where(Marks.pupil_id.in_(pupils), Marks.day.between(first, last), Marks.school_id == school_id)
    rows = await session.execute(marks.where(live(), Marks.kind.in_(ABSENT)))
    return [row.id for row in rows if any(at >= row.made_at for at in against[row.pupil_id, row.day, row.part])]


async def contested_of(session: AsyncSession, first: date, last: date, classes: Collection[int]) -> Sequence[int]:
    """The same of the schools of some classes."""
    schools = await session.scalars(select(Classes.school_id).where(Classes.id.in_(classes)).distinct())
    return [one for school_id in schools.all() for one in await contested_marks(session, first, last, school_id)]


@cache  # to build them costs more than to run them
def _statements() -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """When somebody said that a pupil is there who stands as absent, or was asked about it; not that it is with leave:
    whether it is, is another matter.
    """
    first: Any = bindparam("first")
    last: Any = bindparam("last")
    said = select(Proposals.pupil_id, Proposals.day, Proposals.part, Proposals.made_at)
    said = said.where(Proposals.school_id == bindparam("school_id"), Proposals.day.between(first, last))
    said = said.where(Proposals.kind.not_in(ABSENT))
    asked = select(Doubts.pupil_id, Doubts.day, Doubts.part, Questions.asked_at)
    asked = asked.join(Questions, Questions.id == Doubts.question_id)
    return said, asked.where(Doubts.against, Doubts.day.between(first, last), Questions.answered_at.is_(None))


def said_to_be_there(mark: Any = Marks) -> ColumnElement[bool]:
    """Somebody has said of an absence that stands that the pupil is there."""
    return _said(mark, lambda said: said.kind.not_in(ABSENT))


def settled(mark: Any = Marks) -> ColumnElement[bool]:
    """Nobody says otherwise of this absence: the same as not being among `contested_marks`, for a few marks."""
    return ~or_(said_to_be_there(mark), asked_about(mark))


async def contested_parts(session: AsyncSession, pupil_id: int, first: date, last: date) -> frozenset[tuple[date, str]]:
    """The half days of one pupil for which it stands as absent, and somebody says otherwise."""
    mine = (Marks.pupil_id == pupil_id, Marks.day.between(first, last), Marks.kind.in_(ABSENT), live(), ~settled())
    return frozenset((day, part) for day, part in await session.execute(select(Marks.day, Marks.part).where(*mine)))


def spoken_against(mark: Any = Marks) -> ColumnElement[bool]:
    """The same, or that it is with leave: no family is alarmed before that is settled."""
    return _said(mark, lambda said: said.kind != mark.kind)


def _said(mark: Any, what: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    said = aliased(Proposals)
    of_it = (said.pupil_id == mark.pupil_id, said.day == mark.day, said.part == mark.part)
    found = select(said.id).where(*of_it, what(said), said.made_at >= mark.made_at)
    return found.correlate_except(said).exists()


def asked_about(mark: Any = Marks) -> ColumnElement[bool]:
    """A question that is open, put since, is about a word that the pupil is there."""
    doubt, asked = aliased(Doubts), aliased(Questions)
    of_it = (doubt.pupil_id == mark.pupil_id, doubt.day == mark.day, doubt.part == mark.part, doubt.against)
    found = select(doubt.pupil_id).join(asked, asked.id == doubt.question_id).where(*of_it, *_open(asked, mark))
    return found.correlate_except(doubt, asked).exists()


def _open(asked: Any, mark: Any) -> tuple[ColumnElement[bool], ...]:
    return asked.answered_at.is_(None), asked.asked_at >= mark.made_at
