"""The daily check: the ladder, for all schools with that due time together, in a few SQL statements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from msgspec.structs import replace
from sqlalchemy import (
    BindParameter,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from jobs.daily import all_that_fire, all_that_tell
from jobs.ladder.told import notices
from jobs.missed import schools_holding
from locales import N_
from models import Cases, Classes, ClassParts, Firings, Ladders, LadderSteps, Marks
from models.figures.counting import K, P, counted, in_counted, last_counted_day, live, runs, seed_of
from models.figures.presence import back_at_noon, back_between
from models.ladder.away import added_up, usual
from models.ladder.look_again import one_at_a_time
from models.ladder.recipients import tellings
from models.ladder.reopening import REOPENED, closed_by_mistake, open_case_of, seen_since
from models.shapes.asker import School
from models.shapes.message import Round, Said
from rules.calendar.parts import Part
from rules.ladder.steps import ABSENCE, CASE, FIRST, OPENS, TOLD, UP, StepKind

UNTIL_NEXT_DAY = timedelta(hours=20)  # a program off since noon still checks yesterday when it is on again for school


def check_times(school: School) -> Sequence[time]:
    """A quarter of an hour after each session's reports are due, once more an hour on, and at the day's end."""
    dues = (school.morning_due, school.afternoon_due)
    return [after(due, minutes) for due in dues for minutes in (15, 75)] + [after(school.afternoon_due, 210)]


async def checked_in_vain(round_: Round, session: AsyncSession) -> Collection[int]:
    """A check is missed where the half day whose reports it follows was held."""
    found: set[int] = set()
    for part in (Part.MORNING, Part.AFTERNOON):
        follows = {id_: school for id_, school in round_.schools.items() if _follows(round_.now, school) == part}
        if follows:
            found.update(await schools_holding(session, replace(round_, schools=follows), part))
    return found


def _follows(moment: datetime, school: School) -> str:
    return Part.MORNING if school.local(moment).time() < school.afternoon_due else Part.AFTERNOON


def is_over(school: School, round_: Round) -> bool:
    """Nobody comes to school any more on the round's day."""
    return school.day(round_.now) > round_.day or school.local(round_.now).time() >= check_times(school)[-1]


