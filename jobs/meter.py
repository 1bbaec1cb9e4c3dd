"""The meter of 45 half days at the day's end: who has come to 15, 30, 40 half days missed, and who to 45 and beyond."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from models import Classes, Enrolments, Marks, MeterWarnings, Roles, Schools, Years
from models.figures.contested import settled
from models.figures.counting import enrolled_on, live
from models.figures.tally import metered
from models.meter import LEADERS_FROM, THRESHOLDS, has_meter
from models.people.holders import leads_on
from models.people.roles import held_on
from models.shapes.among import SCHOOLS, among
from models.shapes.message import DIGEST, Notices, Round, Said
from rules.letters import Kind
from rules.marks import ABSENT
from rules.people.roles import Role

LATE = timedelta(days=7)  # a report that came so late is still looked at
TOLD_FOR = timedelta(days=3)


@job(times=lambda school: [after(school.afternoon_due, 215)], late=timedelta(hours=23))
async def meter(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Write down the thresholds pupils have come to, and tell of those of the day. Running it again changes nothing.

    Three statements whatever the number of pupils: only pupils absent lately are looked at, and of them only those
    with marks enough. A run that was missed loses nothing: the next looks a week back.
    """
    given = {"schools": list(round_.schools), "day": round_.day, "late": round_.day - LATE}
    await (await session.connection()).execute(_fire(), given)
    until = round_.now + TOLD_FOR
    return [
        Notices(kind=Kind.METER, select=select_, valid_until=until, values=given, priority=DIGEST)
        for select_ in (_teachers(), _leaders())
    ]


_day, _late = bindparam("day", type_=Date), bindparam("late", type_=Date)


@cache
def _fire() -> Any:
    """Each threshold that has been reached and not told yet this year."""
    own = select(Years.starts).where(Years.school_id == Marks.school_id, _this_year()).correlate(Marks)
    found = metered(own.scalar_subquery(), _day, THRESHOLDS[0], Marks.pupil_id.in_(_enough()), settled()).subquery(
        "found"
    )
    steps = union_all(*[select(literal(each, Integer).label("threshold")) for each in THRESHOLDS]).subquery("steps")
    fired, step, missed = aliased(MeterWarnings), steps.c.threshold, found.c.missed
    already = select(fired.id).where(fired.pupil_id == found.c.pupil_id, fired.year_id == Classes.year_id)
    already = already.where(fired.threshold == step, fired.struck_at.is_(None)).correlate_except(fired)
    chosen = (
        select(Classes.school_id, found.c.pupil_id, func.max(Classes.id), Classes.year_id, step, missed, _day)
        .select_from(found)
        .join(steps, missed >= step)
        .join(Enrolments, and_(Enrolments.pupil_id == found.c.pupil_id, enrolled_on(Enrolments, _day)))
        .join(Classes, Classes.id == Enrolments.class_id)
        .join(Years, and_(Years.id == Classes.year_id, _this_year()))
        .join(Schools, Schools.id == Classes.school_id)
        .where(has_meter(), ~already.exists())
        .group_by(Classes.school_id, found.c.pupil_id, Classes.year_id, step, missed)
    )
    columns = ["school_id", "pupil_id", "class_id", "year_id", "threshold", "missed", "day"]
    return insert(MeterWarnings).from_select(columns, chosen)


def _this_year() -> Any:
    return and_(Years.starts <= _day, Years.ends >= _day)


def _enough() -> Any:
    """Pupils absent lately with marks of any kind, counted by the index alone: what cannot reach the lowest threshold
    is not read.
    """
    recent, mark = aliased(Marks), aliased(Marks)
    lately = select(recent.pupil_id).where(
        among(recent.school_id, SCHOOLS), recent.day.between(_late, _day), recent.kind.in_(ABSENT), live(recent)
    )
    since = select(func.min(Years.starts)).where(among(Years.school_id, SCHOOLS), _this_year()).scalar_subquery()
    marked = select(mark.pupil_id).where(mark.pupil_id.in_(lately), mark.day >= since, live(mark))
    return marked.group_by(mark.pupil_id).having(func.count() >= THRESHOLDS[0])


def _new() -> Any:
    return and_(MeterWarnings.day == _day, among(MeterWarnings.school_id, SCHOOLS), MeterWarnings.struck_at.is_(None))


def _about() -> Select[*tuple[Any, ...]]:
    key = (literal("meter:") + cast(MeterWarnings.id, String)).label("key")
    columns = (MeterWarnings.school_id, Roles.person_id, MeterWarnings.id.label("about"), MeterWarnings.day, key)
    return select(*columns).where(_new(), *held_on(_day)).distinct()


@cache
def _teachers() -> Select[*tuple[Any, ...]]:
    own = and_(Roles.class_id == MeterWarnings.class_id, Roles.name == Role.HOMEROOM)
    return _about().join(Roles, own)


@cache
def _leaders() -> Select[*tuple[Any, ...]]:
    chosen = _about().join(Roles, Roles.school_id == MeterWarnings.school_id)
    return chosen.where(MeterWarnings.threshold >= LEADERS_FROM, leads_on(_day))
