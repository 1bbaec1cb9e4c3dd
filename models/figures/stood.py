"""Who was on which list and what became of each: the roll and the fates of classes, hamlets, sexes and the school.

A class counts a pupil in the year's roll for every stay, and in its fates if the pupil's last stay is there. A hamlet
counts those who live there on the last day.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.counting import attended, counted, enrolled_on
from models.figures.roll import BEGAN, ENDED, Roll
from models.people.homes import FormerHomes, home_then, place_then
from models.people.movements import Movements
from models.people.tables import Enrolments, Pupils
from models.register.tables import ClassParts
from models.school.tables import Classes
from rules.figures.indicators import Fates

_ONE = timedelta(days=1)


class Stood(Struct, frozen=True, kw_only=True):
    """A pupil's stay on one list. `began` and `ended` are kinds of movement, none where the year itself did it; of
    `seen` something attended is known this year, of `asked` that any half day was reported at all.
    """

    pupil_id: int
    class_id: int
    place_id: int | None
    sex: str | None
    starts: date
    ends: date | None
    began: str | None
    ended: str | None
    seen: bool
    asked: bool

    @property
    def gone_on(self) -> date:
        """The first day on which it is over."""
        return self.ends + _ONE if self.ends is not None else date.max


async def stood(session: AsyncSession, year: Any, last: date) -> list[Stood]:
    """Every stay on a list of the year (see `year_of`) that began by the day `last`, in the order of beginning."""
    began, ended = twin(Movements, "stood, began"), twin(Movements, "stood, ended")
    place, seen = place_then(), attended(Pupils.id, year.starts, last)
    statement = (
        select(
            Enrolments.pupil_id,
            Enrolments.class_id,
            place.label("place_id"),
            Pupils.gender.label("sex"),
            Enrolments.starts,
            Enrolments.ends,
            began.kind.label("began"),
            ended.kind.label("ended"),
            seen.label("seen"),
            _asked(year.starts, last).label("asked"),
        )
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .outerjoin(began, began.id == Enrolments.began_id)
        .outerjoin(ended, ended.id == Enrolments.ended_id)
        .outerjoin(FormerHomes, home_then(Pupils.id, last))
        .where(Classes.year_id == year.id, Enrolments.starts <= last)
        .order_by(Enrolments.starts, Enrolments.id)
    )
    return [Stood(**row) for row in (await session.execute(statement)).mappings()]


def _asked(first: date, last: date) -> Any:
    part, stay = twin(ClassParts, "asked"), twin(Enrolments, "asked")
    found = select(part.part).join(stay, stay.class_id == part.class_id)
    found = found.where(stay.pupil_id == Pupils.id, enrolled_on(stay, part.day), counted(part))
    return found.where(part.day.between(first, last)).correlate_except(part, stay).exists()


def roll_of(stays: Iterable[Stood], first: date, last: date) -> Roll:
    """The roll of some days: `opening` were on the list as the first of them began. With `date.min` it is the year's:
    then those were on it whom no movement has brought.
    """
    roll = Roll()
    for stay in stays:
        if stay.gone_on < first or stay.starts > last:
            continue
        _add(roll, BEGAN[None if stay.starts < first else stay.began])
        _add(roll, ENDED[stay.ended] if stay.gone_on <= last else "now")
    return roll


def _add(roll: Roll, name: str) -> None:
    setattr(roll, name, getattr(roll, name) + 1)


def fates_of(stays: Iterable[Stood], last: date, outside: int = 0) -> Fates:
    """Of pupils whose last stays these are, and so many children on no list."""
    counts = dict.fromkeys(Fates.__struct_fields__, 0) | {"outside": outside}
    for stay in stays:
        gone = stay.gone_on <= last
        how = ENDED[stay.ended] if gone else "here"
        counts[how if how in counts else "left"] += 1  # a move into no class: nobody knows where
        if how != "transferred":
            counts["seen"] += stay.seen
            counts["unknown"] += not stay.asked
    return Fates(**counts)


def last_stays(stays: Sequence[Stood]) -> list[Stood]:
    """Each pupil's newest."""
    return list({stay.pupil_id: stay for stay in stays}.values())
