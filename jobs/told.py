"""Who is told of what the daily check fired: one SELECT a kind of letter, however many people it is for."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import structs
from sqlalchemy import (
    BindParameter,
    Date,
    Select,
    String,
    and_,
    bindparam,
    cast,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import aliased

from models import Cases, Firings, Guardians, Marks, Outbox, Places, Roles
from models.attendance import UNEXCUSED
from models.correct import KINDS
from models.counting import live
from models.ladder import CASE, FIRST, UP, held_on
from models.message import Notices, Round
from models.post import SENT

EVENING = time(20, 30)
STAFF_DAYS = timedelta(days=3)  # a task for staff does not go stale overnight


def notices(round_: Round, newest: int) -> Sequence[Notices]:
    """Everything the round's firings oblige us to tell: those of its day, and those made after the firing `newest`, for
    a report that came late is of an earlier day. Their keys make a second run say nothing new.
    """
    given = {"schools": list(round_.schools), "today": round_.day, "newest": newest}
    until = _same_day(round_)
    hold = max(school.hold for school in round_.schools.values())
    longer = round_.now + STAFF_DAYS
    found = [
        Notices(kind="absent_hamlet", select=_hamlet_staff(), valid_until=longer),
        Notices(kind="hamlet_gap", select=_gaps(), valid_until=until),
        Notices(kind="absent_guardian", select=_guardians(FIRST), valid_until=until, hold=hold),
        Notices(kind="case_homeroom", select=_staff(CASE, "homeroom"), valid_until=longer),
        Notices(kind="case_guardian", select=_guardians(CASE), valid_until=until, hold=hold),
        Notices(kind="case_leader", select=_staff(CASE, "vice_principal"), valid_until=longer),
        Notices(kind="up_leader", select=_staff(UP, "vice_principal", "principal"), valid_until=longer),
        Notices(kind="returned", select=_returned(), valid_until=longer),
    ]
    return [structs.replace(one, values=given) for one in found]


# As with the check's own statements, each is built once.
_schools: BindParameter[Any] = bindparam("schools", expanding=True)
_today = bindparam("today", type_=Date)


def _same_day(round_: Round) -> datetime:
    """Until the evening of the school day; for a day that is over, a few hours from now."""
    school = next(iter(round_.schools.values()))
    evening = datetime.combine(round_.day, EVENING, ZoneInfo(school.timezone)).astimezone(UTC)
    return max(evening, round_.now + timedelta(hours=4))


def _key(kind: str, about: Any) -> Any:
    return (literal(f"{kind}:") + cast(about, String)).label("key")


def _standing(step: int) -> Any:
    """By their ids, found by two indexes: with an OR, SQLite would read every firing there ever was."""
    of_day = select(Firings.id).where(Firings.day == _today, Firings.step == step)
    new = select(Firings.id).where(Firings.id > bindparam("newest"))
    return and_(
        Firings.id.in_(union_all(of_day, new)),
        Firings.school_id.in_(_schools),
        Firings.step == step,
        Firings.struck_at.is_(None),
    )


@cache
def _hamlet_staff() -> Select[*tuple[Any, ...]]:
    """The pair of the pupil's hamlet (or of its village). Who reported the absence knows it already."""
    own = aliased(Marks)
    reported_it = select(own.id).where(
        own.pupil_id == Firings.pupil_id,
        own.day == Firings.day,
        own.kind == UNEXCUSED,
        live(own),
        own.person_id == Roles.person_id,
    )
    return (
        select(Firings.school_id, Roles.person_id, Firings.id.label("about"), Firings.day, _key("absent", Firings.id))
        .join(Places, Places.id == Firings.place_id)
        .join(Roles, or_(Roles.place_id == Places.id, Roles.place_id == Places.parent_id))
        .where(
            _standing(FIRST),
            Roles.name == "hamlet_staff",
            *held_on(_today),
            ~reported_it.correlate_except(own).exists(),
        )
        .distinct()
    )


