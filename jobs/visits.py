"""Home visits the clock looks after: reminded once on their last day, and promises that were not kept."""

from collections.abc import Sequence
from datetime import time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Date, Select, String, and_, bindparam, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from jobs.daily_check import check_times
from jobs.letters import all_tasks, bullets
from locales import _
from locales.words import day_words
from models import Cases, ClassSessions, Firings, LadderSteps, LadderTells, Marks, Roles
from models.counting import K, in_counted, live
from models.decisions import REQUEST
from models.ladder import Fact, case_facts, held_on
from models.letter import Due, Letter, Reader, at_hand, composes
from models.message import Button, Notices, Round, Said
from rules.ladder import OPENS, UP, Ask

EVENING = time(17, 0)  # school is out, and the family is coming home
NEWS = timedelta(days=2)
_schools: BindParameter[Any] = bindparam("schools", expanding=True)
_today = bindparam("today", type_=Date)


@job(times=lambda _school: [EVENING], late=timedelta(hours=14))
async def remind_of_visits(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """On the last day a visit is due in, once. If it is not made then, the daily check goes up."""
    given = {"schools": list(round_.schools), "today": round_.day}
    return [Notices(kind="visit_due", select=_due(), values=given, valid_until=round_.now + NEWS)]


@job(times=lambda school: [after(moment, 5) for moment in check_times(school)], late=timedelta(hours=4))
async def broken_promises(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """A promise made after the case had gone up already: the leadership hears that it was not kept. (Before that, the
    daily check goes up with it.)
    """
    given = {"schools": list(round_.schools), "today": round_.day}
    return [Notices(kind="promise_broken", select=_broken(), values=given, valid_until=round_.now + NEWS)]


def _open() -> Any:
    return and_(Cases.school_id.in_(_schools), Cases.closed_on.is_(None))


@cache
def _due() -> Select[*tuple[Any, ...]]:
    """To whom the case's own ladder asks to visit; days are those its class has held since it opened."""
    since = aliased(ClassSessions)
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
        Roles.name.in_(("vice_principal", "principal")),
        and_(Roles.name == "homeroom", Roles.class_id == Cases.class_id),
    )
    key = _key("promise", Cases.promised_on)
    return (
        select(Cases.school_id, Roles.person_id, Cases.id.label("about"), _today.label("day"), key)
        .join(Roles, and_(Roles.school_id == Cases.school_id, reader))
        .where(_open(), Cases.step >= UP, Cases.promised_on <= _today, *held_on(_today))
        .where(away.correlate_except(absent).exists(), ~with_it.correlate_except(up).exists())
        .distinct()
    )


async def _standing(dues: Sequence[Due], session: AsyncSession, *which: Any) -> tuple[list[Fact], dict[int, Any]]:
    """The cases still open of which it is still true."""
    columns = (Cases.id, Cases.promised_on, Cases.decision)
    still = select(*columns).where(Cases.id.in_([due.about for due in dues]), Cases.closed_on.is_(None), *which)
    rows = {row.id: row for row in await session.execute(still)}
    return await case_facts(session, rows), rows


def _told(dues: Sequence[Due], facts: Sequence[Fact]) -> frozenset[int]:
    standing = {fact.id for fact in facts}
    return frozenset(due.outbox_id for due in dues if due.about in standing)


def _who(fact: Fact) -> str:
    text = _("{name}, class {klass} ({place})")
    return text.format(name=fact.name, klass=fact.class_name, place=fact.place or _("hamlet unknown"))


@composes("visit_due")
async def visit_due(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """One reminder; a visit reported meanwhile makes it fall away."""
    facts, _rows = await _standing(dues, session, Cases.visited_on.is_(None))
    if not facts:
        return None
    day = max(due.day for due in dues)
    head = _("**The home visit was due on {day}**").format(day=day_words(day))
    if reader.reads_on(day):
        head = _("**The home visit is due today**")
    tail = _("Please report what came of it; without a report the case goes to the principal.")
    taps = [[Button(_("Visited {name}").format(name=fact.name), f"/tham {fact.id}")] for fact in facts]
    lines = bullets([_who(fact) for fact in facts])
    return Letter(text="\n".join([head, *lines, tail]), told=_told(dues, facts), buttons=at_hand(taps, all_tasks()))


@composes("promise_broken")
async def promise_broken(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The day that was promised has come, and the pupil has not."""
    facts, rows = await _standing(dues, session, Cases.promised_on.is_not(None))
    if not facts:
        return None
    line = _("{who}: promised for {day}, not back")
    lines = [line.format(who=_who(fact), day=day_words(rows[fact.id].promised_on)) for fact in facts]
    taps = [[Button(_("The case of {name}").format(name=fact.name), f"/ca {fact.id}")] for fact in facts]
    if await _is_principal(session, reader):
        taps += [
            [Button(_("Send the request to the commune") + f": {fact.name}", f"/quyetdinh {fact.id} gửi")]
            for fact in facts
            if rows[fact.id].decision != REQUEST
        ]
    text = "\n".join([_("**Not back on the promised day**"), *bullets(lines)])
    return Letter(text=text, told=_told(dues, facts), buttons=at_hand(taps, all_tasks()))


async def _is_principal(session: AsyncSession, reader: Reader) -> bool:
    today = reader.now.date()
    held = select(Roles.id).where(Roles.person_id == reader.person_id, Roles.name == "principal", *held_on(today))
    return await session.scalar(held.limit(1)) is not None
