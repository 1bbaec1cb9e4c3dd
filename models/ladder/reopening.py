"""A case whose end proves a mistake is open again: the same case, and those who had read of its end are told."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, String, and_, bindparam, cast, literal, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.base import twin
from models.figures.counting import attended
from models.people.tables import Guardians
from models.post.tables import LEASED, SENT, UNCERTAIN, Outbox
from models.register.tables import Cases, Firings
from models.shapes.among import one_of
from models.shapes.message import Notice
from rules.ladder.steps import OPENS
from rules.letters import Kind

RETURNED: Final = "returned"
_ENDED = (Kind.RETURNED, Kind.CASE_CLOSED)
REOPENED: dict[Any, Any] = {Cases.closed_on: None, Cases.closed_why: None, Cases.reopened: Cases.reopened + 1}


def open_case_of(pupil_id: Any, opened: Any) -> ColumnElement[bool]:
    """The pupil has an open case; `opened` is an alias of `Cases` for it."""
    found = select(opened.id).where(opened.pupil_id == pupil_id, opened.closed_on.is_(None))
    return found.correlate_except(opened).exists()


def seen_since(today: Any) -> ColumnElement[bool]:
    """The pupil has been in class since the case was opened; since the day after, if somebody opened it by hand."""
    return attended(Cases.pupil_id, Cases.opened_on, today, not_on_first=Cases.opened_by.is_not(None))


def closed_by_mistake(today: Any) -> ColumnElement[bool]:
    """It was closed as returned, of a pupil who has not been."""
    return and_(Cases.closed_why == literal(RETURNED), ~seen_since(today))


async def open_again(session: AsyncSession, school_id: int, day: date, today: date) -> list[Notice]:
    """After a change of what is known of a day: the school's cases that only it had brought to their end."""
    opened = await session.scalars(_wrongly_closed(), {"school": school_id, "day": day, "today": today})
    return await told_again(session, school_id, set(opened), today)


@cache
def _wrongly_closed() -> Any:
    """Run with every report that changes something, so it is built once; few cases are closed in a few days."""
    today, day = bindparam("today", type_=Date), bindparam("day", type_=Date)
    which = and_(Cases.school_id == bindparam("school"), Cases.closed_on >= day)
    none_open = ~open_case_of(Cases.pupil_id, aliased(Cases))
    wrongly = update(Cases).where(which, closed_by_mistake(today), none_open, _has_a_reason()).values(REOPENED)
    return wrongly.returning(Cases.id).execution_options(synchronize_session=False)


def _has_a_reason() -> ColumnElement[bool]:
    """What opened it stands still, or somebody opened it by hand."""
    stands = select(Firings.id).where(
        Firings.case_id == Cases.id, one_of(Firings.step, OPENS), Firings.struck_at.is_(None)
    )
    return or_(Cases.opened_by.is_not(None), stands.correlate(Cases).exists())


async def told_again(session: AsyncSession, school_id: int, cases: Collection[int], day: date) -> list[Notice]:
    """The notices for those who had read of the end of these cases, which are open again."""
    if not cases:
        return []
    heard = heard_of_the_end(Cases.id.in_(cases), literal(day, Date))
    return [
        Notice(kind=Kind.REOPENED, key=row.key, school_id=school_id, person_id=row.person_id, about=row.about, day=day)
        for row in await session.execute(heard)
    ]


def heard_of_the_end(which: ColumnElement[bool], day: Any) -> Select[*tuple[Any, ...]]:
    """The columns `Notices` wants, for open cases that were closed before: whoever may have read that the pupil was
    back, or that the case was a mistake, and the family that was thanked for it.
    """
    # looked up once, and every part begins with them: SQLite reads every letter there ever was otherwise
    columns = (Cases.id, Cases.school_id, Cases.pupil_id, Cases.run_start, Cases.opened_on, Cases.reopened)
    again = select(*columns).where(which, Cases.closed_on.is_(None), Cases.reopened > 0)
    case = again.cte("again").prefix_with("MATERIALIZED").c
    told, of = twin(Outbox, "heard_of_the_end"), (case.school_id, case.id.label("about"), case.reopened)
    arrived = one_of(told.state, (SENT, UNCERTAIN, LEASED))
    returned = and_(told.about == case.id, one_of(told.kind, _ENDED), arrived, told.person_id.is_not(None))
    opening = and_(Firings.case_id == case.id, one_of(Firings.step, OPENS))
    opened = select(*of, Firings.id).join(Firings, opening).cte("opened_again").prefix_with("MATERIALIZED").c
    taken_back = and_(told.about == opened.id, told.kind == literal("corrected"), arrived, told.person_id.is_not(None))
    relatives = select(*of, case.pupil_id, case.run_start, case.opened_on, Guardians.person_id)
    relatives = relatives.join(Guardians, Guardians.pupil_id == case.pupil_id)
    family = relatives.cte("families_again").prefix_with("MATERIALIZED").c
    of_run = select(Firings.id).where(Firings.id == told.about, Firings.pupil_id == family.pupil_id)
    of_run = of_run.where(Firings.run_start == family.run_start).correlate_except(Firings)
    thanked = and_(told.person_id == family.person_id, told.key.is_not(None), told.kind == literal(Kind.THANKS.value))
    thanked = and_(thanked, told.day >= family.opened_on, arrived, of_run.exists())
    heard = union(
        select(*of, told.person_id).join(told, returned),
        select(family.school_id, family.about, family.reopened, family.person_id).join(told, thanked),
        select(opened.school_id, opened.about, opened.reopened, told.person_id).join(told, taken_back),
    ).subquery("heard_end")
    key = literal("reopened:") + cast(heard.c.about, String) + literal(":") + cast(heard.c.reopened, String)
    return select(heard.c.school_id, heard.c.person_id, heard.c.about, day.label("day"), key.label("key"))
