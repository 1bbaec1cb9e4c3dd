"""What was done by whom, as proof for commendation: counted from events, and told by nobody about themselves."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cases.outreach import NEVER, Outreaches, outreach
from models.cases.tables import VisitCases, Visits
from models.figures.measured import Of
from models.ladder.reopening import RETURNED
from models.people.tables import People
from models.register.tables import Cases, ClassParts
from models.shapes.asker import School
from rules.calendar.parts import Part


class Reports(Struct, frozen=True, kw_only=True):
    """Half days reported, and how many of them by the hour they are due."""

    made: int = 0
    in_time: int = 0


class Credit(Struct, frozen=True, kw_only=True):
    """Home visits this person has reported, pupils who came back to class after one of them, and reports made."""

    person_id: int
    name: str
    visits: int = 0
    returned: int = 0
    reports: Reports = Reports()


class Credits(Struct, frozen=True, kw_only=True):
    """`people` with anything to their name, by what came of it; classes and villages by their ids (see
    `outreach`). What two have done together counts for each of them, and once for the school.
    """

    first: date
    last: date
    people: list[Credit]
    outreach: Outreaches
    reports: Mapping[int, Reports]

    def total(self) -> Reports:
        mine = self.reports.values()
        return Reports(made=sum(one.made for one in mine), in_time=sum(one.in_time for one in mine))


async def credits_of(session: AsyncSession, school: School, first: date, last: date) -> Credits:
    visits, returned = await _visits(session, school, first, last), await _returned(session, school, first, last)
    by_person, by_class = await _reports(session, school, first, last)
    names = dict(
        (await session.execute(select(People.id, People.full_name).where(People.school_id == school.id))).all()
    )
    people = [
        Credit(
            person_id=id_,
            name=names[id_],
            visits=visits[id_],
            returned=returned[id_],
            reports=by_person.get(id_, Reports()),
        )
        for id_ in {*visits, *returned, *by_person}
        if id_ in names
    ]
    people.sort(key=lambda one: (-one.returned, -one.visits, -one.reports.in_time, one.name, one.person_id))
    return Credits(
        first=first,
        last=last,
        people=people,
        outreach=await outreach(session, school.id, first, last),
        reports=by_class,
    )


async def _visits(session: AsyncSession, school: School, first: date, last: date) -> Counter[int]:
    """Of cases that have been ones."""
    found = select(Visits.id, Visits.person_id).join(VisitCases, VisitCases.visit_id == Visits.id)
    found = found.join(Cases, Cases.id == VisitCases.case_id).where(
        Visits.school_id == school.id,
        Visits.reported_at.is_not(None),
        Visits.person_id.is_not(None),
        Visits.made_on.between(first, last),
        or_(Cases.closed_why.is_(None), Cases.closed_why.not_in(NEVER)),
    )
    return Counter(row.person_id for row in await session.execute(found.distinct()))


async def _returned(session: AsyncSession, school: School, first: date, last: date) -> Counter[int]:
    """Pupils back in class in these days, whom this person had visited before."""
    found = select(Visits.person_id, Cases.pupil_id).join(VisitCases, VisitCases.visit_id == Visits.id)
    found = found.join(Cases, Cases.id == VisitCases.case_id).where(
        Visits.school_id == school.id,
        Visits.reported_at.is_not(None),
        Visits.person_id.is_not(None),
        Cases.closed_why == RETURNED,
        Cases.closed_on.between(first, last),
        Visits.made_on <= Cases.closed_on,
    )
    return Counter(row.person_id for row in await session.execute(found.distinct()))


async def _reports(
    session: AsyncSession, school: School, first: date, last: date
) -> tuple[dict[int, Reports], dict[int, Reports]]:
    """By person and by class."""
    found = select(
        ClassParts.class_id, ClassParts.day, ClassParts.part, ClassParts.reported_at, ClassParts.reported_by
    ).where(
        ClassParts.school_id == school.id,
        ClassParts.day.between(first, last),
        ClassParts.held,
        ClassParts.reported_at.is_not(None),
    )
    due = {Part.MORNING.value: school.morning_due, Part.AFTERNOON.value: school.afternoon_due}
    people: dict[int, list[bool]] = defaultdict(list)
    classes: dict[int, list[bool]] = defaultdict(list)
    for row in await session.execute(found):
        local = school.local(row.reported_at)
        in_time = local.date() < row.day or (local.date() == row.day and local.time() <= due[row.part])
        classes[row.class_id].append(in_time)
        if row.reported_by is not None:
            people[row.reported_by].append(in_time)
    return _counted(people), _counted(classes)


def _counted(found: Mapping[int, list[bool]]) -> dict[int, Reports]:
    return {id_: Reports(made=len(each), in_time=sum(each)) for id_, each in found.items()}


def of_school(found: Credits) -> tuple[int, int]:
    """Visits, and pupils who came back after one."""
    done = found.outreach[Of.SCHOOL, None]
    return done.visits, done.returned_visited
