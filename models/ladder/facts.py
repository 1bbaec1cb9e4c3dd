"""The facts of what fired that letters are written from."""

from collections.abc import Collection
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.people.places import place_name
from models.people.tables import Pupils
from models.register.tables import Cases, Firings, Marks
from models.school.tables import Classes, Places
from rules.marks import Mark


class Fact(Struct, frozen=True, kw_only=True):
    """A firing (or, without one, a case) in the words letters need. `parts` are those marked K that day. Of a child on
    no list there is no class: its id is 0 and its name empty. `unsettled`: of one of the run's absences nobody has
    said whether it is with leave.
    """

    id: int
    school_id: int
    pupil_id: int
    name: str
    class_id: int
    class_name: str
    place_id: int | None
    place: str
    day: date
    run_start: date
    days: int
    case_id: int | None = None
    ladder_id: int | None = None
    step: int = 0
    parts: tuple[str, ...] = ()
    unsettled: bool = False


async def firing_facts(session: AsyncSession, ids: Collection[int], *, marked: bool = True) -> list[Fact]:
    """The facts of firings that still stand: not struck, and the mark that caused them still unexcused (for a step that
    somebody's decision fired there is none: `marked` false).
    """
    village = twin(Places, "firing_facts")
    unexcused = (Marks.kind == Mark.UNEXCUSED, Marks.struck_at.is_(None))
    statement = (
        select(
            Firings.id,
            Firings.school_id,
            Firings.pupil_id,
            Pupils.full_name.label("name"),
            func.coalesce(Firings.class_id, 0).label("class_id"),
            func.coalesce(Classes.name, "").label("class_name"),
            Firings.place_id,
            Places.name.label("hamlet"),
            village.name.label("village"),
            Firings.day,
            Firings.run_start,
            Firings.days,
            Firings.case_id,
            Firings.ladder_id,
            Firings.step,
            Marks.part,
            _unsettled().label("unsettled"),
        )
        .join(Pupils, Pupils.id == Firings.pupil_id)
        .outerjoin(Classes, Classes.id == Firings.class_id)
        .join(Marks, and_(Marks.pupil_id == Firings.pupil_id, Marks.day == Firings.day, *unexcused), isouter=not marked)
        .outerjoin(Places, Places.id == Firings.place_id)
        .outerjoin(village, village.id == Places.parent_id)
        .where(Firings.id.in_(ids), Firings.struck_at.is_(None))
        .order_by(Classes.name, Firings.pupil_id, Firings.id, Marks.part.desc())
    )
    found: dict[int, Fact] = {}
    for row in (await session.execute(statement)).mappings():
        earlier = found[row["id"]].parts if row["id"] in found else ()
        values = {name: row[name] for name in Fact.__struct_fields__ if name in row}
        found[row["id"]] = Fact(
            **values, place=place_name(row["hamlet"], row["village"]), parts=(*earlier, row["part"] or "")
        )
    return list(found.values())


def _unsettled() -> Any:
    mark = twin(Marks, "unsettled")
    of_run = (mark.pupil_id == Firings.pupil_id, mark.day.between(Firings.run_start, Firings.day))
    found = select(mark.id).where(*of_run, mark.kind == Mark.UNEXCUSED, mark.struck_at.is_(None), mark.unsettled)
    return found.correlate_except(mark).exists()


async def case_facts(session: AsyncSession, ids: Collection[int]) -> list[Fact]:
    """The facts of cases, open or closed; `day` is the day it opened."""
    village = twin(Places, "case_facts")
    statement = (
        select(
            Cases.id,
            Cases.school_id,
            Cases.pupil_id,
            Pupils.full_name.label("name"),
            func.coalesce(Cases.class_id, 0).label("class_id"),
            func.coalesce(Classes.name, "").label("class_name"),
            Cases.place_id,
            Places.name.label("hamlet"),
            village.name.label("village"),
            Cases.opened_on.label("day"),
            Cases.run_start,
            Cases.days,
            Cases.id.label("case_id"),
            Cases.ladder_id,
        )
        .join(Pupils, Pupils.id == Cases.pupil_id)
        .outerjoin(Classes, Classes.id == Cases.class_id)
        .outerjoin(Places, Places.id == Cases.place_id)
        .outerjoin(village, village.id == Places.parent_id)
        .where(Cases.id.in_(ids))
        .order_by(Classes.name, Cases.pupil_id, Cases.id)
    )
    return [
        Fact(
            **{name: row[name] for name in Fact.__struct_fields__ if name in row},
            place=place_name(row["hamlet"], row["village"]),
        )
        for row in (await session.execute(statement)).mappings()
    ]
