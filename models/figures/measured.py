"""Every figure that reports print, of some days: of the school, its classes, hamlets and sexes. One count for all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.before import before_this_year
from models.figures.roll import Roll, year_of
from models.figures.stood import Stood, fates_of, last_stays, roll_of, stood
from models.figures.summary import total
from models.figures.totals import Count, by_class, by_pupil
from models.people.homes import place_then
from models.people.tables import Pupils
from rules.figures.indicators import Fates, Indicator, Share, shares


class Of(StrEnum):
    """What a figure is of."""

    SCHOOL = "school"
    CLASS = "class"
    PLACE = "place"
    SEX = "sex"


class Measures(Struct, frozen=True, kw_only=True):
    """`key` is a class's or a place's id, or a sex; None for the school, and for pupils of whom it is not known. `roll`
    is of the days, `of_year` of the year until the last of them, as are `fates` and `shares` except attendance.
    """

    of: Of
    key: Any
    roll: Roll
    of_year: Roll
    fates: Fates
    count: Count
    shares: dict[Indicator, Share]


class Measured(Struct, frozen=True, kw_only=True):
    """`first` and `last` are the days within the year that were counted."""

    year: str
    first: date
    last: date
    measures: Sequence[Measures]

    def of(self, what: Of) -> list[Measures]:
        return [one for one in self.measures if one.of == what]

    @property
    def school(self) -> Measures:
        return self.of(Of.SCHOOL)[0]


async def measured(session: AsyncSession, school_id: int, first: date, last: date) -> Measured | None:
    """None if no school year has begun by the day `last`; days before that year are left out."""
    year = await year_of(session, school_id, last)
    if year is None:
        return None
    first, last = min(max(first, year.starts), year.ends), min(last, year.ends)
    stays = await stood(session, year, last)
    classes = await by_class(session, sorted({stay.class_id for stay in stays}), first, last)
    counts: dict[Of, dict[Any, Count]] = {
        Of.SCHOOL: {None: total(classes.values())},
        Of.CLASS: dict(classes),
        Of.PLACE: await by_pupil(session, school_id, place_then(), first, last),
        Of.SEX: await by_pupil(session, school_id, Pupils.gender, first, last),
    }
    found = [one for of in Of for one in _of(of, stays, counts[of], first, last)]
    found[0].shares.update(await before_this_year(session, school_id, year, last))
    return Measured(year=year.name, first=first, last=last, measures=found)


def _of(of: Of, stays: Sequence[Stood], counts: Mapping[Any, Count], first: date, last: date) -> list[Measures]:
    every, newest = _grouped(of, stays), _grouped(of, last_stays(stays))
    found = []
    for key in dict.fromkeys([*counts, *every]):
        mine, count = every.get(key, []), counts.get(key, Count())
        fates, of_year = fates_of(newest.get(key, []), last), roll_of(mine, date.min, last)
        found.append(
            Measures(
                of=of,
                key=key,
                roll=roll_of(mine, first, last),
                of_year=of_year,
                fates=fates,
                count=count,
                shares=shares(fates, of_year.opening, count.present, count.possible),
            )
        )
    return found


def _grouped(of: Of, stays: Sequence[Stood]) -> dict[Any, list[Stood]]:
    found: dict[Any, list[Stood]] = defaultdict(list)
    for stay in stays:
        found[_key(of, stay)].append(stay)
    return found


def _key(of: Of, stay: Stood) -> Any:
    match of:
        case Of.SCHOOL:
            return None
        case Of.CLASS:
            return stay.class_id
        case Of.PLACE:
            return stay.place_id
        case Of.SEX:
            return stay.sex
