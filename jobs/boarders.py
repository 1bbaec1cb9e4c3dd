"""Boarders after free days: who is back is asked the evening before school and in the morning; the missing are told."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from locales import N_
from models import BoarderReturns, Classes, ClockSlots, Firings, Roles
from models.boarders import AWAY, expect, missing, returning
from models.people.holders import leads_on, looks_after
from models.people.roles import held_on
from models.shapes.among import SCHOOLS, among
from models.shapes.message import Notices, Round, Said
from rules.ladder.steps import FIRST
from rules.letters import Kind
from rules.people.roles import Role

SINCE_EVENING = timedelta(hours=12)


async def evening_before(round_: Round, session: AsyncSession) -> Collection[int]:
    """The schools some of whose boarders come back that evening."""
    classes = await returning(session, round_.schools, round_.day)
    return set(await session.scalars(select(Classes.school_id).where(Classes.id.in_(classes))))


@job(
    times=lambda school: [school.boarders_evening],
    late=timedelta(hours=3),
    missed=N_("asking which boarders were back in the evening"),
    needed=evening_before,
)
async def boarders_evening(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Expect the boarders whose classes have lessons tomorrow after free days; ask their teachers and the office."""
    tomorrow = round_.day + timedelta(days=1)
    classes = await returning(session, round_.schools, round_.day)
    if not classes:
        return []
    await expect(session, classes, tomorrow)
    return _ask(round_, tomorrow, "e")


@job(times=lambda school: [school.boarders_morning], late=timedelta(hours=1))
async def boarders_morning(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Before the first half day once more, where somebody is not back or nothing was said; also where the evening's
    asking was missed, but not in a school that came to us only since.
    """
    were_here = select(ClockSlots.school_id).where(
        among(ClockSlots.school_id, round_.schools), ClockSlots.due_at < round_.now - SINCE_EVENING
    )
    known = set(await session.scalars(were_here.distinct()))
    asked = {id_: school for id_, school in round_.schools.items() if id_ in known}
    if classes := await returning(session, asked, round_.day - timedelta(days=1)):
        await expect(session, classes, round_.day)
    return _ask(round_, round_.day, "m") if await _expected(round_, session) else []


async def _expected(round_: Round, session: AsyncSession) -> bool:
    """Whether anybody is expected back today: on most days nobody is, and nothing else is asked."""
    return bool(await where_expected(round_, session))


@cache
def _returns() -> Select[Any]:
    mine = (among(BoarderReturns.school_id, SCHOOLS), BoarderReturns.day == bindparam("day"))
    return select(BoarderReturns.school_id).where(*mine).distinct()


def _ask(round_: Round, day: date, when: str) -> list[Said]:
    """Classes about which all is said are asked no more: the letter falls away when it is composed."""
    open_ = and_(
        BoarderReturns.day == day,
        among(BoarderReturns.school_id, round_.schools),
        BoarderReturns.state.is_(None) | (BoarderReturns.state == AWAY),
    )
    key = (literal(f"boarders:{day}:{when}:") + cast(BoarderReturns.class_id, String)).label("key")
    teachers = (
        select(
            BoarderReturns.school_id, Roles.person_id, BoarderReturns.class_id.label("about"), BoarderReturns.day, key
        )
        .join(Roles, and_(Roles.class_id == BoarderReturns.class_id, Roles.name == Role.HOMEROOM))
        .where(open_, *held_on(round_.day))
        .distinct()
    )
    office = _office(open_, day, f"boarders_all:{day}:{when}")
    until = round_.now + timedelta(hours=12 if when == "e" else 2)
    return [
        Notices(kind=Kind.BOARDERS, select=teachers, valid_until=until),
        Notices(kind=Kind.BOARDERS_ALL, select=office, valid_until=until),
    ]


def _office(open_: Any, day: date, key: str) -> Select[*tuple[Any, ...]]:
    """The Pioneer lead and the vice principal of schools where somebody is expected."""
    return (
        select(
            Roles.school_id,
            Roles.person_id,
            literal(0).label("about"),
            literal(day).label("day"),
            cast(literal(key), String).label("key"),
        )
        .where(Roles.school_id.in_(select(BoarderReturns.school_id).where(open_)))
        .where((Roles.name == Role.REGISTRAR) | leads_on(day), *held_on(day))
        .distinct()
    )


async def where_expected(round_: Round, session: AsyncSession) -> Collection[int]:
    """The schools that expected boarders back on that day."""
    given = {"schools": list(round_.schools), "day": round_.day}
    return set(await session.scalars(_returns(), given))


@job(
    times=lambda school: [after(school.morning_due, 17)],
    late=timedelta(hours=4),
    missed=N_("the list of boarders who were not back in the morning"),
    needed=where_expected,
)
async def boarders_missing(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """After the morning's reports: those not back are told to the hamlet's pair, and listed for the office, beside how
    many nobody has spoken of. Whom the morning's first absence told of already, the pair does not hear of twice.
    """
    if not await _expected(round_, session):
        return []
    schools, day = list(round_.schools), round_.day
    away = and_(among(BoarderReturns.school_id, schools), missing(day))
    fired = aliased(Firings)
    told = select(fired.id).where(
        fired.pupil_id == BoarderReturns.pupil_id, fired.day == day, fired.step == FIRST, fired.struck_at.is_(None)
    )
    key = (literal("boarder:") + cast(BoarderReturns.id, String)).label("key")
    pairs = (
        select(BoarderReturns.school_id, Roles.person_id, BoarderReturns.id.label("about"), BoarderReturns.day, key)
        .join(Roles, and_(Roles.school_id == BoarderReturns.school_id, looks_after(BoarderReturns.place_id)))
        .where(
            away,
            BoarderReturns.state == AWAY,
            *held_on(day),
            Roles.name == Role.HAMLET_STAFF,
            ~told.correlate(BoarderReturns).exists(),
        )
        .distinct()
    )
    until = round_.now + timedelta(hours=10)
    return [
        Notices(kind=Kind.BOARDER_MISSING, select=pairs, valid_until=until),
        Notices(kind=Kind.BOARDERS_LIST, select=_office(away, day, f"boarders_list:{day}"), valid_until=until),
    ]
