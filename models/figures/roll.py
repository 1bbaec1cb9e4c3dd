"""The roll of a year: how many a class began with, who came and went, and how many there are; it must balance."""

from collections.abc import Iterable
from datetime import date
from enum import Enum, auto
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.counting import enrolled_on
from models.people.class_lists import class_names
from models.people.movements import Movements
from models.people.tables import Enrolments, Pupils
from models.school.tables import Classes, Years
from rules.people.movements import Movement


class Roll(Struct, kw_only=True):
    """Of a class, or of several: `opening` were on the list when it began, `now` are on it. `moved_in` and `moved_out`
    are moves between the school's own classes.
    """

    opening: int = 0
    came: int = 0
    back: int = 0
    moved_in: int = 0
    moved_out: int = 0
    transferred: int = 0
    dropped: int = 0
    left: int = 0
    now: int = 0

    @property
    def entered(self) -> int:
        return self.came + self.back

    @property
    def gone(self) -> int:
        return self.transferred + self.dropped + self.left

    @property
    def missing(self) -> int:
        """By how many the pupils on the list fall short of what the movements say; 0: it balances."""
        return self.opening + self.entered + self.moved_in - self.moved_out - self.gone - self.now


BEGAN: dict[str | None, str] = {
    None: "opening",
    Movement.CAME: "came",
    Movement.BACK: "back",
    Movement.MOVED: "moved_in",
}
ENDED: dict[str | None, str] = {
    None: "left",
    Movement.LEFT: "left",
    Movement.MOVED: "moved_out",
    Movement.TRANSFERRED: "transferred",
    Movement.DROPPED: "dropped",
}


async def rolls(session: AsyncSession, school_id: int, day: date) -> dict[int, Roll]:
    """The roll of each class of the year that day falls in; in the summer, of the last day of the year before."""
    year = await year_of(session, school_id, day)
    if year is None:
        return {}
    day = min(day, year.ends)
    of_year = (Classes.year_id == year.id, Classes.id == Enrolments.class_id)
    found = {id_: Roll() for id_ in await session.scalars(select(Classes.id).where(Classes.year_id == year.id))}
    for key, names, which in (
        (Enrolments.began_id, BEGAN, Enrolments.starts <= day),
        (Enrolments.ended_id, ENDED, Enrolments.ends < day),
    ):
        counted = select(Enrolments.class_id, Movements.kind, func.count()).join(Classes, of_year[1])
        counted = counted.outerjoin(Movements, Movements.id == key).where(of_year[0], which)
        for class_id, kind, count in await session.execute(counted.group_by(Enrolments.class_id, Movements.kind)):
            name = names[kind]
            setattr(found[class_id], name, getattr(found[class_id], name) + count)
    there = select(Enrolments.class_id, func.count(Enrolments.pupil_id.distinct())).join(Classes, of_year[1])
    there = there.where(of_year[0], enrolled_on(Enrolments, day)).group_by(Enrolments.class_id)
    for class_id, count in await session.execute(there):
        found[class_id].now = count
    return found


async def year_of(session: AsyncSession, school_id: int, day: date) -> Any:
    """The school year (id, name, starts, ends) of a day; in the summer the one before. None: none has begun."""
    columns = (Years.id, Years.name, Years.starts, Years.ends)
    begun = select(*columns).where(Years.school_id == school_id, Years.starts <= day)
    return (await session.execute(begun.order_by(Years.starts.desc()).limit(1))).first()


def together(rolls_: Iterable[Roll]) -> Roll:
    """The roll of several classes; of a whole school, what moved out of one has moved into another."""
    found = list(rolls_)
    return Roll(**{name: sum(getattr(one, name) for one in found) for name in Roll.__struct_fields__})


async def dropped_out(session: AsyncSession, school_id: int, day: date) -> int:
    """Pupils who dropped out in the year of that day, and to whom nothing has happened since: who came back has not."""
    year = await year_of(session, school_id, day)
    if year is None:
        return 0
    later = twin(Movements, "dropped_out")
    after = or_(later.day > Movements.day, and_(later.day == Movements.day, later.id > Movements.id))
    since = select(later.id).where(later.pupil_id == Movements.pupil_id, later.day <= day, after)
    dropped = select(func.count()).where(
        Movements.school_id == school_id,
        Movements.kind == Movement.DROPPED,
        Movements.day.between(year.starts, min(day, year.ends)),
        ~since.correlate(Movements).exists(),
    )
    return await session.scalar(dropped) or 0


class Fault(Enum):
    """TWICE: on two lists on one day; UNTOLD: off a list, and no movement says so; HALF: a move into no class; COUNT:
    the class's figures do not add up.
    """

    TWICE = auto()
    UNTOLD = auto()
    HALF = auto()
    COUNT = auto()


class Drift(Struct, frozen=True, kw_only=True):
    """Where lists and movements do not say the same: of one pupil, or (without a name) by how many of a class."""

    fault: Fault
    class_name: str
    name: str = ""
    count: int = 0


async def drifts(session: AsyncSession, school_id: int, day: date) -> list[Drift]:
    """Empty while the roll of the year balances."""
    found = [
        Drift(fault=fault, name=name, class_name=klass)
        for fault, statement in ((Fault.TWICE, _twice()), (Fault.UNTOLD, _untold(day)), (Fault.HALF, _half()))
        for name, klass in await session.execute(statement.where(Pupils.school_id == school_id))
    ]
    known = await rolls(session, school_id, day)
    names = await class_names(session, known)
    wrong = {id_: roll.missing for id_, roll in known.items() if roll.missing}
    return found + [Drift(fault=Fault.COUNT, class_name=names[id_], count=by) for id_, by in wrong.items()]


def _named() -> Select[str, str]:
    return (
        select(Pupils.full_name, Classes.name)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .order_by(Classes.grade, Classes.name, Pupils.id)
    )


def _lasts(period: Any) -> ColumnElement[bool]:
    """It has a day at all: who left on the first day has been in the class on none."""
    return or_(period.ends.is_(None), period.ends >= period.starts)


def _twice() -> Select[str, str]:
    other = twin(Enrolments, "twice")
    same = and_(other.pupil_id == Enrolments.pupil_id, other.id > Enrolments.id, _lasts(other), _lasts(Enrolments))
    overlap = and_(
        or_(Enrolments.ends.is_(None), other.starts <= Enrolments.ends),
        or_(other.ends.is_(None), Enrolments.starts <= other.ends),
    )
    return _named().join(other, and_(same, overlap))


def _untold(day: date) -> Select[str, str]:
    """Off a list before the year was over, and no movement says so."""
    ended = and_(Enrolments.ended_id.is_(None), Enrolments.ends < Years.ends, Enrolments.ends < day)
    return _named().join(Years, and_(Years.id == Classes.year_id, ended))


def _half() -> Select[str, str]:
    """A move out of a class that is none into another, or on another day."""
    begun = twin(Enrolments, "half")
    into = select(begun.id).where(begun.began_id == Movements.id, begun.starts == Movements.day).correlate(Movements)
    move = and_(Movements.id == Enrolments.ended_id, Movements.kind == Movement.MOVED, ~into.exists())
    return _named().join(Movements, move)
