"""Home visits: begun, reported question by question, and what they change on the cases they were about."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import insert_new, twin
from models.cases.tables import DONE, CaseCauses, VisitCases, Visits
from models.ladder.versions import LadderTells
from models.people.holders import leads_on
from models.people.roles import held_on
from models.people.tables import Guardians, People, Roles
from models.register.tables import Cases
from models.shapes.message import Notice
from rules.cases.visit import NOBODY
from rules.ladder.steps import OPENS, Ask
from rules.letters import Kind
from rules.people.roles import Role

GATHER = timedelta(minutes=30)  # what comes of visits meanwhile is one letter
TO_ADD = timedelta(minutes=15)  # how long after a report words and a picture are still taken for it


class Visit(Struct, frozen=True, kw_only=True):
    """A visit to one family, and the cases it was about."""

    id: int
    school_id: int
    person_id: int | None
    person: str
    trip: int
    made_on: date
    asks: str
    met: str | None
    promised_on: date | None
    promise_known: bool
    note: str | None
    photo: str | None
    photo_channel: str | None
    reported_at: datetime | None
    cases: tuple[int, ...] = ()

    @property
    def met_nobody(self) -> bool:
        return self.met == NOBODY


async def visits(session: AsyncSession, *which: Any) -> list[Visit]:
    """The visits of these conditions on `Visits`, in the order they were begun."""
    statement = select(Visits.__table__, People.full_name).outerjoin(People, People.id == Visits.person_id)
    rows = (await session.execute(statement.where(*which).order_by(Visits.id))).mappings().all()
    links = select(VisitCases.visit_id, VisitCases.case_id).where(VisitCases.visit_id.in_([row["id"] for row in rows]))
    cases: dict[int, list[int]] = {}
    for visit_id, case_id in await session.execute(links.order_by(VisitCases.case_id)):
        cases.setdefault(visit_id, []).append(case_id)
    names = [name for name in Visit.__struct_fields__ if name not in {"person", "cases"}]
    return [
        Visit(**{n: row[n] for n in names}, person=row["full_name"] or "", cases=tuple(cases.get(row["id"], ())))
        for row in rows
    ]


def of_cases(ids: Collection[int]) -> Any:
    """Visits that were reported about any of these cases."""
    about = select(VisitCases.visit_id).where(VisitCases.case_id.in_(ids))
    return and_(Visits.id.in_(about), Visits.reported_at.is_not(None))


async def begin(
    session: AsyncSession, person_id: int, school_id: int, families: Sequence[Sequence[int]], now: datetime, day: date
) -> int:
    """Begin a trip to some families (case ids); what this person has begun and not reported is forgotten. Return the
    first visit's id.
    """
    await forget(session, person_id)
    first = 0
    for cases in families:
        values = {"school_id": school_id, "person_id": person_id, "made_on": day, "started_at": now, "trip": first}
        visit_id = (await session.execute(insert(Visits).values(values).returning(Visits.id))).scalar_one()
        first = first or visit_id
        await session.execute(insert(VisitCases), [{"visit_id": visit_id, "case_id": case} for case in cases])
    await session.execute(update(Visits).where(Visits.id == first).values(trip=first))
    return first


async def forget(session: AsyncSession, person_id: int) -> None:
    drafts = select(Visits.id).where(Visits.person_id == person_id, Visits.reported_at.is_(None))
    await session.execute(delete(VisitCases).where(VisitCases.visit_id.in_(drafts)))
    await session.execute(delete(Visits).where(Visits.person_id == person_id, Visits.reported_at.is_(None)))


async def answer(session: AsyncSession, visit_id: int, **values: Any) -> None:
    await session.execute(update(Visits).where(Visits.id == visit_id).values(values))


async def causes_of(session: AsyncSession, cases: Collection[int]) -> dict[int, tuple[str, ...]]:
    statement = select(CaseCauses.case_id, CaseCauses.code).where(CaseCauses.case_id.in_(cases))
    found: dict[int, tuple[str, ...]] = {}
    for case_id, code in await session.execute(statement.order_by(CaseCauses.case_id, CaseCauses.code)):
        found[case_id] = (*found.get(case_id, ()), code)
    return found


async def add_causes(
    session: AsyncSession, cases: Collection[int], codes: Collection[str], person_id: int | None, day: date
) -> None:
    rows = [{"case_id": case, "code": code, "person_id": person_id, "made_on": day} for case in cases for code in codes]
    if rows:
        await session.execute(insert_new(session, CaseCauses), rows)


async def report(session: AsyncSession, visit: Visit, now: datetime) -> None:
    """The visit is reported. Meeting somebody is progress: it does the task, and the ladder waits for what was
    promised; with nobody met the task stays. Neither closes a case.
    """
    await answer(session, visit.id, asks=DONE, reported_at=now)
    if visit.met_nobody:
        return
    values = {"visited_on": visit.made_on, "visited_by": visit.person_id, "promised_on": visit.promised_on}
    await session.execute(update(Cases).where(Cases.id.in_(visit.cases)).values(values))


async def families(session: AsyncSession, cases: Collection[int]) -> list[tuple[int, ...]]:
    """These open cases by family: pupils with a guardian in common."""
    statement = (
        select(Cases.id, Guardians.person_id)
        .outerjoin(Guardians, Guardians.pupil_id == Cases.pupil_id)
        .where(Cases.id.in_(cases))
        .order_by(Cases.id, Guardians.person_id)
    )
    groups: list[tuple[set[int], set[int]]] = []
    for case_id, person_id in await session.execute(statement):
        people = {person_id} if person_id else set()
        joined = [group for group in groups if case_id in group[0] or people & group[1]]
        for group in joined:
            groups.remove(group)
        groups.append(({case_id}.union(*(group[0] for group in joined)), people.union(*(group[1] for group in joined))))
    return sorted(tuple(sorted(found)) for found, _people in groups)


async def brothers_and_sisters(session: AsyncSession, case_id: int) -> list[int]:
    """The open cases of one family, this one among them, whatever class they are in."""
    mine = twin(Guardians, "brothers_and_sisters, mine")
    theirs = twin(Guardians, "brothers_and_sisters, theirs")
    other = twin(Cases, "brothers_and_sisters")
    statement = (
        select(other.id)
        .join(theirs, theirs.pupil_id == other.pupil_id)
        .join(mine, mine.person_id == theirs.person_id)
        .join(Cases, Cases.pupil_id == mine.pupil_id)
        .where(Cases.id == case_id, other.closed_on.is_(None))
    )
    return sorted({case_id, *await session.scalars(statement.distinct())})


async def readers(session: AsyncSession, cases: Collection[int], day: date, but: int | None) -> Sequence[int]:
    """Who gets the result: whom the case's own ladder tells of the case, else the vice principals, else the principal;
    and the homeroom teacher if somebody else was there. Not who reported it.
    """
    told = (
        select(Roles.person_id)
        .join(Cases, Cases.school_id == Roles.school_id)
        .join(LadderTells, and_(LadderTells.ladder_id == Cases.ladder_id, LadderTells.step.in_(OPENS)))
        .where(Cases.id.in_(cases), LadderTells.asked == Ask.KNOW, _meant(), *held_on(day))
    )
    people = set(await session.scalars(told.distinct()))
    if not people:
        post = select(Roles.person_id).join(Cases, Cases.school_id == Roles.school_id)
        people = set(await session.scalars(post.where(Cases.id.in_(cases), leads_on(day), *held_on(day))))
    teacher = select(Roles.person_id).join(Cases, Cases.class_id == Roles.class_id)
    people |= set(await session.scalars(teacher.where(Cases.id.in_(cases), Roles.name == Role.HOMEROOM, *held_on(day))))
    return sorted(people - {but or 0})


def _meant() -> Any:
    general = (Role.HOMEROOM, Role.HAMLET_STAFF, Role.VILLAGE_HEAD, Role.GUARDIAN, Role.MENTOR)
    return or_(
        and_(LadderTells.role == Roles.name, Roles.name.not_in(general)),
        and_(LadderTells.role == Role.HOMEROOM, Roles.name == Role.HOMEROOM, Roles.class_id == Cases.class_id),
        LadderTells.position == Roles.position,
        LadderTells.person_id == Roles.person_id,
    )


async def result_notices(session: AsyncSession, visit: Visit) -> list[Notice]:
    """The result, for its readers. It waits a while for the words and the picture that may follow it, and for what
    comes of other visits: of eleven somebody reads one letter.
    """
    people = await readers(session, visit.cases, visit.made_on, visit.person_id)
    return [
        Notice(
            kind=Kind.VISITED,
            key=f"visited:{visit.id}",
            school_id=visit.school_id,
            person_id=person,
            about=visit.id,
            day=visit.made_on,
            hold=GATHER,
            gathers=True,
        )
        for person in people
    ]
