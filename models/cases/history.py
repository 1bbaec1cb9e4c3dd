"""Cases as lists and cards show them: what is outstanding and until when, and what has happened so far."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models.calendar.held import Calendar
from models.cases.tables import CaseNotes
from models.cases.told import ENDED, OF_CASE, RESULT
from models.cases.visits import Visit
from models.figures.counting import enrolled_on
from models.ladder.facts import Fact, case_facts
from models.ladder.look_again import KINDS
from models.ladder.versions import step_of
from models.people.guardians import has_chat
from models.people.tables import Enrolments, People
from models.post.corrections import CORRECTED
from models.post.tables import Outbox
from models.register.tables import Cases, Firings
from models.told import Fate, fate_of
from rules.ladder.steps import NOT_BACK, OPENS, OUT, UP


class Task(Struct, frozen=True, kw_only=True):
    """An open case and what it waits for: the visit until `due`, a promised day, the principal, or the return."""

    fact: Fact
    step: int
    due: date | None
    visited_on: date | None
    promised_on: date | None
    decision: str | None
    on_a_list: bool

    def overdue(self, today: date) -> bool:
        waits = self.promised_on if self.visited_on else self.due
        return waits is not None and waits < today

    @property
    def to_visit(self) -> bool:
        return self.visited_on is None and self.step != OUT

    @property
    def to_decide(self) -> bool:
        return self.step in (UP, NOT_BACK) and self.decision is None


async def tasks(session: AsyncSession, calendar: Calendar, today: date, *which: Any) -> list[Task]:
    """The open cases of these conditions, overdue ones first, then by class and hamlet."""
    columns = (Cases.id, Cases.step, Cases.visited_on, Cases.promised_on, Cases.decision)
    rows = {row.id: row for row in await session.execute(select(*columns).where(Cases.closed_on.is_(None), *which))}
    facts = await case_facts(session, rows)
    asked = await step_of(session, {fact.ladder_id or 0 for fact in facts}, *OPENS)
    here = await _on_a_list(session, [fact.pupil_id for fact in facts], today)
    found = []
    for fact in facts:
        row, allowed = rows[fact.id], asked.get(fact.ladder_id or 0)
        due = calendar.after(fact.class_id, fact.day, allowed.due) if allowed and allowed.due else None
        found.append(
            Task(
                fact=fact,
                step=row.step,
                due=due,
                visited_on=row.visited_on,
                promised_on=row.promised_on,
                decision=row.decision,
                on_a_list=fact.pupil_id in here,
            )
        )
    return sorted(found, key=lambda one: (not one.overdue(today), one.fact.class_name, one.fact.place, one.fact.id))


async def _on_a_list(session: AsyncSession, pupils: Sequence[int], day: date) -> frozenset[int]:
    """Those of the pupils who are in some class; a leaver's case stays open, marked, until a person closes it."""
    statement = select(Enrolments.pupil_id).where(Enrolments.pupil_id.in_(pupils), enrolled_on(Enrolments, day))
    return frozenset(await session.scalars(statement))


class Case(Struct, frozen=True, kw_only=True):
    """All of one case's own columns, with the names of those who opened, decided and closed it."""

    id: int
    school_id: int
    pupil_id: int
    class_id: int | None
    place_id: int | None
    opened_on: date
    run_start: date
    days: int
    ladder_id: int | None
    step: int
    visited_on: date | None
    promised_on: date | None
    opened_by: int | None
    opened_why: str | None
    decision: str | None
    decided_on: date | None
    decided_by: int | None
    closed_on: date | None
    closed_why: str | None
    closed_by: int | None
    names: dict[int, str]


async def one_case(session: AsyncSession, *which: Any) -> Case | None:
    """The newest case of these conditions, an open one before closed ones."""
    newest = select(Cases.__table__).where(*which).order_by(Cases.closed_on.is_not(None), Cases.id.desc()).limit(1)
    row = (await session.execute(newest)).mappings().first()
    if row is None:
        return None
    people = [row[name] for name in ("opened_by", "decided_by", "closed_by") if row[name]]
    named = await session.execute(select(People.id, People.full_name).where(People.id.in_(people)))
    values = {name: row[name] for name in Case.__struct_fields__ if name != "names"}
    return Case(**values, names=dict(named.all()))


class Fired(Struct, frozen=True):
    id: int
    step: int
    day: date
    days: int


async def fired_of(session: AsyncSession, case: Case) -> list[Fired]:
    """The steps that led to a case and followed from it; of a case that a correction has closed, what was struck."""
    same_run = and_(
        Firings.pupil_id == case.pupil_id, Firings.run_start == case.run_start, Firings.day <= case.opened_on
    )
    statement = select(Firings.id, Firings.step, Firings.day, Firings.days).where(
        or_(Firings.case_id == case.id, same_run),
        *([] if case.closed_why == "corrected" else [Firings.struck_at.is_(None)]),
    )
    return [Fired(*row) for row in await session.execute(statement.order_by(Firings.day, Firings.step, Firings.id))]


async def began_with_return(session: AsyncSession, case_id: int) -> bool:
    """Whether the case was opened by a return campaign, which counts absences with leave too."""
    fired = select(Firings.id).join(Cases, and_(Cases.id == Firings.case_id, Cases.run_start == Firings.run_start))
    mine = (Cases.id == case_id, Firings.step == NOT_BACK, Firings.struck_at.is_(None))
    return await session.scalar(fired.where(*mine)) is not None


class Told(Struct, frozen=True):
    """Somebody owed a message about a firing, a visit or the case; without a fate no more. `day` is the event's."""

    kind: str
    about: int
    person_id: int
    name: str
    fate: Fate | None
    day: date


async def told_about(
    session: AsyncSession, case: Case, fired: Collection[Fired], visits: Collection[Visit]
) -> list[Told]:
    """Who was told of a case and whether it has reached them, as the outbox knows."""
    columns = (
        Outbox.kind,
        Outbox.about,
        Outbox.person_id,
        Outbox.state,
        Outbox.why,
        Outbox.day,
        Outbox.seen_at,
        Outbox.id,
    )
    of_firings = select(*columns).where(
        Outbox.about.in_([one.id for one in fired]), Outbox.kind.in_((*KINDS, CORRECTED))
    )
    of_visits = select(*columns).where(Outbox.about.in_([one.id for one in visits]), Outbox.kind == RESULT)
    of_case = select(*columns).where(Outbox.about == case.id, Outbox.kind.in_((*OF_CASE, *ENDED)))
    owed = union_all(of_firings, of_visits, of_case).subquery("owed")
    named = (
        select(owed, People.full_name, has_chat(owed.c.person_id).label("linked"))
        .join(People, People.id == owed.c.person_id)
        .order_by(owed.c.id)
    )
    return [
        Told(row.kind, row.about, row.person_id, row.full_name, _fate(row), row.day)
        for row in await session.execute(named)
    ]


def _fate(row: Any) -> Fate | None:
    return fate_of(row.state, row.why, resting=False, seen=row.seen_at is not None, has_chat=row.linked)


class Note(Struct, frozen=True):
    name: str
    at: datetime
    text: str


async def notes_of(session: AsyncSession, case_id: int) -> list[Note]:
    """What those who were asked to help have answered."""
    statement = select(People.full_name, CaseNotes.at, CaseNotes.text).join(People, People.id == CaseNotes.person_id)
    found = await session.execute(statement.where(CaseNotes.case_id == case_id).order_by(CaseNotes.id))
    return [Note(name, at, text or "") for name, at, text in found]
