"""The cases the ladder opens: their beginning and their end, and the step to the heads while the pupil is not back.

Building these statements costs more than running them on a quiet day, so each is built once.
"""

from functools import cache
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, func, insert, literal, or_, select, update
from sqlalchemy.orm import aliased

from jobs.ladder.given import TODAY
from models import Cases, ClassParts, Firings, LadderSteps, Marks
from models.figures.counting import K, counted, in_counted, live
from models.ladder.reopening import REOPENED, closed_by_mistake, open_case_of, seen_since
from models.shapes.among import SCHOOLS, among, one_of
from rules.ladder.steps import CASE, OPENS, TOLD, UP


@cache
def close() -> Any:
    """Only being present in a reported half day brings a case to its end; for one opened by hand, on a later day. A
    case whose reason was struck by a correction should never have been; one opened by hand has no such reason.
    """
    returned = and_(Cases.opened_on <= TODAY, seen_since(TODAY))
    reason = select(Firings.id).where(Firings.case_id == Cases.id, Firings.step == CASE)
    stands, struck = reason.where(Firings.struck_at.is_(None)), reason.where(Firings.struck_at.is_not(None))
    wrong = and_(~stands.exists(), struck.exists())
    opened = and_(among(Cases.school_id, SCHOOLS), Cases.closed_on.is_(None), or_(returned, wrong))
    why = case((or_(~wrong, returned), "returned"), else_="corrected")  # asks last what takes longest
    return update(Cases).where(opened).values(closed_on=TODAY, closed_why=why)


@cache
def reopen() -> Any:
    """A case that was closed as returned, of a pupil marked K who has not been in class since it was opened: its end
    was a mistake, however that came to light.
    """
    mark, fired, other = aliased(Marks), aliased(Firings), aliased(Cases)
    away = (
        select(fired.case_id)
        .join(mark, mark.pupil_id == fired.pupil_id)
        .where(mark.day == TODAY, among(mark.school_id, SCHOOLS), mark.kind == K, live(mark), in_counted(mark))
        .where(one_of(fired.step, OPENS), fired.struck_at.is_(None))
    )
    pupils = away.cte("cases_away").prefix_with("MATERIALIZED")  # not once for each case there ever was
    wrongly = and_(
        Cases.id.in_(select(pupils.c.case_id)), closed_by_mistake(TODAY), ~open_case_of(Cases.pupil_id, other)
    )
    return update(Cases).where(wrongly).values(REOPENED)


@cache
def open_cases() -> Any:
    columns = ["school_id", "pupil_id", "class_id", "place_id", "run_start", "days", "ladder_id", "opened_on", "step"]
    fired = [getattr(Firings, name) for name in columns[:-2]]
    chosen = select(*fired, Firings.day, literal(CASE, Integer)).where(_untied(), Firings.step == CASE)
    return insert(Cases).from_select(columns, chosen)


def _untied() -> Any:
    """What fired just now: nothing from before is without its case."""
    return and_(
        Firings.id > bindparam("newest"),
        among(Firings.school_id, SCHOOLS),
        or_(Firings.step == CASE, Firings.step > TOLD),
        Firings.case_id.is_(None),
        Firings.struck_at.is_(None),
    )


@cache
def tie_cases() -> Any:
    opened = select(Cases.id).where(Cases.pupil_id == Firings.pupil_id, Cases.closed_on.is_(None))
    return update(Firings).where(_untied()).values(case_id=opened.correlate(Firings).scalar_subquery())


@cache
def fire_up() -> Any:
    """Step 3 by the case's own ladder: the home was visited, or should have been, so many school days ago, and the
    pupil is not back. A visit is overdue when the days it was due in have passed since the opening. Where the family
    promised a day, it goes up on that day, not before.
    """
    mark, visit, up = aliased(Marks), aliased(LadderSteps), aliased(LadderSteps)
    overdue = _school_days(mark) >= up.after + case((Cases.visited_on.is_(None), visit.due), else_=0)
    columns = ("school_id", "pupil_id", "place_id", "run_start", "days", "ladder_id")
    of_case = (*(getattr(Cases, name) for name in columns), Cases.id)
    chosen = (
        select(*of_case, func.max(mark.class_id), literal(UP, Integer), mark.day)
        .join(mark, and_(mark.pupil_id == Cases.pupil_id, mark.kind == K, live(mark)))
        .join(up, and_(up.ladder_id == Cases.ladder_id, up.step == UP))
        .join(visit, and_(visit.ladder_id == Cases.ladder_id, visit.step == CASE))
        .where(among(Cases.school_id, SCHOOLS), Cases.closed_on.is_(None), Cases.step == CASE)
        .where(mark.day > Cases.opened_on, mark.day <= TODAY, _is_last_word(mark), in_counted(mark))
        .where(case((Cases.promised_on.is_not(None), mark.day >= Cases.promised_on), else_=overdue))
        .group_by(*of_case, mark.day)
    )
    return insert(Firings).from_select([*columns, "case_id", "class_id", "step", "day"], chosen)


def _school_days(mark: Any) -> Any:
    """Those held from the case's visit, or its opening, to the mark."""
    since = aliased(ClassParts)
    after = since.day > func.coalesce(Cases.visited_on, Cases.opened_on)
    held = select(func.count(since.day.distinct())).where(
        since.class_id == mark.class_id, after, since.day <= mark.day, since.held
    )
    return held.correlate_except(since).scalar_subquery()


def _is_last_word(mark: Any) -> Any:
    """The class has said nothing since, up to today."""
    newer = aliased(ClassParts)
    later = select(newer.day).where(
        newer.class_id == mark.class_id, newer.day > mark.day, newer.day <= TODAY, counted(newer)
    )
    return ~later.correlate_except(newer).exists()


@cache
def step_up() -> Any:
    fired = select(Firings.id).where(Firings.case_id == Cases.id, Firings.step == UP, Firings.struck_at.is_(None))
    lower = and_(among(Cases.school_id, SCHOOLS), Cases.closed_on.is_(None), Cases.step == CASE)
    return update(Cases).where(lower, fired.correlate(Cases).exists()).values(step=UP)
