"""Pupils at risk of leaving school: those with an open case, and those of whom the list of sponsors says so."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.calendar.held import year_start
from models.cases.tables import VisitCases, Visits
from models.figures.counting import enrolled_on
from models.figures.tally import tallies
from models.people.guardians import guardians
from models.people.tables import Enrolments, Pupils
from models.register.tables import Cases
from models.school.tables import Classes, Places
from models.sponsors.tables import AtRiskPupils
from models.unlisted.children import told_of


class AtRisk(Struct, frozen=True, kw_only=True):
    """`missed` are half days since the year began; `visits` those that were reported, the newest on `visited_on`."""

    pupil_id: int
    name: str
    class_name: str
    hamlet: str
    village: str
    household: Sequence[str] = ()
    missed: int = 0
    visits: int = 0
    visited_on: date | None = None


async def at_risk(session: AsyncSession, school_id: int, day: date) -> list[AtRisk]:
    """Who is on a class list that day or on none and told of (`class_name` is empty), by village, hamlet and class;
    without causes, which are the school's own.
    """
    village = twin(Places, "at_risk")
    case = and_(Cases.pupil_id == Pupils.id, Cases.closed_on.is_(None))
    entry = and_(AtRiskPupils.pupil_id == Pupils.id, AtRiskPupils.ends.is_(None), AtRiskPupils.dropout)
    reported = select(Visits.made_on).join(VisitCases, VisitCases.visit_id == Visits.id)
    reported = reported.where(VisitCases.case_id == Cases.id, Visits.reported_at.is_not(None))
    statement = (
        select(
            Pupils.id.label("pupil_id"),
            Pupils.full_name.label("name"),
            func.coalesce(Classes.name, "").label("class_name"),
            func.coalesce(Places.name, "").label("hamlet"),
            func.coalesce(village.name, Places.name, "").label("village"),
            reported.with_only_columns(func.count()).scalar_subquery().label("visits"),
            reported.with_only_columns(func.max(Visits.made_on)).scalar_subquery().label("visited_on"),
        )
        .outerjoin(Enrolments, and_(Enrolments.pupil_id == Pupils.id, enrolled_on(Enrolments, day)))
        .outerjoin(Classes, Classes.id == Enrolments.class_id)
        .outerjoin(Cases, case)
        .outerjoin(AtRiskPupils, entry)
        .outerjoin(Places, Places.id == Pupils.place_id)
        .outerjoin(village, village.id == Places.parent_id)
        .where(Pupils.school_id == school_id, or_(Cases.id.is_not(None), AtRiskPupils.id.is_not(None)))
        .where(or_(Enrolments.id.is_not(None), told_of()))
        .order_by(func.coalesce(Places.parent_id, Places.id), Places.id, Classes.grade, Classes.name, Pupils.id)
    )
    rows = (await session.execute(statement)).mappings().all()
    pupils = [row["pupil_id"] for row in rows]
    missed = await tallies(session, pupils, day, await year_start(session, school_id, day))
    homes: dict[int, list[str]] = {}
    for one in await guardians(session, pupils):
        homes.setdefault(one.pupil_id, []).append(one.name)
    return [
        AtRisk(**row, household=homes.get(row["pupil_id"], ()), missed=missed[row["pupil_id"]].total) for row in rows
    ]
