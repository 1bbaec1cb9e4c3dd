"""Absences that somebody has spoken against: a word that the pupil is there, which waits for a tap."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, CompoundSelect, bindparam, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.contested import asked_about, settled, spoken_against
from models.figures.counting import K, in_counted, in_the_class, live
from models.people.tables import Pupils
from models.post.tables import Outbox
from models.register.tables import Marks
from models.shapes.letter import OF
from rules.marks import ABSENT, sign_of


async def contested(session: AsyncSession, kind: str, letters: Collection[int]) -> frozenset[int]:
    """Those of the letters of a kind that tell of an absence which somebody has spoken against since it was written
    down, or called one with leave, and nobody has settled.
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
    stands = stands.where(in_counted(), in_the_class(), ~settled())
    found = await session.execute(stands.order_by(Marks.class_id, Marks.id))
    return [Contested(*row[:5], sign_of(row.kind, unsettled=row.unsettled)) for row in found]


@cache
def _contested(of: Any) -> CompoundSelect[Any]:
    mine = (*of.row(), Outbox.id.in_(bindparam("letters", expanding=True)))
    same = (Marks.pupil_id == of.pupil, Marks.day == Outbox.day, Marks.kind == K, live())
    letters = select(Outbox.id).where(*mine, *same)
    return union_all(letters.where(spoken_against()), letters.where(asked_about()))
