"""Children on no list as a paper shows them: where, who goes there, what came of it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cases.tables import VisitCases, Visits
from models.people.places import carers, places
from models.register.tables import Cases
from models.unlisted.children import outside
from rules.people.roles import Role
from rules.unlisted import Origin


class Line(Struct, frozen=True, kw_only=True):
    """A child on no list as the paper shows it: `near` look after the hamlet, `visited_on` is the newest visit."""

    name: str
    born: int | None
    sex: str
    place: str
    origin: Origin | None
    note: str
    near: Sequence[str]
    visits: int
    visited_on: date | None
    promised_on: date | None


async def lines(session: AsyncSession, school_id: int, day: date) -> list[Line]:
    """By place; without causes, which are the school's own."""
    found = await outside(session, school_id, day)
    known = await places(session, school_id)
    near: dict[int, list[str]] = defaultdict(list)
    for carer in await carers(session, school_id, day):
        if carer.role == Role.HAMLET_STAFF:
            near[carer.place_id].append(carer.name)
    went = await _went(session, [one.case_id for one in found if one.case_id])
    order = {id_: number for number, id_ in enumerate(known)}
    made: list[Line] = []
    for one in sorted(found, key=lambda one: order.get(one.place_id or 0, len(order))):
        home = known.get(one.place_id or 0)
        row = went.get(one.case_id or 0)
        made.append(Line(
            name=one.name, born=one.born, sex=one.sex or "", place=home.said if home else "", origin=one.origin,
            note=row.opened_why or "" if row else "", visits=row.visits if row else 0,
            near=near[home.id] or near[home.parent_id or 0] if home else (),
            visited_on=row.visited_on if row else None, promised_on=row.promised_on if row else None,
        ))  # fmt: skip
    return made


async def _went(session: AsyncSession, cases: Sequence[int]) -> dict[int, Any]:
    reported = select(func.count()).select_from(VisitCases).join(Visits, Visits.id == VisitCases.visit_id)
    reported = reported.where(VisitCases.case_id == Cases.id, Visits.reported_at.is_not(None))
    columns = (Cases.id, Cases.opened_why, Cases.visited_on, Cases.promised_on)
    rows = select(*columns, reported.scalar_subquery().label("visits")).where(Cases.id.in_(cases))
    return {row.id: row for row in await session.execute(rows)}
