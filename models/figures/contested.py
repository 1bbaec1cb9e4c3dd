"""Absences that somebody has spoken against: a word that the pupil is there, which waits for a tap. Until then such a
pupil is counted neither as absent nor as present, in every figure alike.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.figures.counting import live
from models.register.proposed import Proposals
from models.register.questions import Questions
from models.register.tables import Doubts, Marks
from rules.marks import ABSENT


async def contested_marks(session: AsyncSession, first: date, last: date, *which: ColumnElement[bool]) -> Sequence[int]:
    """The marks of some days, by id, that wait for such a tap. They are found by what was said, which is little, and
    not by the marks.
    """
    of_it = (Marks.pupil_id == Proposals.pupil_id, Marks.day == Proposals.day, Marks.part == Proposals.part)
    absent = (Marks.kind.in_(ABSENT), live(), Marks.day.between(first, last), *which)
    said = select(Marks.id).join(Proposals, Proposals.school_id == Marks.school_id)
    said = said.where(*of_it, *absent, Proposals.day.between(first, last), *_otherwise(Proposals, Marks))
    theirs = and_(Doubts.pupil_id == Marks.pupil_id, Doubts.day == Marks.day, Doubts.part == Marks.part)
    asked = select(Marks.id).join(Doubts, theirs).join(Questions, Questions.id == Doubts.question_id)
    asked = asked.where(Doubts.against, *absent, Doubts.day.between(first, last), *_open(Questions, Marks))
    return (await session.scalars(said.union(asked))).all()


def spoken_against(mark: Any = Marks) -> ColumnElement[bool]:
    """Somebody has said otherwise of this mark, and it stands."""
    said = aliased(Proposals)
    of_it = (said.pupil_id == mark.pupil_id, said.day == mark.day, said.part == mark.part)
    return select(said.id).where(*of_it, *_otherwise(said, mark)).correlate_except(said).exists()


def asked_about(mark: Any = Marks) -> ColumnElement[bool]:
    """A question that is open, put since, is about a word that the pupil is there."""
    doubt, asked = aliased(Doubts), aliased(Questions)
    of_it = (doubt.pupil_id == mark.pupil_id, doubt.day == mark.day, doubt.part == mark.part, doubt.against)
    found = select(doubt.pupil_id).join(asked, asked.id == doubt.question_id).where(*of_it, *_open(asked, mark))
    return found.correlate_except(doubt, asked).exists()


def _otherwise(said: Any, mark: Any) -> tuple[ColumnElement[bool], ...]:
    return said.kind != mark.kind, said.made_at >= mark.made_at


def _open(asked: Any, mark: Any) -> tuple[ColumnElement[bool], ...]:
    return asked.answered_at.is_(None), asked.asked_at >= mark.made_at
