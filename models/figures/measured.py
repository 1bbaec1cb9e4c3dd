"""Every figure that reports print, of some days: of the school, its grades, classes, villages, hamlets and sexes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.before import before_this_year
from models.figures.roll import Roll, year_of
from models.figures.stood import Stood, fates_of, last_stays, roll_of, stood
from models.figures.summary import total
from models.figures.targets import entered, targets_of
from models.figures.totals import Count, by_class, by_pupil
from models.people.homes import place_then
from models.people.places import places
from models.people.tables import Pupils
from models.school.tables import Classes
from models.unlisted.children import outside_by
from rules.figures.indicators import Fates, Indicator, Share, Target, shares
from rules.people.movements import Movement


class Of(StrEnum):
    """What a figure is of. A village has its hamlets' pupils in it; a place has its own alone."""

    SCHOOL = "school"
    GRADE = "grade"
    CLASS = "class"
    VILLAGE = "village"
    PLACE = "place"
    SEX = "sex"


class Groups(Struct, frozen=True, kw_only=True):
    """Which grade a class is of (by class id), and which village a place is in (by place id)."""

    grades: Mapping[int, int | None]
    villages: Mapping[int, int]

    def summed(self, of: Of, counts: Mapping[Any, Count]) -> dict[Any, Count]:
        """Of the grades the counts of their classes, of the villages those of their places."""
        into = self.grades if of == Of.GRADE else self.villages
        found: dict[Any, list[Count]] = defaultdict(list)
        for key, count in counts.items():
            found[into.get(key)].append(count)
        return {key: total(each) for key, each in found.items()}


class Measures(Struct, frozen=True, kw_only=True):
    """`key` is a class's or a place's id, a grade or a sex; None for the school, and where it is not known. `roll` is
    of the days, `of_year` of the year until the last of them, as are `fates` and `shares` except attendance.
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
    targets: Mapping[Indicator, Target]

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
    groups = await groups_of(session, school_id, year)
    counts = await _counts(session, school_id, sorted({stay.class_id for stay in stays}), groups, first, last)
    out = await outside_by(session, school_id, last, _expected(stays, last))
    found = [one for of in Of for one in _of(of, groups, stays, counts[of], _outside(of, groups, out), first, last)]
    before = await before_this_year(session, school_id, year, last)
    found[0].shares.update({**await entered(session, year.id), **before})
    own = await targets_of(session, school_id)
    return Measured(year=year.name, first=first, last=last, measures=found, targets=own)


async def groups_of(session: AsyncSession, school_id: int, year: Any) -> Groups:
    grades = select(Classes.id, Classes.grade).where(Classes.year_id == year.id)
    known = await places(session, school_id)
    return Groups(
        grades=dict((await session.execute(grades)).all()),
        villages={id_: place.parent_id or id_ for id_, place in known.items()},
    )


async def _counts(
    session: AsyncSession, school_id: int, classes: Sequence[int], groups: Groups, first: date, last: date
) -> dict[Of, Mapping[Any, Count]]:
    of_class = await by_class(session, classes, first, last)
    of_place = await by_pupil(session, school_id, place_then(), first, last)
    return {
        Of.SCHOOL: {None: total(of_class.values())},
        Of.GRADE: groups.summed(Of.GRADE, of_class),
        Of.CLASS: of_class,
        Of.VILLAGE: groups.summed(Of.VILLAGE, of_place),
        Of.PLACE: of_place,
        Of.SEX: await by_pupil(session, school_id, Pupils.gender, first, last),
    }


def _expected(stays: Sequence[Stood], last: date) -> set[int]:
    """Who counts among those to be brought to class by a list of the year, here or dropped out."""
    newest = last_stays(stays)
    return {one.pupil_id for one in newest if one.gone_on > last or one.ended != Movement.TRANSFERRED}


def _outside(of: Of, groups: Groups, out: Sequence[tuple[int | None, str | None]]) -> Mapping[Any, int]:
    """How many children on no list live in a place, or are of a sex; they are in no class and no grade."""
    match of:
        case Of.SCHOOL:
            return {None: len(out)}
        case Of.VILLAGE:
            return Counter(groups.villages.get(place or 0) for place, _sex in out)
        case Of.PLACE:
            return Counter(place for place, _sex in out)
        case Of.SEX:
            return Counter(sex for _place, sex in out)
        case _:
            return {}


def _of(
    of: Of,
    groups: Groups,
    stays: Sequence[Stood],
    counts: Mapping[Any, Count],
    out: Mapping[Any, int],
    first: date,
    last: date,
) -> list[Measures]:
    every, newest = _grouped(of, groups, stays), _grouped(of, groups, last_stays(stays))
    found = []
    for key in dict.fromkeys([*counts, *every, *(key for key, many in out.items() if many)]):
        mine, count = every.get(key, []), counts.get(key, Count())
        fates, of_year = fates_of(newest.get(key, []), last, out.get(key, 0)), roll_of(mine, date.min, last)
        found.append(
            Measures(
                of=of,
                key=key,
                roll=roll_of(mine, first, last),
                of_year=of_year,
                fates=fates,
                count=count,
                shares=shares(fates, of_year.opening, count.present, count.known),
            )
        )
    return found


def _grouped(of: Of, groups: Groups, stays: Sequence[Stood]) -> dict[Any, list[Stood]]:
    found: dict[Any, list[Stood]] = defaultdict(list)
    for stay in stays:
        found[_key(of, groups, stay)].append(stay)
    return found


def _key(of: Of, groups: Groups, stay: Stood) -> Any:
    match of:
        case Of.SCHOOL:
            return None
        case Of.GRADE:
            return groups.grades.get(stay.class_id)
        case Of.CLASS:
            return stay.class_id
        case Of.VILLAGE:
            return groups.villages.get(stay.place_id or 0)
        case Of.PLACE:
            return stay.place_id
        case Of.SEX:
            return stay.sex
