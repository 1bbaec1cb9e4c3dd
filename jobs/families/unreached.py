"""Families no message can reach become a call list for the homeroom teacher; after two calls in vain, the village's."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, cast, exists, insert, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from jobs.ladder.daily_check import check_times
from models import Calls, Cases, Chats, Enrolments, Firings, Guardians, Marks, Relays, Roles
from models.base import Moment
from models.families.calls import MET, RECENT, in_vain, to_call
from models.figures.counting import K, enrolled_on, in_counted, live
from models.figures.presence import has_school
from models.people.holders import looks_after
from models.people.roles import held_on
from models.shapes.among import SCHOOLS, among
from models.shapes.asker import School
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import Role

ONCE_IN = timedelta(days=14)  # the village is not asked again about the same pupil within it; older calls do not count


@job(times=lambda school: [after(moment, 5) for moment in check_times(school)], late=timedelta(hours=4))
async def unreached(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Who has to be called today is put before the class's teacher, once a pupil and day; `/goi` shows the list."""
    found = [_to_be_called(round_, list(round_.schools), round_.day, _for_teachers())]
    schools = [school.id for school in round_.schools.values() if _is_morning(round_, school)]
    before = [round_.day - timedelta(days=back) for back in range(1, RECENT.days + 1)] if schools else []
    return [*found, *(_to_be_called(round_, schools, day, _passed_over()) for day in before)]


def _to_be_called(round_: Round, schools: Sequence[int], day: date, chosen: Any) -> Notices:
    given = {"schools": schools, "day": day, "since": day - RECENT, "written": str(day), "today": round_.day}
    return Notices(kind=Kind.CALL, select=chosen, values=given, valid_until=round_.now + timedelta(hours=12))


def _is_morning(round_: Round, school: School) -> bool:
    """The runs of the morning also look for whom the days before passed over."""
    return school.local(round_.now).time() < school.afternoon_due


# The longest statements of the clock, some of them run after every check: they are built once.
_day, _early = bindparam("day", type_=Date), bindparam("early", type_=Date)


@cache
def _for_teachers() -> Select[*tuple[Any, ...]]:
    found, called = to_call(), aliased(Calls)
    met = select(called.id).where(called.pupil_id == found.c.pupil_id, called.day == _day, called.result == MET)
    new = or_(_away_today(found), _case_of_today(found))
    key = literal("call:") + cast(found.c.pupil_id, String) + literal(":") + bindparam("written", type_=String)
    return (
        select(found.c.school_id, Roles.person_id, found.c.pupil_id.label("about"), _day.label("day"), key.label("key"))
        .join(Roles, and_(Roles.class_id == found.c.class_id, Roles.name == Role.HOMEROOM))
        .where(*held_on(_day), ~met.correlate(found).exists(), has_school(found.c.class_id, _day), new)
        .distinct()
    )


@cache
def _passed_over() -> Select[*tuple[Any, ...]]:
    """The ladder still speaks of a day whose lists were over when it was reported, or while the program was off, and no
    phone is linked. (Of letters that got lost `jobs.undelivered` speaks.)
    """
    today, chosen = bindparam("today", type_=Date), _for_teachers().subquery("chosen")
    guardian, chat, seat = aliased(Guardians), aliased(Chats), aliased(Enrolments)
    linked = select(guardian.id).join(chat, and_(chat.person_id == guardian.person_id, chat.closed_at.is_(None)))
    linked = linked.where(guardian.pupil_id == chosen.c.about).correlate_except(guardian, chat)
    in_class = and_(seat.pupil_id == chosen.c.about, enrolled_on(seat, today))
    fired = select(Firings.id).where(Firings.pupil_id == chosen.c.about, Firings.day == _day)
    fired = fired.where(Firings.struck_at.is_(None))
    held = select(seat.id).where(in_class, has_school(seat.class_id, today)).correlate_except(seat)
    return select(chosen).where(~linked.exists(), fired.correlate(chosen).exists(), held.exists())


