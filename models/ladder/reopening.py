"""A case whose end proves a mistake is open again: the same case, and those who had read of its end are told."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, String, and_, bindparam, cast, literal, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.figures.counting import attended
from models.post.tables import LEASED, SENT, UNCERTAIN, Outbox
from models.register.tables import Cases, Firings
from models.shapes.message import Notice
from rules.ladder.steps import FIRST, OPENS
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
    wrongly = update(Cases).where(which, closed_by_mistake(today), none_open).values(REOPENED)
    return wrongly.returning(Cases.id).execution_options(synchronize_session=False)


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
    told, of_case, first = aliased(Outbox), aliased(Firings), aliased(Firings)
    arrived = and_(told.state.in_([SENT, UNCERTAIN, LEASED]), told.person_id.is_not(None))
    again = and_(which, Cases.closed_on.is_(None), Cases.reopened > 0)
    columns = (Cases.school_id, told.person_id, Cases.id.label("about"), Cases.reopened)
    returned = and_(told.about == Cases.id, told.kind.in_(_ENDED), arrived)
    taken_back = and_(told.about == of_case.id, told.kind == literal("corrected"), arrived)
    opening = and_(of_case.case_id == Cases.id, of_case.step.in_(OPENS))
    of_run = and_(first.pupil_id == Cases.pupil_id, first.run_start == Cases.run_start, first.step == FIRST)
    thanked = and_(
        told.about == first.id, told.kind == literal(Kind.THANKS.value), told.day >= Cases.opened_on, arrived
    )
    heard = union(
        select(*columns).join(told, returned).where(again),
        select(*columns).join(first, of_run).join(told, thanked).where(again, told.day >= Cases.opened_on),
        select(*columns).join(of_case, opening).join(told, taken_back).where(again),
    ).subquery("heard_end")
    key = literal("reopened:") + cast(heard.c.about, String) + literal(":") + cast(heard.c.reopened, String)
    return select(heard.c.school_id, heard.c.person_id, heard.c.about, day.label("day"), key.label("key"))
