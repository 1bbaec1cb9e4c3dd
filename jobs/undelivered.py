"""What did not arrive is told to a person: of staff to the leadership, of a family to the homeroom teacher."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Date,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from jobs.ladder.daily_check import check_times
from models import Calls, Chats, ClassParts, Enrolments, Firings, Guardians, Outbox, Roles
from models.base import Moment
from models.families.calls import FORWARDED, MET
from models.figures.counting import enrolled_on
from models.people.roles import held_on
from models.post.lost import LATELY, key_of_family, key_of_late, key_of_no_phone, key_of_staff, on_the_way
from models.post.optouts import ALARMS, NOT_MISSED
from models.post.tables import CANCELLED, LEASED, LOST, PENDING, SENT, in_lost
from models.shapes.among import SCHOOLS, among
from models.shapes.message import Notices, Round, Said
from rules.ladder.steps import MESSAGES, TASKS
from rules.letters import Kind
from rules.people.roles import Role

LOOK_BACK = timedelta(days=4)
STILL_NEWS = timedelta(days=3)
HALF_A_DAY = timedelta(hours=12)
OF_A_CHILD = tuple({kind for asks in MESSAGES.values() for ask, kind in asks.items() if ask in TASKS})
OWN = (Kind.LATE, Kind.UNDELIVERED)  # kinds that are about letters themselves
_day = bindparam("day", type_=Date)


@job(times=lambda school: [after(moment, 8) for moment in check_times(school)], late=timedelta(hours=14))
async def undelivered(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Once a person, kind of letter and day. Of who has no phone linked at all it is told when it is new, and then on
    the first school day of each week; a child whom they were to see to, and nobody else was told of, at once.
    """
    monday = round_.day - timedelta(days=round_.day.weekday())
    given = {"schools": list(round_.schools), "day": round_.day, "since": round_.now - LOOK_BACK}
    given |= {"week_ago": round_.now - LATELY, "week": f"{monday}"}
    given |= {"lately": round_.now - HALF_A_DAY}
    until = round_.now + STILL_NEWS
    await (await session.connection()).execute(_again(), given)
    return [
        Notices(kind=Kind.UNDELIVERED_FAMILY, select=_of_families(), values=given, valid_until=until, at_once="lost"),
        Notices(kind=Kind.UNDELIVERED, select=_of_staff(), values=given, valid_until=until, at_once="lost"),
    ]


@cache
def _again() -> Any:
    """What was to tell of it and was lost itself is told anew: its key is free."""
    mine = (among(Outbox.school_id, SCHOOLS), Outbox.kind.in_((Kind.UNDELIVERED, Kind.UNDELIVERED_FAMILY)))
    return update(Outbox).where(*_lost(), *mine).values(key=None)


def _lost() -> tuple[Any, ...]:
    return in_lost(), Outbox.created_at > bindparam("since", type_=Moment)


@cache
def _of_staff() -> Select[*tuple[Any, ...]]:
    chat, role, reads = aliased(Chats), aliased(Roles), aliased(Roles)
    person = func.coalesce(Outbox.person_id, chat.person_id)
    day = func.coalesce(Outbox.day, _day)
    holds = select(role.id).where(role.person_id == person, role.school_id == reads.school_id, *held_on(_day, role))
    told_late = aliased(Outbox)
    said = select(told_late.id).where(
        told_late.person_id == Outbox.person_id,
        told_late.key == key_of_late(),
        told_late.state.in_((PENDING, LEASED, SENT)),
    )
    standing = and_(~on_the_way(), ~_nobody_else())
    key = case((standing, key_of_no_phone(person, bindparam("week", type_=String))), else_=key_of_staff(person))
    found = (
        select(
            reads.school_id,
            reads.person_id,
            Outbox.id.label("about"),
            case((standing, _day), else_=day).label("day"),
            key.label("key"),
        )
        .select_from(Outbox)
        .outerjoin(chat, chat.id == Outbox.chat_id)
        .join(reads, and_(among(reads.school_id, SCHOOLS), _leads(reads, person)))
        .where(in_lost(), Outbox.created_at > bindparam("week_ago", type_=Moment), Outbox.kind.not_in(OWN))
        .where(or_(Outbox.kind != "", Outbox.why.is_not(None)))
        .where(or_(Outbox.created_at > bindparam("since", type_=Moment), standing))
        .where(or_(~standing, _school_day(reads.school_id)))
        .where(or_(Outbox.school_id.is_(None), Outbox.school_id == reads.school_id))
        .where(holds.correlate_except(role).exists(), ~said.correlate_except(told_late).exists())
    ).subquery("found")
    first, once = func.min(found.c.about).label("about"), (found.c.school_id, found.c.person_id, found.c.day)
    return select(*once[:2], first, found.c.day, found.c.key).group_by(*once, found.c.key)


