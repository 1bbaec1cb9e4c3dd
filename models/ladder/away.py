"""Absences added up in ways a school's ladder may choose instead of the usual `models.figures.counting.runs`."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from models.base import twin
from models.figures.counting import K, counted, enrolled_on, in_counted, live, whole_day
from models.figures.doubts import doubted
from models.ladder.versions import Ladders
from models.people.tables import Enrolments
from models.register.tables import ClassParts, Firings, Marks
from models.school.tables import Classes
from rules.ladder.steps import CASE
from rules.marks import ABSENT, Mark


def usual(ladder: Any = Ladders) -> ColumnElement[bool]:
    """Whole days in a row, ended by an absence with leave: what `runs` counts."""
    return and_(ladder.unit == literal("days"), ladder.within.is_(None), ladder.leave_breaks)


def added_up(seed: Select[*tuple[Any, ...]], *, anew: bool = True) -> Any:
    """A subquery (pupil_id, days, run_start, last_day) like that of `runs`, by the ladder named in `seed`, a SELECT of
    (pupil_id, class_id, day, ladder_id). `days` are days or half days without leave. In a row: those since the last
    presence (or absence with leave, where that ends the row). Within some school days: those in them, leaving out what
    has opened a case before, unless it is not to begin `anew` after one.
    """
    start, mark, rule = seed.subquery("start"), twin(Marks, "added_up"), twin(Ladders, "added_up")
    own, its = twin(Classes, "added_up, own"), twin(Classes, "added_up, its")
    by_parts = rule.unit == literal("sessions")
    in_a_row = and_(rule.within.is_(None), ~_ended(mark, start, rule, by_parts=by_parts))
    lately = and_(rule.within.is_not(None), _school_days(mark, start) <= rule.within)
    if anew:
        lately = and_(lately, mark.day > _last_case(mark, start))
    found = case((by_parts, func.count(mark.id.distinct())), else_=func.count(mark.day.distinct()))
    return (
        select(
            start.c.pupil_id,
            found.label("days"),
            func.min(mark.day).label("run_start"),
            start.c.day.label("last_day"),
        )
        .select_from(start)
        .join(rule, rule.id == start.c.ladder_id)
        .join(own, own.id == start.c.class_id)
        .join(its, its.year_id == own.year_id)
        .join(mark, and_(mark.pupil_id == start.c.pupil_id, mark.class_id == its.id, mark.day <= start.c.day))
        .where(mark.kind == K, live(mark), in_counted(mark), or_(by_parts, whole_day(mark)), or_(in_a_row, lately))
        .group_by(start.c.pupil_id, start.c.day, rule.unit)
        .subquery("added")
    )


def _ended(mark: Any, start: Any, rule: Any, *, by_parts: Any) -> ColumnElement[bool]:
    """Between the mark and the day looked at the pupil was in class, or had leave where that ends a row."""
    part, place = twin(ClassParts, "ended"), twin(Enrolments, "away.ended")
    # the afternoon C comes after the morning S, whatever the alphabet says
    later = and_(part.day == mark.day, part.part < mark.part, by_parts)
    absent, excused = _marked(mark.pupil_id, part, ABSENT), _marked(mark.pupil_id, part, (Mark.EXCUSED,))
    no_k = ~_marked(mark.pupil_id, part, (Mark.UNEXCUSED,), whole_day=True)
    seen = and_(~absent, ~doubted(mark.pupil_id, part))
    ends = or_(seen, and_(rule.leave_breaks, excused, or_(by_parts, no_k)))
    found = (
        select(part.day)
        .join(place, place.class_id == part.class_id)
        .where(place.pupil_id == mark.pupil_id, enrolled_on(place, part.day), counted(part), ends)
        .where(part.day <= start.c.day, or_(part.day > mark.day, later))
    )
    return found.correlate_except(part, place).exists()


def _marked(pupil_id: Any, part: Any, kinds: tuple[str, ...], *, whole_day: bool = False) -> ColumnElement[bool]:
    own = twin(Marks, "marked")
    found = select(own.id).where(own.pupil_id == pupil_id, own.day == part.day, own.kind.in_(kinds), live(own))
    if not whole_day:
        found = found.where(own.part == part.part)
    return found.where(in_counted(own)).correlate_except(own).exists()


def _school_days(mark: Any, start: Any) -> Any:
    """The pupil's held and reported days from the mark to the day looked at, both included."""
    part, place = twin(ClassParts, "school_days"), twin(Enrolments, "school_days")
    return (
        select(func.count(part.day.distinct()))
        .join(place, place.class_id == part.class_id)
        .where(place.pupil_id == mark.pupil_id, enrolled_on(place, part.day), counted(part))
        .where(part.day.between(mark.day, start.c.day))
        .correlate_except(part, place)
        .scalar_subquery()
    )


def _last_case(mark: Any, start: Any) -> Any:
    """The day absences last opened a case; what counted for it does not count again."""
    fired = twin(Firings, "last_case")
    last = select(func.max(fired.day)).where(
        fired.pupil_id == mark.pupil_id, fired.step == CASE, fired.struck_at.is_(None), fired.day < start.c.day
    )
    return func.coalesce(last.correlate_except(fired).scalar_subquery(), literal(date(1970, 1, 1)))
