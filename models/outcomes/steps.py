"""Steps of the ladder that should have fired: absences the last check of their day knew of, and that left no trace."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.counting import K, counted, live, runs, seed_of
from models.figures.presence import back_at_noon, back_between
from models.ladder.away import added_up, usual
from models.ladder.versions import Ladders, LadderSteps
from models.outcomes import Gap, Lack
from models.outcomes.checks import last_check
from models.outcomes.known import in_force, known_to_check
from models.outcomes.returns import not_seen_away, not_seen_not_back
from models.register.tables import Cases, ClassParts, Firings, Marks
from models.school.tables import Classes
from models.shapes.asker import School
from rules.ladder.steps import ABSENCE, CASE, FIRST, TOLD, UP


async def not_fired(session: AsyncSession, school: School, days: Sequence[date], now: datetime) -> list[Gap]:
    """By day, the classes of the pupils for whom nothing followed that should have."""
    found = []
    today = school.day(now)
    for day in days:
        checked = await last_check(session, school, day)
        if checked is None:
            continue  # which is told on its own
        missing = [_without_first(school, day, checked), not_seen_away(school, day, checked)]
        if day < today:
            missing += [*_without_counted(school, day, checked), _not_gone_up(school, day, checked)]
            missing.append(not_seen_not_back(school, day, checked))
        rows = [row for one in missing for row in await session.execute(one)]
        pupils, classes = {row.pupil_id for row in rows}, {row.name for row in rows}
        if pupils:
            found.append(Gap(lack=Lack.NOT_FIRED, day=day, classes=tuple(sorted(classes)), count=len(pupils)))
    return found


def _without_first(school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    """Absent without leave, and nothing has fired since the pupil was last in class."""
    away = runs(_seed(school, day, checked))
    missed = select(Marks.pupil_id, Classes.name).join(Classes, Classes.id == Marks.class_id)
    return (
        missed.join(away, away.c.pupil_id == Marks.pupil_id)
        .where(*_known_k(school, day, checked), ~_came_at_noon(day))
        .where(~_fired(FIRST, away), _asked(FIRST))
        .distinct()
    )


def _came_at_noon(day: date) -> ColumnElement[bool]:
    mark = twin(Marks, "came_at_noon")
    at_noon = select(mark.id).where(mark.pupil_id == Marks.pupil_id, mark.day == day, live(mark), back_at_noon(mark))
    return at_noon.correlate_except(mark).exists()


def _without_counted(school: School, day: date, checked: datetime) -> list[Select[*tuple[Any, ...]]]:
    """Away for as many days or half days, by the school's way to count, as open a case or tell somebody."""
    seed, marked = _seed(school, day, checked), _seed(school, day, checked).subquery("marked")
    known = select(marked.c.pupil_id, marked.c.class_id, marked.c.day, Ladders.id.label("ladder_id"))
    otherwise = known.join(Ladders, and_(in_force(school, ABSENCE, checked), ~usual())).distinct()
    ways = ((runs(seed), usual()), (added_up(otherwise, anew=False), ~usual()))
    return [_reached(school, day, checked, away, counts_so) for away, counts_so in ways]


def _reached(school: School, day: date, checked: datetime, away: Any, counts_so: Any) -> Select[*tuple[Any, ...]]:
    """Nothing fired at a step that so many lead to; of a case, none is open nor was since then."""
    case_, step = twin(Cases, "reached"), LadderSteps.step
    followed = select(case_.id).where(
        case_.pupil_id == away.c.pupil_id, or_(case_.closed_on.is_(None), case_.closed_on >= away.c.run_start)
    )
    return (
        select(away.c.pupil_id, Classes.name)
        .join(Marks, and_(Marks.pupil_id == away.c.pupil_id, Marks.day == away.c.last_day))
        .join(Classes, Classes.id == Marks.class_id)
        .join(Ladders, and_(in_force(school, ABSENCE, checked), counts_so))
        .join(LadderSteps, and_(LadderSteps.ladder_id == Ladders.id, or_(step == CASE, step > TOLD)))
        .where(*_known_k(school, day, checked), ~_came_at_noon(day), away.c.days >= LadderSteps.after)
        .where(~_fired(step, away), or_(step != CASE, ~followed.correlate_except(case_).exists()))
        .distinct()
    )


def _not_gone_up(school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    """Still away in an open case whose visit is long over, or long overdue, and no step to the principal."""
    up = twin(LadderSteps, "not_gone_up, up")
    visit = twin(LadderSteps, "not_gone_up, visit")
    part = twin(ClassParts, "not_gone_up")
    since = func.coalesce(Cases.promised_on, Cases.visited_on, Cases.opened_on)
    passed = select(func.count(part.day.distinct())).where(
        part.class_id == Marks.class_id, part.day > since, part.day <= day, counted(part)
    )
    return (
        select(Cases.pupil_id, Classes.name)
        .join(Marks, Marks.pupil_id == Cases.pupil_id)
        .join(Classes, Classes.id == Marks.class_id)
        .join(up, and_(up.ladder_id == Cases.ladder_id, up.step == UP))
        .join(visit, and_(visit.ladder_id == Cases.ladder_id, visit.step == CASE))
        .where(*_known_k(school, day, checked), Cases.closed_on.is_(None), Cases.step == CASE)
        .where(passed.correlate(Marks, Cases).scalar_subquery() > up.after + visit.due)
        .distinct()
    )


def _known_k(school: School, day: date, checked: datetime) -> tuple[ColumnElement[bool], ...]:
    return (*known_to_check(school, day, checked), Marks.kind == K)


def _seed(school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    mark = twin(Marks, "seed")
    return seed_of(mark).where(mark.school_id == school.id, mark.day == day, mark.made_at < checked)


def _fired(step: Any, away: Any) -> ColumnElement[bool]:
    """Struck or not: what was taken back has been seen."""
    fired = twin(Firings, "fired")
    since = or_(fired.day >= away.c.run_start, ~back_between(fired.pupil_id, fired.day, away.c.last_day))
    found = select(fired.id).where(fired.pupil_id == away.c.pupil_id, fired.step == step, since)
    return found.correlate_except(fired).exists()


def _asked(step: int) -> ColumnElement[bool]:
    """The school's ladder has the step at all."""
    of_school = and_(Ladders.school_id == Marks.school_id, Ladders.name == ABSENCE, Ladders.ended_at.is_(None))
    there = select(LadderSteps.step).join(Ladders, Ladders.id == LadderSteps.ladder_id)
    return there.where(of_school, LadderSteps.step == step).correlate(Marks).exists()
