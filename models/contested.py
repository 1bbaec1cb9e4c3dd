"""Absences that somebody has spoken against: a word that the pupil is there, which waits for a tap."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, CompoundSelect, bindparam, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.figures.counting import K, in_counted, in_the_class, live
from models.figures.summary import PartCount, parts
from models.figures.totals import COUNTED_APART, Count
from models.people.tables import Pupils
from models.post.tables import Outbox
from models.proposals import Proposals
from models.register.questions import Questions
from models.register.tables import Doubts, Marks
from models.shapes.letter import OF
from rules.marks import ABSENT, sign_of


async def contested(session: AsyncSession, kind: str, letters: Collection[int]) -> frozenset[int]:
    """Those of the letters of a kind that tell of an absence which somebody has spoken against since it was written
    down, and nobody has settled.
    """
    of = OF[kind]
    if of is None or of.pupil is None:
        return frozenset()
    return frozenset(await session.scalars(_contested(of), {"letters": list(letters)}))


class Contested(Struct, frozen=True):
    """A half day for which a pupil stands as absent, and somebody says otherwise."""

    pupil_id: int
    class_id: int
    place_id: int | None
    day: date
    part: str
    sign: str  # as it stands: K, P, or not clear which


async def contested_on(session: AsyncSession, classes: Collection[int], day: date) -> list[Contested]:
    """What of a day's absences in these classes is to be settled yet."""
    return await contested_among(session, Marks.class_id.in_(classes), Marks.day == day)


async def contested_among(session: AsyncSession, *which: ColumnElement[bool]) -> list[Contested]:
    """What of some absences (conditions on `Marks` and `Pupils`) that count is to be settled yet."""
    columns = (Marks.pupil_id, Marks.class_id, Marks.place_id, Marks.day, Marks.part, Marks.kind, Marks.unsettled)
    stands = select(*columns).join(Pupils, Pupils.id == Marks.pupil_id).where(Marks.kind.in_(ABSENT), live(), *which)
    stands = stands.where(in_counted(), in_the_class(), or_(spoken_against(), _asked()))
    found = await session.execute(stands.order_by(Marks.class_id, Marks.id))
    return [Contested(*row[:5], sign_of(row.kind, unsettled=row.unsettled)) for row in found]


async def known_parts(session: AsyncSession, school_id: int, day: date, classes: Collection[int]) -> list[PartCount]:
    """The half days of a day, those apart of whom it is not settled whether they are there."""
    return apart(await parts(session, school_id, day, day, classes), await contested_on(session, classes, day))


def apart(rows: Sequence[PartCount], unsure: Sequence[Contested]) -> list[PartCount]:
    theirs: dict[tuple[int, date, str], list[Contested]] = defaultdict(list)
    for one in unsure:
        theirs[one.class_id, one.day, one.part].append(one)
    return [replace(row, count=less(row.count, theirs[row.class_id, row.day, row.part])) for row in rows]


def less(count: Count, unsure: Sequence[Contested]) -> Count:
    """These are counted neither as present nor as absent."""
    signs = Counter(one.sign for one in unsure)
    left = {name: getattr(count, name) - signs[sign] for name, sign in COUNTED_APART.items() if sign in signs}
    return replace(count, unsure=count.unsure + len(unsure), **left)


@cache
def _contested(of: Any) -> CompoundSelect[Any]:
    mine = (*of.row(), Outbox.id.in_(bindparam("letters", expanding=True)))
    same = (Marks.pupil_id == of.pupil, Marks.day == Outbox.day, Marks.kind == K, live())
    letters = select(Outbox.id).where(*mine, *same)
    return union_all(letters.where(spoken_against()), letters.where(_asked()))


def spoken_against(mark: Any = Marks) -> Any:
    """Somebody has said otherwise of this mark, and it stands."""
    said = aliased(Proposals)
    of_it = (said.pupil_id == mark.pupil_id, said.day == mark.day, said.part == mark.part)
    found = select(said.id).where(*of_it, said.kind != mark.kind, said.made_at >= mark.made_at)
    return found.correlate_except(said).exists()


def _asked() -> Any:
    """A question that is open, put since, is about a word that the pupil is there."""
    doubt, asked = aliased(Doubts), aliased(Questions)
    of_it = (doubt.pupil_id == Marks.pupil_id, doubt.day == Marks.day, doubt.part == Marks.part)
    found = select(doubt.pupil_id).join(asked, asked.id == doubt.question_id)
    found = found.where(*of_it, doubt.against, asked.answered_at.is_(None), asked.asked_at >= Marks.made_at)
    return found.correlate_except(doubt, asked).exists()
