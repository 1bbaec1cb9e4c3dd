"""Steps of the ladder that should have fired: absences the last check of their day knew of, and that left no trace."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.figures.counting import K, counted, in_counted, live, runs, seed_of
from models.figures.presence import back_at_noon, back_between
from models.ladder.away import usual
from models.ladder.versions import Ladders, LadderSteps
from models.outcomes import Gap, Lack
from models.outcomes.checks import last_check
from models.register.tables import Cases, ClassParts, Firings, Marks
from models.school.tables import Classes
from models.shapes.asker import School
from rules.ladder.steps import ABSENCE, CASE, FIRST, UP


async def not_fired(session: AsyncSession, school: School, days: Sequence[date], now: datetime) -> list[Gap]:
    """By day, the classes of the pupils for whom nothing followed that should have."""
    found = []
    today = school.day(now)
    for day in days:
        checked = await last_check(session, school, day)
        if checked is None:
            continue  # which is told on its own
        missing = [_without_first(school, day, checked)]
        missing += [_without_case(school, day, checked), _not_gone_up(school, day, checked)] if day < today else []
        rows = [row for one in missing for row in await session.execute(one)]
        pupils, classes = {row.pupil_id for row in rows}, {row.name for row in rows}
        if pupils:
            found.append(Gap(lack=Lack.NOT_FIRED, day=day, classes=tuple(sorted(classes)), count=len(pupils)))
    return found


def _without_first(school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    """Absent without leave, and nothing has fired since the pupil was last in class."""
    mark, away = aliased(Marks), runs(_seed(school, day, checked))
    missed = select(Marks.pupil_id, Classes.name).join(Classes, Classes.id == Marks.class_id)
    at_noon = select(mark.id).where(mark.pupil_id == Marks.pupil_id, mark.day == day, live(mark), back_at_noon(mark))
    return (
        missed.join(away, away.c.pupil_id == Marks.pupil_id)
        .where(*_known_k(school, day, checked), ~at_noon.correlate_except(mark).exists())
        .where(~_fired(FIRST, away), _asked(FIRST))
        .distinct()
    )


def _without_case(school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    """Away for as many whole days in a row as open a case, and none is, nor was since then."""
    away, case_ = runs(_seed(school, day, checked)), aliased(Cases)
    followed = select(case_.id).where(
        case_.pupil_id == away.c.pupil_id, or_(case_.closed_on.is_(None), case_.closed_on >= away.c.run_start)
    )
    enough = select(LadderSteps.after).join(Ladders, Ladders.id == LadderSteps.ladder_id)
    enough = enough.where(*_in_force(school), usual(), LadderSteps.step == CASE)
    return (
        select(away.c.pupil_id, Classes.name)
        .join(Marks, and_(Marks.pupil_id == away.c.pupil_id, Marks.day == away.c.last_day))
        .join(Classes, Classes.id == Marks.class_id)
        .where(*_known_k(school, day, checked), away.c.days >= enough.scalar_subquery())
        .where(~followed.correlate_except(case_).exists(), ~_fired(CASE, away))
        .distinct()
    )


def _not_gone_up(school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    """Still away in an open case whose visit is long over, or long overdue, and no step to the principal."""
    up, visit, part = aliased(LadderSteps), aliased(LadderSteps), aliased(ClassParts)
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
    mine = (Marks.school_id == school.id, Marks.day == day, Marks.kind == K, live(), in_counted())
    return (*mine, Marks.made_at < checked, _reported_before(Marks, checked))


def _reported_before(mark: Any, checked: datetime) -> ColumnElement[bool]:
    """No report or correction of the class came after the check: what it changed is looked at by the next one."""
    part = aliased(ClassParts)
    later = select(part.day).where(part.class_id == mark.class_id, part.day == mark.day)
    changed = or_(part.reported_at >= checked, part.corrected_at >= checked)
    return ~later.where(changed).correlate_except(part).exists()


def _seed(school: School, day: date, checked: datetime) -> Select[*tuple[Any, ...]]:
    mark = aliased(Marks)
    return seed_of(mark).where(mark.school_id == school.id, mark.day == day, mark.made_at < checked)


def _fired(step: int, away: Any) -> ColumnElement[bool]:
    """Struck or not: what was taken back has been seen."""
    fired = aliased(Firings)
    since = or_(fired.day >= away.c.run_start, ~back_between(fired.pupil_id, fired.day, away.c.last_day))
    found = select(fired.id).where(fired.pupil_id == away.c.pupil_id, fired.step == step, since)
    return found.correlate_except(fired).exists()


def _asked(step: int) -> ColumnElement[bool]:
    """The school's ladder has the step at all."""
    of_school = and_(Ladders.school_id == Marks.school_id, Ladders.name == ABSENCE, Ladders.ended_at.is_(None))
    there = select(LadderSteps.step).join(Ladders, Ladders.id == LadderSteps.ladder_id)
    return there.where(of_school, LadderSteps.step == step).correlate(Marks).exists()


def _in_force(school: School) -> tuple[ColumnElement[bool], ...]:
    return (Ladders.school_id == school.id, Ladders.name == ABSENCE, Ladders.ended_at.is_(None))
