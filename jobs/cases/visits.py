"""Home visits the clock looks after: reminded once on their last day, and promises that were not kept."""

from collections.abc import Sequence
from datetime import time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from jobs.ladder.daily_check import check_times
from models import Cases, ClassParts, Firings, LadderSteps, LadderTells, Marks, Roles
from models.figures.counting import K, in_counted, live
from models.figures.presence import has_school
from models.people.holders import is_family
from models.people.roles import held_on
from models.shapes.among import SCHOOLS, among
from models.shapes.message import Notices, Round, Said
from rules.ladder.steps import OPENS, UP, Ask
from rules.letters import Kind
from rules.people.roles import HEADS, Role

EVENING = time(17, 0)  # school is out, and the family is coming home
NEWS = timedelta(days=2)
_today = bindparam("today", type_=Date)


@job(times=lambda _school: [EVENING], late=timedelta(hours=14))
async def remind_of_visits(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """On the last day a visit is due in, once. If it is not made then, the daily check goes up."""
    given = {"schools": list(round_.schools), "today": round_.day}
    return [Notices(kind=Kind.VISIT_DUE, select=_due(), values=given, valid_until=round_.now + NEWS)]


@job(times=lambda school: [after(moment, 5) for moment in check_times(school)], late=timedelta(hours=4))
async def broken_promises(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """A promise made after the case had gone up already: the leadership hears that it was not kept. (Before that, the
    daily check goes up with it.)
    """
    given = {"schools": list(round_.schools), "today": round_.day}
    return [Notices(kind=Kind.PROMISE_BROKEN, select=_broken(), values=given, valid_until=round_.now + NEWS)]


def _open() -> Any:
    return and_(among(Cases.school_id, SCHOOLS), Cases.closed_on.is_(None))


@cache
def _due() -> Select[*tuple[Any, ...]]:
    """To whom the case's own ladder asks to visit; days are those its class has held since it opened."""
    since = aliased(ClassParts)
    days = (
        select(func.count(since.day.distinct()))
        .where(since.class_id == Cases.class_id, since.day > Cases.opened_on, since.day <= _today, since.held)
        .correlate_except(since)
        .scalar_subquery()
    )
    of_step = and_(LadderSteps.ladder_id == Cases.ladder_id, LadderSteps.step.in_(OPENS))
    asked = and_(
        LadderTells.ladder_id == Cases.ladder_id,
        LadderTells.step == LadderSteps.step,
        LadderTells.asked == literal(Ask.VISIT.value),
    )
    meant = or_(
        and_(LadderTells.role == Roles.name, Roles.class_id.is_(None), Roles.place_id.is_(None)),
        and_(LadderTells.role == Roles.name, Roles.class_id == Cases.class_id),
        LadderTells.position == Roles.position,
        LadderTells.person_id == Roles.person_id,
    )
    return (
        select(Cases.school_id, Roles.person_id, Cases.id.label("about"), _today.label("day"), _key("visit_due"))
        .join(LadderSteps, of_step)
        .join(LadderTells, asked)
        .join(Roles, and_(Roles.school_id == Cases.school_id, meant))
        .where(_open(), Cases.step.in_(OPENS), Cases.visited_on.is_(None), days >= LadderSteps.due, *held_on(_today))
        .where(has_school(Cases.class_id, _today), ~is_family(Roles.person_id, Cases.pupil_id))
        .distinct()
    )


def _key(kind: str, *more: Any) -> Any:
    key = literal(f"{kind}:") + cast(Cases.id, String)
    for part in more:
        key = key + literal(":") + cast(part, String)
    return key.label("key")


@cache
def _broken() -> Select[*tuple[Any, ...]]:
    absent, up = aliased(Marks), aliased(Firings)
    away = select(absent.id).where(
        absent.pupil_id == Cases.pupil_id,
        absent.day >= Cases.promised_on,
        absent.day <= _today,
        absent.kind == K,
        live(absent),
        in_counted(absent),
    )
    with_it = select(up.id).where(
        up.case_id == Cases.id, up.step == UP, up.struck_at.is_(None), up.day >= Cases.promised_on
    )
    reader = or_(
        Roles.name.in_(HEADS),
        and_(Roles.name == Role.HOMEROOM, Roles.class_id == Cases.class_id),
    )
    key = _key("promise", Cases.promised_on)
    return (
        select(Cases.school_id, Roles.person_id, Cases.id.label("about"), _today.label("day"), key)
        .join(Roles, and_(Roles.school_id == Cases.school_id, reader))
        .where(_open(), Cases.step >= UP, Cases.promised_on <= _today, *held_on(_today))
        .where(away.correlate_except(absent).exists(), ~with_it.correlate_except(up).exists())
        .distinct()
    )
