"""The daily check: first unexcused absences, cases after three days, and what must go up, in a few SQL statements."""

from collections.abc import Sequence
from datetime import time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from jobs.sponsors import sponsor_notices
from jobs.told import notices
from models import Cases, ClassSessions, Enrolments, Firings, Marks, Schools
from models.asker import School
from models.attendance import ABSENT
from models.counting import counted, enrolled_on, in_counted, last_counted_day, live, runs, seed_of
from models.ladder import CASE, FIRST, UP
from models.message import Round, Said


def check_times(school: School) -> Sequence[time]:
    """A quarter of an hour after each session's reports are due, once more an hour on, and at the day's end."""
    dues = (school.morning_due, school.afternoon_due)
    return [after(due, minutes) for due in dues for minutes in (15, 75)] + [after(school.afternoon_due, 210)]


@job(times=check_times, late=timedelta(hours=14), tell=True)
async def daily_check(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return await check(session, round_)


async def check(session: AsyncSession, round_: Round) -> Sequence[Said]:
    """Fire what is due for the round's schools and day; running it again changes nothing.

    A fixed number of statements whatever the number of schools and pupils: the work grows with the pupils marked K on
    the day (and in classes that have not reported yet), not with the roll.
    """
    connection = await session.connection()
    newest = await connection.scalar(_newest()) or 0
    given = {"schools": list(round_.schools), "today": round_.day, "tomorrow": round_.day + timedelta(days=1)}
    for statement in (_close_returned, _close_corrected, _fire, _open_cases, _tie_cases, _fire_up, _step_up):
        await connection.execute(statement(), given)
    return [*notices(round_, newest), *sponsor_notices(round_, newest)]


# Building these statements costs more than running them on a quiet day, so each is built once.
_schools: BindParameter[Any] = bindparam("schools", expanding=True)
_today, _tomorrow = bindparam("today", type_=Date), bindparam("tomorrow", type_=Date)


@cache
def _newest() -> Any:
    return select(func.max(Firings.id))


@cache
def _close_returned() -> Any:
    """Only being present in a reported session brings a case to its end."""
    present = _attended(Cases.pupil_id, Cases.opened_on, _today)
    opened = and_(Cases.school_id.in_(_schools), Cases.closed_on.is_(None), Cases.opened_on <= _today)
    return update(Cases).where(opened, present).values(closed_on=_today, closed_why="returned")


def _attended(pupil_id: Any, first: Any, last: Any) -> Any:
    """The pupil was present in a counted session of its class on some day from `first` to `last`."""
    session, absence, enrolment = aliased(ClassSessions), aliased(Marks), aliased(Enrolments)
    away = (
        select(absence.id)
        .where(
            absence.pupil_id == enrolment.pupil_id,
            absence.day == session.day,
            absence.session == session.session,
            absence.kind.in_(ABSENT),
            live(absence),
        )
        .correlate_except(absence)
        .exists()
    )
    found = (
        select(session.session)
        .join(enrolment, enrolment.class_id == session.class_id)
        .where(
            enrolment.pupil_id == pupil_id,
            enrolled_on(enrolment, session.day),
            session.day.between(first, last),
            counted(session),
            ~away,
        )
    )
    return found.correlate_except(session, enrolment).exists()


@cache
def _close_corrected() -> Any:
    """A case whose reason was struck by a correction should never have been."""
    stands = select(Firings.id).where(Firings.case_id == Cases.id, Firings.step == CASE, Firings.struck_at.is_(None))
    opened = and_(Cases.school_id.in_(_schools), Cases.closed_on.is_(None))
    return update(Cases).where(opened, ~stands.exists()).values(closed_on=_today, closed_why="corrected")


@cache
def _fire() -> Any:
    """Step 1 for every K of the day, step 2 where the run is long enough. A step fires once a run, and is armed again
    only by a return: an excused day in between is not one.
    """
    found = runs(_seed())
    mark, fired, opened = aliased(Marks), aliased(Firings), aliased(Cases)
    steps = union_all(select(literal(FIRST, Integer).label("step")), select(literal(CASE, Integer))).subquery("steps")
    already = (
        select(fired.id)
        .where(
            fired.pupil_id == found.c.pupil_id,
            fired.step == steps.c.step,
            fired.struck_at.is_(None),
            or_(fired.day >= found.c.run_start, ~_attended(fired.pupil_id, fired.day, found.c.last_day)),
        )
        .correlate_except(fired)
    )
    has_case = select(opened.id).where(opened.pupil_id == found.c.pupil_id, opened.closed_on.is_(None))
    run = (steps.c.step, found.c.last_day, found.c.run_start, found.c.days)
    chosen = (
        # one row a pupil and step, even if the two sessions of the day were missed in two classes
        select(func.max(mark.school_id), mark.pupil_id, func.max(mark.class_id), func.max(mark.place_id), *run)
        .select_from(found)
        .join(mark, and_(mark.pupil_id == found.c.pupil_id, mark.day == found.c.last_day))
        .join(Schools, Schools.id == mark.school_id)
        .join(steps, or_(steps.c.step == FIRST, found.c.days >= Schools.days_to_case))
        .where(
            mark.kind == literal("K"),
            live(mark),
            ~already.exists(),
            or_(steps.c.step == FIRST, ~has_case.correlate_except(opened).exists()),
        )
        .group_by(mark.pupil_id, *run)
    )
    columns = ["school_id", "pupil_id", "class_id", "place_id", "step", "day", "run_start", "days"]
    return insert(Firings).from_select(columns, chosen)


def _seed() -> Select[*tuple[Any, ...]]:
    """K marks of the day itself, and in classes silent that day the K marks of their last counted day, for a report
    that came late. Who was counted in another class since is not among them.
    """
    mark, late = aliased(Marks), aliased(Marks)
    silent, spoke, last = aliased(ClassSessions), aliased(ClassSessions), aliased(ClassSessions)
    has_spoken = select(spoke.day).where(spoke.class_id == silent.class_id, spoke.day == _today, counted(spoke))
    last_day = (
        select(func.max(last.day))
        .where(last.class_id == silent.class_id, last.day < _today, counted(last))
        .correlate_except(last)
        .scalar_subquery()
    )
    today = seed_of(mark).where(mark.day == _today, mark.school_id.in_(_schools))
    earlier = (
        seed_of(late)
        .join(silent, and_(silent.class_id == late.class_id, late.day == last_day))
        .where(
            silent.day == _today,
            silent.school_id.in_(_schools),
            silent.held,
            silent.reported_at.is_(None),
            late.day == last_counted_day(late.pupil_id, late.class_id, _tomorrow),
            ~has_spoken.correlate_except(spoke).exists(),
        )
    )
    both = union_all(today, earlier).subquery("marked")
    return select(both)


@cache
def _open_cases() -> Any:
    chosen = (
        select(
            Firings.school_id,
            Firings.pupil_id,
            Firings.class_id,
            Firings.place_id,
            Firings.day,
            Firings.run_start,
            Firings.days,
            Schools.days_to_case,
            literal(CASE, Integer),
        )
        .join(Schools, Schools.id == Firings.school_id)
        .where(_untied())
    )
    columns = ["school_id", "pupil_id", "class_id", "place_id", "opened_on", "run_start", "days", "threshold", "step"]
    return insert(Cases).from_select(columns, chosen)


def _untied() -> Any:
    return and_(
        Firings.school_id.in_(_schools),
        Firings.step == CASE,
        Firings.case_id.is_(None),
        Firings.struck_at.is_(None),
    )


@cache
def _tie_cases() -> Any:
    opened = select(Cases.id).where(Cases.pupil_id == Firings.pupil_id, Cases.closed_on.is_(None))
    return update(Firings).where(_untied()).values(case_id=opened.correlate(Firings).scalar_subquery())


@cache
def _fire_up() -> Any:
    """Step 3: the home was visited, or should have been, and on a school day after that the pupil is not back.

    A visit is overdue when `days_to_visit` school days lie between the opening and the day looked at.
    """
    mark, between, after_visit = aliased(Marks), aliased(ClassSessions), aliased(ClassSessions)
    school_days = (
        select(func.count(between.day.distinct()))
        .where(
            between.class_id == mark.class_id,
            between.day > Cases.opened_on,
            between.day < mark.day,
            between.held,
        )
        .correlate_except(between)
        .scalar_subquery()
    )
    newer = (
        select(after_visit.day)
        .where(
            after_visit.class_id == mark.class_id,
            after_visit.day > mark.day,
            after_visit.day <= _today,
            counted(after_visit),
        )
        .correlate_except(after_visit)
    )
    case = (Cases.school_id, Cases.pupil_id, Cases.place_id, Cases.run_start, Cases.days, Cases.id)
    chosen = (
        select(*case, func.max(mark.class_id), literal(UP, Integer), mark.day)
        .join(mark, and_(mark.pupil_id == Cases.pupil_id, mark.kind == literal("K"), live(mark)))
        .join(Schools, Schools.id == Cases.school_id)
        .where(
            Cases.school_id.in_(_schools),
            Cases.closed_on.is_(None),
            Cases.step == CASE,
            mark.day > Cases.opened_on,
            mark.day <= _today,
            ~newer.exists(),
            in_counted(mark),
            or_(mark.day > Cases.visited_on, and_(Cases.visited_on.is_(None), school_days >= Schools.days_to_visit)),
        )
        .group_by(*case, mark.day)
    )
    columns = ["school_id", "pupil_id", "place_id", "run_start", "days", "case_id", "class_id", "step", "day"]
    return insert(Firings).from_select(columns, chosen)


@cache
def _step_up() -> Any:
    fired = select(Firings.id).where(Firings.case_id == Cases.id, Firings.step == UP, Firings.struck_at.is_(None))
    lower = and_(Cases.school_id.in_(_schools), Cases.closed_on.is_(None), Cases.step == CASE)
    return update(Cases).where(lower, fired.correlate(Cases).exists()).values(step=UP)
