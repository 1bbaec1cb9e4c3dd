"""Who is told of what the daily check fired: one SELECT a kind of letter, however many people it is for."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import structs
from sqlalchemy import Date, Select, String, and_, bindparam, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from models import Cases, LadderTells, Places, Roles
from models.cases.told import told_of
from models.figures.presence import away_on
from models.ladder.meant import nobody_told
from models.ladder.recipients import Telling, asked, fired_now, key_of
from models.ladder.reopening import heard_of_the_end
from models.people.holders import leads_on
from models.people.roles import held_on
from models.shapes.among import SCHOOLS, among, one_of
from models.shapes.message import Notices, Round
from rules.ladder.steps import FIRST, Ask
from rules.letters import Kind
from rules.people.roles import HEADS, Role

EVENING = time(20, 30)
STAFF_DAYS = timedelta(days=3)  # a task for staff does not go stale overnight


def notices(round_: Round, newest: int, tellings: Collection[Telling]) -> Sequence[Notices]:
    """Everything the round's firings oblige us to tell, of what the schools' ladders ask at all: those of its day, and
    those made after the firing `newest`, for a report that came late is of an earlier day. Their keys make a second run
    say nothing new, and give somebody who is meant twice at a step the weightier letter.
    """
    given = {"schools": list(round_.schools), "today": round_.day, "newest": newest}
    until, longer = _same_day(round_), round_.now + STAFF_DAYS
    hold = max(school.hold for school in round_.schools.values())
    found = []
    for step, ask, kind, chosen in asked(tellings):
        family = ask is Ask.REASON
        words = {"valid_until": until, "hold": hold} if family else {"valid_until": longer}
        found.append(Notices(kind=kind, select=chosen, at_once="first" if step == FIRST else "steps", **words))
    if tellings:
        found.append(Notices(kind=Kind.HAMLET_GAP, select=_gaps(), valid_until=until, at_once="steps"))
        found.append(Notices(kind=Kind.LADDER_GAP, select=_unfilled(), valid_until=longer, at_once="steps"))
    found.append(Notices(kind=Kind.RETURNED, select=_returned(), valid_until=longer, at_once="ended"))
    found.append(Notices(kind=Kind.REOPENED, select=_reopened(), valid_until=longer, at_once="ended"))
    return [structs.replace(one, values=given) for one in found]


# As with the check's own statements, each is built once.
_today = bindparam("today", type_=Date)


def _same_day(round_: Round) -> datetime:
    """Until the evening of the school day; for a day that is over, a few hours from now."""
    school = next(iter(round_.schools.values()))
    evening = datetime.combine(round_.day, EVENING, ZoneInfo(school.timezone)).astimezone(UTC)
    return max(evening, round_.now + timedelta(hours=4))


@cache
def _gaps() -> Select[*tuple[Any, ...]]:
    """A hamlet with an absence and nobody to send: once a hamlet and day, to those who can assign somebody; anew where
    what was told, or was to be, has proved a mistake.
    """
    fired, carer = fired_now(FIRST), aliased(Roles)
    looked_after = select(carer.id).where(
        carer.name == Role.HAMLET_STAFF,
        or_(carer.place_id == Places.id, carer.place_id == Places.parent_id),
        *held_on(_today, carer),
    )
    alone = select(Places.id).where(
        Places.id.in_(select(fired.place_id)), ~looked_after.correlate_except(carer).exists()
    )
    first = func.min(fired.id).over(partition_by=fired.place_id)
    key = literal("gap:") + cast(fired.place_id, String) + literal(":") + cast(first, String)
    return (
        select(
            fired.school_id,
            Roles.person_id,
            fired.place_id.label("about"),
            _today.label("day"),
            key.label("key"),
        )
        .join(LadderTells, and_(LadderTells.ladder_id == fired.ladder_id, LadderTells.step == FIRST))
        .join(Roles, Roles.school_id == fired.school_id)
        .where(fired.place_id.in_(alone), LadderTells.role == Role.HAMLET_STAFF, _can_assign(), *held_on(_today))
        .distinct()
    )


@cache
def _unfilled() -> Select[*tuple[Any, ...]]:
    """A step tells a role, position or person that nobody fills now: those who can put it right hear of it, so that it
    does not vanish. (Hamlets have their own letter; families and sponsors are nobody's post.)
    """
    fired = fired_now()
    of_step = and_(LadderTells.ladder_id == fired.ladder_id, LadderTells.step == fired.step)
    unfilled = select(fired.id, fired.school_id, fired.day).join(LadderTells, of_step)
    unfilled = unfilled.where(nobody_told(_today, fired)).distinct()
    # Looked for before anybody who can put it right: nearly always there is none.
    found = unfilled.cte("unfilled").prefix_with("MATERIALIZED").c
    return (
        select(found.school_id, Roles.person_id, found.id.label("about"), found.day, key_of("unfilled", found.id))
        .join(Roles, Roles.school_id == found.school_id)
        .where(_can_assign(), *held_on(_today))
        .distinct()
    )


def _can_assign() -> Any:
    """The leadership, or without any the administrator."""
    head = aliased(Roles)
    led = select(head.id).where(head.school_id == Roles.school_id, one_of(head.name, HEADS), *held_on(_today, head))
    return or_(leads_on(_today), and_(Roles.name == Role.ADMIN, ~led.correlate_except(head).exists()))


@cache
def _returned() -> Select[*tuple[Any, ...]]:
    """Staff who were told of the case hear once that the pupil is back; the family is thanked in the evening. Nobody
    is said to be back on a day spent away.
    """
    closed = and_(among(Cases.school_id, SCHOOLS), Cases.closed_on == _today, Cases.closed_why == "returned")
    return told_of(and_(closed, ~away_on(Cases.pupil_id, _today)), "back")


@cache
def _reopened() -> Select[*tuple[Any, ...]]:
    """Whoever read that a pupil was back whose case the check has found to be open still."""
    return heard_of_the_end(among(Cases.school_id, SCHOOLS), _today)
