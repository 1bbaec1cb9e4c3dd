"""Pupils with an open case, as those who go to the families need them: whom to ask for, where, and who goes along."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.calendar.held import year_start
from models.cases.tables import VisitCases, Visits
from models.figures.class_register import homerooms
from models.figures.counting import enrolled_on
from models.figures.tally import tallies
from models.people.guardians import guardians
from models.people.places import carers, places
from models.people.tables import Enrolments, Pupils
from models.register.tables import Cases
from models.school.tables import Classes
from models.unlisted.children import told_of


class NotBack(Struct, frozen=True, kw_only=True):
    """`since` is the first day of the absence; `missed` are half days since the year began; `near` looks after the
    hamlet, or the village it is in. `family` are (name, phone).
    """

    pupil_id: int
    name: str
    class_name: str
    homeroom: str
    place: str
    family: Sequence[tuple[str, str]]
    near: Sequence[str]
    since: date
    missed: int
    visits: int
    promised_on: date | None


async def not_back(session: AsyncSession, school_id: int, day: date) -> list[NotBack]:
    """Who is on a list, or on none and told of, by place and class; without causes, which are the school's own."""
    visits = select(func.count()).select_from(VisitCases).join(Visits, Visits.id == VisitCases.visit_id)
    visits = visits.where(VisitCases.case_id == Cases.id, Visits.reported_at.is_not(None))
    columns = (Pupils.id.label("pupil_id"), Pupils.full_name.label("name"), Pupils.place_id)
    statement = (
        select(*columns, Classes.id.label("class_id"), func.coalesce(Classes.name, "").label("class_name"))
        .add_columns(Cases.run_start, Cases.promised_on, visits.scalar_subquery().label("visits"))
        .join(Cases, and_(Cases.pupil_id == Pupils.id, Cases.closed_on.is_(None)))
        .outerjoin(Enrolments, and_(Enrolments.pupil_id == Pupils.id, enrolled_on(Enrolments, day)))
        .outerjoin(Classes, Classes.id == Enrolments.class_id)
        .where(Pupils.school_id == school_id, or_(Enrolments.id.is_not(None), told_of()))
        .order_by(Classes.grade, Classes.name, Enrolments.list_no, Pupils.id)
    )
    rows = (await session.execute(statement)).all()
    known, pupils = await places(session, school_id), [row.pupil_id for row in rows]
    teachers = await homerooms(session, {row.class_id for row in rows if row.class_id}, day)
    missed = await tallies(session, pupils, day, await year_start(session, school_id, day))
    families: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for one in await guardians(session, pupils):
        families[one.pupil_id].append((one.name, one.phone or ""))
    near: dict[int, list[str]] = defaultdict(list)
    for carer in await carers(session, school_id, day):
        near[carer.place_id].append(carer.name)
    order = {id_: number for number, id_ in enumerate(known)}
    rows = sorted(rows, key=lambda row: order.get(row.place_id, len(order)))
    return [
        NotBack(
            pupil_id=row.pupil_id,
            name=row.name,
            class_name=row.class_name,
            homeroom=teachers.get(row.class_id, ""),
            place=known[row.place_id].said if row.place_id in known else "",
            family=families[row.pupil_id],
            near=near[row.place_id] or near[known[row.place_id].parent_id or 0] if row.place_id in known else (),
            since=row.run_start,
            missed=missed[row.pupil_id].total,
            visits=row.visits,
            promised_on=row.promised_on,
        )
        for row in rows
    ]