def _away_today(found: Any) -> Any:
    mark = aliased(Marks)
    missed = select(mark.id).where(mark.pupil_id == found.c.pupil_id, mark.day == _day, mark.kind == K, live(mark))
    return missed.where(in_counted(mark)).correlate_except(mark).exists()


def _case_of_today(found: Any) -> Any:
    """A case was opened or went up: a reason to call that was not there yesterday."""
    case, fired = aliased(Cases), aliased(Firings)
    went_up = select(fired.id).where(fired.case_id == case.id, fired.day == _day, fired.struck_at.is_(None))
    opened = select(case.id).where(case.pupil_id == found.c.pupil_id, case.closed_on.is_(None))
    of_today = or_(case.opened_on == _day, went_up.correlate(case).exists())
    return opened.where(of_today).correlate_except(case).exists()


@job(times=lambda school: [after(school.morning_due, minutes) for minutes in (21, 81)], late=timedelta(hours=4))
async def hand_on(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """The morning after the second call in vain the village is asked, if the pupil is still on the list."""
    schools, day = list(round_.schools), round_.day
    given = {"schools": schools, "day": day, "since": day - RECENT, "early": day - ONCE_IN, "now": round_.now}
    await (await session.connection()).execute(_ask_village(), given)
    until = round_.now + timedelta(days=1)
    given = {"schools": schools, "day": day}
    return [
        Notices(kind=Kind.RELAY, select=_to_village(), values=given, valid_until=until, at_once="relay"),
        Notices(kind=Kind.HANDED_ON, select=_to_teacher(), values=given, valid_until=until, at_once="relay"),
    ]


@cache
def _ask_village() -> Any:
    found, before = to_call(), aliased(Relays)
    asked = select(before.id).where(before.pupil_id == found.c.pupil_id, before.day > _early)
    of_pupil = (found.c.school_id, found.c.pupil_id, found.c.class_id, found.c.place_id)
    chosen = (
        select(*of_pupil, _day, bindparam("now", type_=Moment))
        .where(found.c.pupil_id.in_(in_vain(_early, _day)), ~asked.correlate(found).exists())
        .where(has_school(found.c.class_id, _day))
        .distinct()
    )
    columns = ["school_id", "pupil_id", "class_id", "place_id", "day", "asked_at"]
    return insert(Relays).from_select(columns, chosen)


def _handed_on(kind: str) -> Select[*tuple[Any, ...]]:
    """What the clock handed to the village today."""
    mine = (among(Relays.school_id, SCHOOLS), Relays.day == _day, Relays.asked_by.is_(None))
    key = (literal(f"{kind}:") + cast(Relays.id, String)).label("key")
    return select(Relays.school_id, Roles.person_id, Relays.id.label("about"), Relays.day, key).where(*mine).distinct()


@cache
def _to_village() -> Select[*tuple[Any, ...]]:
    """The linked village head, or without one the linked pair of the hamlet: see `models.families.calls`."""
    head, chat, theirs = aliased(Roles), aliased(Chats), aliased(Chats)
    linked = exists(select(chat.id).where(chat.person_id == Roles.person_id, chat.closed_at.is_(None)))
    a_head = (
        select(head.id)
        .join(theirs, and_(theirs.person_id == head.person_id, theirs.closed_at.is_(None)))
        .where(head.name == Role.VILLAGE_HEAD, *held_on(_day, head))
        .where(looks_after(Relays.place_id, head))
        .correlate(Relays)
    )
    return (
        _handed_on("relay")
        .join(Roles, and_(Roles.school_id == Relays.school_id, looks_after(Relays.place_id, Roles)))
        .where(*held_on(_day), linked, or_(Roles.name == Role.VILLAGE_HEAD, ~a_head.exists()))
    )


@cache
def _to_teacher() -> Select[*tuple[Any, ...]]:
    own = and_(Roles.class_id == Relays.class_id, Roles.name == Role.HOMEROOM)
    return _handed_on("handed_on").join(Roles, own).where(*held_on(_day))
