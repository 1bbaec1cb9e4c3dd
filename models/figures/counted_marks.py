"""The marks of some days of a school, counted once by class, pupil and home: a report adds them up in several ways."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.contested import contested_marks
from models.figures.counting import counted, in_the_class, live
from models.figures.totals import NUMBERS, by_kind
from models.people.homes import FormerHomes, home_then, place_then
from models.people.tables import Pupils
from models.register.tables import ClassParts, Marks

CLASS, PLACE, PUPIL = attrgetter("class_id"), attrgetter("place_id"), attrgetter("pupil_id")


async def counted_marks(session: AsyncSession, school_id: int, first: date, last: date) -> Sequence[Any]:
    """Rows of the marks that count: class_id, pupil_id, place_id, and a number for each of `NUMBERS`."""
    half_day = and_(
        ClassParts.class_id == Marks.class_id, ClassParts.day == Marks.day, ClassParts.part == Marks.part, counted()
    )
    of_days = (Marks.school_id == school_id, Marks.day.between(first, last), live(), in_the_class())
    home = place_then()
    unsure = await contested_marks(session, first, last, school_id)
    statement = (
        select(Marks.class_id, Marks.pupil_id, home.label("place_id"), *by_kind(unsure))
        .join(ClassParts, half_day)
        .join(Pupils, Pupils.id == Marks.pupil_id)
        .outerjoin(FormerHomes, home_then(Marks.pupil_id, Marks.day))
        .where(*of_days)
        .group_by(Marks.class_id, Marks.pupil_id, home)
    )
    return (await session.execute(statement)).all()


def summed(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, dict[str, int]]:
    """The numbers of the rows added up by what `key` says of each."""
    found: dict[Any, list[int]] = {}
    for row in rows:
        mine = found.setdefault(key(row), [0] * len(NUMBERS))
        for at, number in enumerate(row[3:]):
            mine[at] += number
    return {value: dict(zip(NUMBERS, numbers, strict=True)) for value, numbers in found.items()}


def worst(rows: Iterable[Any], classes: Collection[int], most: int) -> list[int]:
    """The pupils with most half days missed in some classes, in the order of `missed`."""
    found = summed((row for row in rows if row.class_id in classes), PUPIL)
    return sorted(found, key=lambda pupil_id: _worst_first(pupil_id, found[pupil_id]))[:most]


def _worst_first(pupil_id: int, count: Mapping[str, int]) -> tuple[int, ...]:
    away = count["unexcused"] + count["excused"] + count["unclear"]
    return -away, -count["unexcused"], -count["late"], pupil_id
