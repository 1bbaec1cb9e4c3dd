"""Who of some places was absent in some days, by name; each day counts where the pupil lived on it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.contested import contested_marks
from models.figures.counting import in_counted, in_the_class, live
from models.figures.totals import Count, by_place
from models.people.homes import FormerHomes, home_then, place_then
from models.people.places import Place, carers, living
from models.people.tables import Pupils
from models.register.tables import Marks
from models.school.tables import Classes
from rules.marks import ABSENT, sign_of


class Away(Struct, frozen=True):
    day: date
    part: str
    kind: str


class Villager(Struct, frozen=True, kw_only=True):
    """A pupil who lives there at the end of the days, or lived there when absent."""

    pupil_id: int
    name: str
    class_name: str
    place_id: int
    away: Sequence[Away]

    def number(self, kind: str) -> int:
        return sum(one.kind == kind for one in self.away)


class PlaceRegister(Struct, frozen=True, kw_only=True):
    """`counts` are the figures of each place, `pairs` who looks after it."""

    place: Place
    first: date
    last: date
    places: Sequence[Place]
    pupils: Sequence[Villager]
    counts: Mapping[int, Count]
    pairs: Mapping[int, Sequence[str]]


async def place_registers(
    session: AsyncSession, school_id: int, known: Mapping[int, Place], chosen: Sequence[Place], first: date, last: date
) -> list[PlaceRegister]:
    """Of each of the places with its hamlets; what is counted by place is counted once for all of them."""
    pairs: dict[int, list[str]] = defaultdict(list)
    for carer in await carers(session, school_id, last):
        pairs[carer.place_id].append(carer.name)
    counts = await by_place(session, school_id, first, last)
    found = []
    for place in chosen:
        inside = [one for one in known.values() if place.id in {one.id, one.parent_id}]
        ids = [one.id for one in inside]
        register = PlaceRegister(
            place=place,
            first=first,
            last=last,
            places=inside,
            pupils=await _villagers(session, school_id, ids, first, last),
            counts={id_: counts.get(id_, Count()) for id_ in ids},
            pairs={id_: pairs[id_] for id_ in ids},
        )
        found.append(register)
    return found


async def _villagers(
    session: AsyncSession, school_id: int, places: Collection[int], first: date, last: date
) -> list[Villager]:
    """By place and class, in the order of the lists."""
    unsure = await contested_marks(session, first, last, school_id)
    away: dict[tuple[int, int], list[Away]] = defaultdict(list)
    names: dict[tuple[int, int], tuple[str, str]] = {
        (one.pupil_id, one.place_id): (one.name, one.class_name)
        for one in await living(session, school_id, last, places)
    }
    for id_, name, klass, place_id, *mark in await session.execute(_absences(school_id, places, first, last, unsure)):
        names.setdefault((id_, place_id), (name, klass))
        day, part, kind, unsettled = mark
        away[id_, place_id].append(Away(day, part, sign_of(kind, unsettled=unsettled)))
    order = {place_id: number for number, place_id in enumerate(places)}
    found = [
        Villager(pupil_id=id_, place_id=place_id, name=name, class_name=klass, away=away[id_, place_id])
        for (id_, place_id), (name, klass) in names.items()
    ]
    return sorted(found, key=lambda one: order[one.place_id])


def _absences(
    school_id: int, places: Collection[int], first: date, last: date, unsure: Sequence[int]
) -> Select[*tuple[Any, ...]]:
    place = place_then()
    return (
        select(Pupils.id, Pupils.full_name, Classes.name, place, Marks.day, Marks.part, Marks.kind, Marks.unsettled)
        .select_from(Marks)
        .join(Pupils, Pupils.id == Marks.pupil_id)
        .join(Classes, Classes.id == Marks.class_id)
        .outerjoin(FormerHomes, home_then(Marks.pupil_id, Marks.day))
        .where(Marks.school_id == school_id, Marks.day.between(first, last), Marks.kind.in_(ABSENT))
        .where(live(), in_counted(Marks), in_the_class(), place.in_(places), Marks.id.not_in(unsure))
        .order_by(Marks.day, Marks.part.desc(), Marks.id)
    )
