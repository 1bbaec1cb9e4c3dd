"""What was done to bring pupils back in some days, and what came of it: of the school, its classes and villages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cases.decisions import REQUEST
from models.cases.tables import VisitCases, Visits
from models.figures.measured import Of
from models.ladder.reopening import RETURNED
from models.people.places import places
from models.register.tables import Cases
from rules.cases.visit import NOBODY

NEVER = ("corrected", "mistake")  # how what has never been a case ends: by a correction, by a person


class Outreach(Struct, frozen=True, kw_only=True):
    """Cases and visits: `before` were open as the days began and `still` at their end; of those that ended the pupil
    `returned`, or not (`ended`). Of the `visits` that were reported, `met` found somebody; `returned_visited` came
    back after a visit; `asked` were put before the commune.
    """

    before: int = 0
    opened: int = 0
    returned: int = 0
    ended: int = 0
    still: int = 0
    visits: int = 0
    met: int = 0
    returned_visited: int = 0
    asked: int = 0


class _Case(Struct, frozen=True, kw_only=True):
    id: int
    class_id: int | None
    place_id: int | None
    opened_on: date
    closed_on: date | None
    closed_why: str | None
    decision: str | None
    decided_on: date | None


class _Visit(Struct, frozen=True, kw_only=True):
    id: int
    case_id: int
    made_on: date
    met: str | None


Outreaches: TypeAlias = Mapping[tuple[Of, Any], Outreach]  # by what it is of, and its id (see `Measures`)


async def outreach(session: AsyncSession, school_id: int, first: date, last: date) -> Outreaches:
    """Of the school always, of a class, a village or a place where there was anything. A case that was a mistake
    has never been one.
    """
    cases = await _cases(session, school_id, first, last)
    visits = await _visits(session, school_id, last)
    villages = {id_: place.parent_id or id_ for id_, place in (await places(session, school_id)).items()}
    groups: dict[tuple[Of, Any], list[_Case]] = defaultdict(list, {(Of.SCHOOL, None): list(cases)})
    for case in cases:
        if case.class_id is not None:
            groups[Of.CLASS, case.class_id].append(case)
        groups[Of.VILLAGE, villages.get(case.place_id or 0)].append(case)
        if case.place_id is not None:
            groups[Of.PLACE, case.place_id].append(case)
    return {key: _counted(mine, visits, first, last) for key, mine in groups.items()}


async def _cases(session: AsyncSession, school_id: int, first: date, last: date) -> list[_Case]:
    columns = [getattr(Cases, name) for name in _Case.__struct_fields__]
    statement = select(*columns).where(
        Cases.school_id == school_id,
        Cases.opened_on <= last,
        or_(Cases.closed_on.is_(None), Cases.closed_on >= first),
        or_(Cases.closed_why.is_(None), Cases.closed_why.not_in(NEVER)),
    )
    return [_Case(**row) for row in (await session.execute(statement)).mappings()]


async def _visits(session: AsyncSession, school_id: int, last: date) -> dict[int, list[_Visit]]:
    statement = (
        select(Visits.id, VisitCases.case_id, Visits.made_on, Visits.met)
        .join(VisitCases, VisitCases.visit_id == Visits.id)
        .where(Visits.school_id == school_id, Visits.reported_at.is_not(None), Visits.made_on <= last)
    )
    found: dict[int, list[_Visit]] = defaultdict(list)
    for row in (await session.execute(statement)).mappings():
        found[row["case_id"]].append(_Visit(**row))
    return found


def _counted(cases: Iterable[_Case], visits: Mapping[int, list[_Visit]], first: date, last: date) -> Outreach:
    counts = dict.fromkeys(Outreach.__struct_fields__, 0)
    made: dict[int, _Visit] = {}  # one visit may be about several of a family
    for case in cases:
        counts["before"] += case.opened_on < first
        counts["opened"] += case.opened_on >= first
        over = case.closed_on is not None and case.closed_on <= last
        counts[_how(case) if over else "still"] += 1
        mine = visits.get(case.id, [])
        made |= {one.id: one for one in mine if one.made_on >= first}
        counts["returned_visited"] += over and _how(case) == "returned" and bool(mine)
        counts["asked"] += case.decision == REQUEST and case.decided_on is not None and first <= case.decided_on <= last
    met = sum(one.met is not None and one.met != NOBODY for one in made.values())
    return Outreach(**(counts | {"visits": len(made), "met": met}))


def _how(case: _Case) -> str:
    return "returned" if case.closed_why == RETURNED else "ended"
