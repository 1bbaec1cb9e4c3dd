"""What a check had before it: only of that may be said that nothing came of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from models.base import twin
from models.figures.counting import in_counted, live
from models.ladder.versions import Ladders
from models.register.tables import ClassParts, Marks
from models.shapes.asker import School
from rules.ladder.steps import LadderName


def known_to_check(school: School, day: date, checked: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of a mark: the check that was made at `checked` had it before it as it is now."""
    mine = (Marks.school_id == school.id, Marks.day == day, live(), in_counted())
    return (*mine, Marks.made_at < checked, _reported_before(Marks, checked))


def _reported_before(mark: Any, checked: datetime) -> ColumnElement[bool]:
    """No report or correction of the class came after the check: what it changed is looked at by the next one."""
    part = twin(ClassParts, "reported_before")
    later = select(part.day).where(part.class_id == mark.class_id, part.day == mark.day)
    changed = or_(part.reported_at >= checked, part.corrected_at >= checked)
    return ~later.where(changed).correlate_except(part).exists()


def in_force(school: School, name: LadderName, checked: datetime) -> ColumnElement[bool]:
    """The school's ladder of today, if the check went by it: the first there was, or one made before it."""
    of_school = and_(Ladders.school_id == school.id, Ladders.name == name, Ladders.ended_at.is_(None))
    return and_(of_school, or_(Ladders.version == 1, Ladders.made_at < checked))