@job(times=check_times, late=UNTIL_NEXT_DAY, missed=N_("the daily check of absences"), needed=checked_in_vain)
async def daily_check(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return await check(session, round_)


async def check(session: AsyncSession, round_: Round) -> Sequence[Said]:
    """Fire what is due for the round's schools and day by the ladder in force, and for an open case by its own; running
    it again changes nothing.

    A fixed number of statements whatever the number of schools and pupils: the work grows with the pupils marked K on
    the day (and in classes that have not reported yet), not with the roll.
    """
    connection = await session.connection()
    if connection.dialect.name != "sqlite":  # which has one writer anyway
        await connection.execute(one_at_a_time(), {"schools": list(round_.schools)})
    given = {"schools": list(round_.schools), "today": round_.day, "tomorrow": round_.day + timedelta(days=1)}
    known = (await connection.execute(_known(), given)).one()
    given["newest"] = known.newest
    given["over"] = [id_ for id_, school in round_.schools.items() if is_over(school, round_)]
    await connection.execute(_close(), given)
    await connection.execute(_reopen(), given)
    for too in all_that_fire():
        if getattr(known, too.name) is not None:
            for statement in too.statements:
                await connection.execute(statement(), given)
    fired = await _insert(connection, _fire(), given)
    if known.otherwise is not None:
        fired += await _insert(connection, _fire_otherwise(CASE), given)
        fired += await _insert(connection, _fire_otherwise(TOLD), given)
    if fired:
        await connection.execute(_open_cases(), given)
        await connection.execute(_tie_cases(), given)
    if await _insert(connection, _fire_up(), given):
        await connection.execute(_step_up(), given)
    told = [(row.step, row.asked, row.role) for row in await connection.execute(tellings(), given)]
    steps = {step for step, *_ in told}
    others = [notice for tells in all_that_tell() for notice in tells(round_, known.newest, steps)]
    return [*notices(round_, known.newest, told), *others]


async def _insert(connection: AsyncConnection, statement: Any, given: Mapping[str, Any]) -> int:
    """The number of rows inserted."""
    inserted = await connection.execute(statement, given, execution_options={"preserve_rowcount": True})
    return inserted.rowcount


# Building these statements costs more than running them on a quiet day, so each is built once.
_schools: BindParameter[Any] = bindparam("schools", expanding=True)
_ended: BindParameter[Any] = bindparam("over", expanding=True)
_today, _tomorrow = bindparam("today", type_=Date), bindparam("tomorrow", type_=Date)


def _in_force(school_id: Any) -> Any:
    return and_(Ladders.school_id == school_id, Ladders.name == literal(ABSENCE), Ladders.ended_at.is_(None))


@cache
def _known() -> Any:
    """The last firing from before the round, and whether one of the schools adds absences up in another way than whole
    days in a row, or has something today that joins the check: without that it does nothing of it.
    """
    newest = func.coalesce(select(func.max(Firings.id)).scalar_subquery(), 0)
    mine = select(Ladders.id).where(Ladders.school_id.in_(_schools), _in_force(Ladders.school_id), ~usual())
    otherwise = mine.limit(1).scalar_subquery()
    joined = [too.needed().scalar_subquery().label(too.name) for too in all_that_fire()]
    return select(newest.label("newest"), otherwise.label("otherwise"), *joined)


@cache
def _close() -> Any:
    """Only being present in a reported session brings a case to its end; for one opened by hand, on a later day. A case
    whose reason was struck by a correction should never have been; one opened by hand has no such reason.
    """
    returned = and_(Cases.opened_on <= _today, seen_since(_today))
    reason = select(Firings.id).where(Firings.case_id == Cases.id, Firings.step == CASE)
    stands, struck = reason.where(Firings.struck_at.is_(None)), reason.where(Firings.struck_at.is_not(None))
    wrong = and_(~stands.exists(), struck.exists())
    opened = and_(Cases.school_id.in_(_schools), Cases.closed_on.is_(None), or_(returned, wrong))
    why = case((or_(~wrong, returned), "returned"), else_="corrected")  # asks last what takes longest
    return update(Cases).where(opened).values(closed_on=_today, closed_why=why)


@cache
def _reopen() -> Any:
    """A case that was closed as returned, of a pupil marked K who has not been in class since it was opened: its end
    was a mistake, however that came to light.
    """
    mark, fired, other = aliased(Marks), aliased(Firings), aliased(Cases)
    away = (
        select(fired.case_id)
        .join(mark, mark.pupil_id == fired.pupil_id)
        .where(mark.day == _today, mark.school_id.in_(_schools), mark.kind == K, live(mark), in_counted(mark))
        .where(fired.step.in_(OPENS), fired.struck_at.is_(None))
    )
    wrongly = and_(Cases.id.in_(away), closed_by_mistake(_today), ~open_case_of(Cases.pupil_id, other))
    return update(Cases).where(wrongly).values(REOPENED)


@cache
def _fire() -> Any:
    """Step 1 for every K of the day, step 2 and those that only tell where the run of whole days is long enough."""
    found = runs(_seed())
    enough = and_(found.c.days >= LadderSteps.after, usual(), _over(found))
    long_enough = or_(LadderSteps.step == FIRST, enough)
    return _insert_firings(found, and_(or_(LadderSteps.step.in_((FIRST, CASE)), LadderSteps.step > TOLD), long_enough))


@cache
def _fire_otherwise(kind: StepKind) -> Any:
    """Step 2, or those that only tell, in the schools that add absences up in another way."""
    seed = _seed().subquery("seed")
    marked = select(seed.c.pupil_id, seed.c.class_id, seed.c.day, Ladders.id.label("ladder_id"))
    known = marked.join(Classes, Classes.id == seed.c.class_id).join(Ladders, _in_force(Classes.school_id))
    found = added_up(known.where(~usual()).distinct(), anew=kind == CASE)
    mine = LadderSteps.step == CASE if kind == CASE else LadderSteps.step > TOLD
    over = or_(Ladders.unit != literal("days"), _over(found))
    return _insert_firings(found, and_(mine, found.c.days >= LadderSteps.after, ~usual(), over))


def _over(found: Any) -> Any:
    """The last day of a run is over: days are counted when nobody can still come in their afternoon."""
    mark, open_ = aliased(Marks), aliased(ClassParts)
    of_day = and_(open_.class_id == mark.class_id, open_.day == mark.day)
    to_come = select(mark.id).join(open_, of_day).where(mark.pupil_id == found.c.pupil_id, mark.day == found.c.last_day)
    to_come = to_come.where(live(mark), open_.held, open_.reported_at.is_(None), mark.school_id.not_in(_ended))
    return or_(found.c.last_day < _today, ~to_come.correlate_except(mark, open_).exists())


def _insert_firings(found: Any, reached: Any) -> Any:
    """A step fires once a run, and is armed again only by a return: an excused day in between is not one. Of a morning
    nothing is told once the pupil is in class in the afternoon, nor of the rest of a day whose first absence was told
    and has been excused since.
    """
    mark, fired, opened = aliased(Marks), aliased(Firings), aliased(Cases)
    already = (
        select(fired.id)
        .where(
            fired.pupil_id == found.c.pupil_id,
            fired.step == LadderSteps.step,
            fired.struck_at.is_(None),
            or_(fired.day >= found.c.run_start, ~back_between(fired.pupil_id, fired.day, found.c.last_day)),
            ~_given_up(fired, found),
        )
        .correlate_except(fired)
    )
    run = (LadderSteps.step, found.c.last_day, found.c.run_start, found.c.days)
    chosen = (
        # one row a pupil and step, even if the two sessions of the day were missed in two classes
        select(func.max(mark.school_id), mark.pupil_id, func.max(mark.class_id), func.max(mark.place_id), *run)
        .add_columns(func.max(Ladders.id))
        .select_from(found)
        .join(mark, and_(mark.pupil_id == found.c.pupil_id, mark.day == found.c.last_day))
        .join(Ladders, _in_force(mark.school_id))
        .join(LadderSteps, LadderSteps.ladder_id == Ladders.id)
        .where(
            mark.kind == K,
            live(mark),
            reached,
            ~already.exists(),
            ~back_at_noon(mark),
            or_(LadderSteps.step != CASE, ~open_case_of(found.c.pupil_id, opened)),
            or_(LadderSteps.step != FIRST, ~_excused_since(found)),
        )
        .group_by(mark.pupil_id, *run)
    )
    columns = ["school_id", "pupil_id", "class_id", "place_id", "step", "day", "run_start", "days", "ladder_id"]
    return insert(Firings).from_select(columns, chosen)


def _given_up(fired: Any, found: Any) -> Any:
    """Its case was closed by somebody as a mistake, and since then as many days were missed as open one."""
    ended, missed = aliased(Cases), aliased(Marks)
    days = select(func.count(missed.day.distinct())).where(
        missed.pupil_id == found.c.pupil_id, missed.day > ended.closed_on, missed.day <= found.c.last_day
    )
    enough = days.where(missed.kind == K, live(missed), in_counted(missed)).correlate_except(missed).scalar_subquery()
    given_up = select(ended.id).where(
        ended.id == fired.case_id, ended.closed_on.is_not(None), ended.closed_why != literal("dropped")
    )
    return given_up.where(enough >= LadderSteps.after).correlate_except(ended).exists()


def _excused_since(found: Any) -> Any:
    fired, other = aliased(Firings), aliased(Marks)
    excused = select(other.id).where(
        other.pupil_id == fired.pupil_id, other.day == fired.day, other.kind == P, live(other)
    )
    told = select(fired.id).where(
        fired.school_id.in_(_schools), fired.day == found.c.last_day, fired.step == FIRST,
        fired.pupil_id == found.c.pupil_id, fired.struck_at.is_not(None),
    )  # fmt: skip
    return told.where(excused.correlate(fired).exists()).correlate_except(fired).exists()


def _seed() -> Select[*tuple[Any, ...]]:
    """K marks of the day itself, and in classes silent that day the K marks of their last counted day, for a report
    that came late. Who was counted in another class since is not among them.
    """
    mark, late = aliased(Marks), aliased(Marks)
    silent, spoke, last = aliased(ClassParts), aliased(ClassParts), aliased(ClassParts)
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
    columns = ["school_id", "pupil_id", "class_id", "place_id", "run_start", "days", "ladder_id", "opened_on", "step"]
    fired = [getattr(Firings, name) for name in columns[:-2]]
    chosen = select(*fired, Firings.day, literal(CASE, Integer)).where(_untied(), Firings.step == CASE)
    return insert(Cases).from_select(columns, chosen)


def _untied() -> Any:
    """What fired just now: nothing from before is without its case."""
    return and_(
        Firings.id > bindparam("newest"),
        Firings.school_id.in_(_schools),
        or_(Firings.step == CASE, Firings.step > TOLD),
        Firings.case_id.is_(None),
        Firings.struck_at.is_(None),
    )


@cache
def _tie_cases() -> Any:
    opened = select(Cases.id).where(Cases.pupil_id == Firings.pupil_id, Cases.closed_on.is_(None))
    return update(Firings).where(_untied()).values(case_id=opened.correlate(Firings).scalar_subquery())


@cache
def _fire_up() -> Any:
    """Step 3 by the case's own ladder: the home was visited, or should have been, so many school days ago, and the
    pupil is not back. A visit is overdue when the days it was due in have passed since the opening. Where the family
    promised a day, it goes up on that day, not before.
    """
    mark, since, newer = aliased(Marks), aliased(ClassParts), aliased(ClassParts)
    visit, up = aliased(LadderSteps), aliased(LadderSteps)
    school_days = (
        select(func.count(since.day.distinct()))
        .where(
            since.class_id == mark.class_id,
            since.day > func.coalesce(Cases.visited_on, Cases.opened_on),
            since.day <= mark.day,
            since.held,
        )
        .correlate_except(since)
        .scalar_subquery()
    )
    later = select(newer.day).where(
        newer.class_id == mark.class_id, newer.day > mark.day, newer.day <= _today, counted(newer)
    )
    columns = ("school_id", "pupil_id", "place_id", "run_start", "days", "ladder_id")
    of_case = (*(getattr(Cases, name) for name in columns), Cases.id)
    chosen = (
        select(*of_case, func.max(mark.class_id), literal(UP, Integer), mark.day)
        .join(mark, and_(mark.pupil_id == Cases.pupil_id, mark.kind == K, live(mark)))
        .join(up, and_(up.ladder_id == Cases.ladder_id, up.step == UP))
        .join(visit, and_(visit.ladder_id == Cases.ladder_id, visit.step == CASE))
        .where(
            Cases.school_id.in_(_schools),
            Cases.closed_on.is_(None),
            Cases.step == CASE,
            mark.day > Cases.opened_on,
            mark.day <= _today,
            ~later.correlate_except(newer).exists(),
            in_counted(mark),
            case(
                (Cases.promised_on.is_not(None), mark.day >= Cases.promised_on),
                else_=school_days >= up.after + case((Cases.visited_on.is_(None), visit.due), else_=0),
            ),
        )
        .group_by(*of_case, mark.day)
    )
    return insert(Firings).from_select([*columns, "case_id", "class_id", "step", "day"], chosen)


@cache
def _step_up() -> Any:
    fired = select(Firings.id).where(Firings.case_id == Cases.id, Firings.step == UP, Firings.struck_at.is_(None))
    lower = and_(Cases.school_id.in_(_schools), Cases.closed_on.is_(None), Cases.step == CASE)
    return update(Cases).where(lower, fired.correlate(Cases).exists()).values(step=UP)