@cache
def _guardians(step: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Firings.school_id,
            Guardians.person_id,
            Firings.id.label("about"),
            Firings.day,
            _key("guardian", Firings.id),
        )
        .join(Guardians, Guardians.pupil_id == Firings.pupil_id)
        .where(_standing(step), *([] if step == FIRST else [~_told_today()]))
        .distinct()
    )


def _told_today() -> Any:
    """The guardian heard of this day's absence already: the case itself is the school's own business then."""
    first = aliased(Firings)
    same_day = select(first.id).where(
        first.pupil_id == Firings.pupil_id, first.step == FIRST, first.day == Firings.day, first.struck_at.is_(None)
    )
    return same_day.correlate_except(first).exists()


@cache
def _gaps() -> Select[*tuple[Any, ...]]:
    """A hamlet with an absence and nobody to send: once a hamlet and day, to those who can assign somebody."""
    carer = aliased(Roles)
    looked_after = select(carer.id).where(
        carer.name == "hamlet_staff",
        or_(carer.place_id == Places.id, carer.place_id == Places.parent_id),
        carer.starts <= _today,
        or_(carer.ends.is_(None), carer.ends >= _today),
    )
    key = literal("gap:") + cast(Places.id, String) + literal(":") + cast(_today, String)
    return (
        select(
            Firings.school_id,
            Roles.person_id,
            Places.id.label("about"),
            _today.label("day"),
            key.label("key"),
        )
        .join(Places, Places.id == Firings.place_id)
        .join(Roles, Roles.school_id == Firings.school_id)
        .where(
            _standing(FIRST),
            _leader(),
            *held_on(_today),
            ~looked_after.correlate_except(carer).exists(),
        )
        .distinct()
    )


def _leader() -> Any:
    """The vice principals; in a school without one the principal stands in."""
    deputy = aliased(Roles)
    has_deputy = select(deputy.id).where(
        deputy.school_id == Roles.school_id,
        deputy.name == "vice_principal",
        deputy.starts <= _today,
        or_(deputy.ends.is_(None), deputy.ends >= _today),
    )
    alone = and_(Roles.name == "principal", ~has_deputy.correlate_except(deputy).exists())
    return or_(Roles.name == "vice_principal", alone)


@cache
def _staff(step: int, *roles: str) -> Select[*tuple[Any, ...]]:
    """People with these roles; a homeroom teacher's own class only. Without a vice principal the head stands in."""
    wanted = _leader() if roles == ("vice_principal",) else Roles.name.in_(roles)
    return (
        select(
            Firings.school_id, Roles.person_id, Firings.id.label("about"), Firings.day, _key(f"step{step}", Firings.id)
        )
        .join(Roles, Roles.school_id == Firings.school_id)
        .where(
            _standing(step),
            wanted,
            or_(Roles.name != "homeroom", Roles.class_id == Firings.class_id),
            *held_on(_today),
        )
        .distinct()
    )


@cache
def _returned() -> Select[*tuple[Any, ...]]:
    """Everybody who was told of the case, staff and family, hears once that the pupil is back."""
    told = aliased(Outbox)
    back = and_(Cases.school_id.in_(_schools), Cases.closed_on == _today, Cases.closed_why == "returned")
    case = (Cases.id, Cases.school_id, Cases.closed_on, Firings.id.label("firing_id"))
    same_run = and_(
        Firings.pupil_id == Cases.pupil_id,
        Firings.run_start == Cases.run_start,
        Firings.day <= Cases.opened_on,
        Firings.struck_at.is_(None),
    )
    fired = union(
        select(*case).join(Firings, Firings.case_id == Cases.id).where(back),
        select(*case).join(Firings, same_run).where(back),
    ).subquery("fired")
    return (
        select(
            fired.c.school_id,
            told.person_id,
            fired.c.id.label("about"),
            fired.c.closed_on.label("day"),
            _key("back", fired.c.id),
        )
        .join(told, and_(told.about == fired.c.firing_id, told.kind.in_(KINDS)))
        .where(told.state == SENT)
        .distinct()
    )