def _nobody_else() -> Any:
    """It asked somebody to see to a child, and none of those who were asked the same was or will be reached."""
    other = aliased(Outbox)
    same = (other.about == Outbox.about, other.kind == Outbox.kind, other.day == Outbox.day)
    reached = select(other.id).where(*same, other.state.not_in((*LOST, CANCELLED))).correlate_except(other)
    return and_(Outbox.kind.in_(OF_A_CHILD), ~reached.exists())


def _school_day(school_id: Any) -> Any:
    part = aliased(ClassParts)
    held = select(part.class_id).where(part.school_id == school_id, part.day == _day, part.held)
    return held.correlate_except(part).exists()


def _leads(reads: Any, person: Any) -> Any:
    """The first of vice principal, principal and administrator who can be written to, other than the person meant."""
    other, chat, theirs = aliased(Roles), aliased(Chats), aliased(Chats)
    linked = select(chat.id).where(chat.person_id == reads.person_id, chat.closed_at.is_(None))
    before = (
        select(other.id)
        .join(theirs, and_(theirs.person_id == other.person_id, theirs.closed_at.is_(None)))
        .where(other.school_id == reads.school_id, other.person_id != person, *held_on(_day, other))
        .where(_rank(other) < _rank(reads))
    )
    return and_(
        _rank(reads) < 9,
        *held_on(_day, reads),
        reads.person_id != person,
        linked.correlate(reads).exists(),
        ~before.correlate_except(other, theirs).exists(),
    )


def _rank(role: Any) -> Any:
    return case({Role.VICE_PRINCIPAL: 1, Role.PRINCIPAL: 2, Role.ADMIN: 3}, value=role.name, else_=9)


@cache
def _of_families() -> Select[*tuple[Any, ...]]:
    """What set out to a guardian and reached no guardian of the child. Of today's absences the call list speaks, and of
    a family that was spoken with, or written to by hand, nothing is said, nor beside the letter that asks to call it.
    """
    fired, arrived, asked, made = aliased(Firings), aliased(Outbox), aliased(Outbox), aliased(Calls)
    of_child = select(fired.id).where(fired.id == Outbox.about, fired.pupil_id == Guardians.pupil_id)
    other = select(arrived.id).where(
        arrived.about == Outbox.about, arrived.kind == Outbox.kind, arrived.state == SENT, arrived.day == Outbox.day
    )
    called = select(made.id).where(made.pupil_id == Guardians.pupil_id, made.day >= Outbox.day)
    called = called.where(made.result.in_((MET, FORWARDED)))
    same = (asked.kind == Kind.CALL, asked.about == Guardians.pupil_id, asked.day == Outbox.day)
    beside = select(asked.id).where(*same, asked.person_id == Roles.person_id)
    beside = beside.where(
        asked.created_at > bindparam("lately", type_=Moment), asked.state.in_((PENDING, LEASED, SENT))
    )
    alarm = and_(
        Outbox.day < _day,
        ~called.correlate_except(made).exists(),
        ~beside.correlate_except(asked).exists(),
        of_child.correlate(Outbox, Guardians).exists(),
        ~other.correlate(Outbox).exists(),
    )
    in_class = and_(Enrolments.pupil_id == Guardians.pupil_id, enrolled_on(Enrolments, _day))
    return (
        select(Outbox.school_id, Roles.person_id, Outbox.id.label("about"), Outbox.day, key_of_family().label("key"))
        .join(Guardians, Guardians.person_id == Outbox.person_id)
        .join(Enrolments, in_class)
        .join(Roles, and_(Roles.class_id == Enrolments.class_id, Roles.name == Role.HOMEROOM, *held_on(_day)))
        .where(*_lost(), on_the_way(), among(Outbox.school_id, SCHOOLS), Outbox.kind != "")
        .where(or_(Outbox.kind.in_(ALARMS), Outbox.kind.not_in(NOT_MISSED)))
        .where(or_(Outbox.kind.not_in(ALARMS), alarm), Outbox.kind.not_in(OWN))
        .distinct()
    )
