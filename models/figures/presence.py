"""Being in class as the ladder asks for it: between two absences, after one on the same day, or not at all on a day."""

from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, select

from models.base import twin
from models.figures.counting import attended, enrolled_on, in_counted, live, there
from models.people.tables import Enrolments
from models.register.tables import ClassParts, Marks
from models.shapes.among import one_of
from rules.calendar.parts import Part
from rules.marks import ABSENT


def back_between(pupil_id: Any, first: Any, last: Any) -> ColumnElement[bool]:
    """The pupil was in class after an absence of the day `first` and before one of the day `last`: of two half days the
    second of the first day, the first of the last.
    """
    part, enrolment = twin(ClassParts, "back_between"), twin(Enrolments, "back_between")
    found = (
        select(part.part)
        .join(enrolment, enrolment.class_id == part.class_id)
        .where(
            enrolment.pupil_id == pupil_id,
            enrolled_on(enrolment, part.day),
            part.day.between(first, last),
            or_(part.day > first, part.part == literal(Part.AFTERNOON.value)),
            or_(part.day < last, part.part == literal(Part.MORNING.value)),
            there(enrolment.pupil_id, part),
        )
    )
    return found.correlate_except(part, enrolment).exists()


def back_at_noon(mark: Any) -> ColumnElement[bool]:
    """The mark is of a morning, and the pupil was in class in the afternoon of its day."""
    part = twin(ClassParts, "back_at_noon")
    afternoon = select(part.part).where(
        part.class_id == mark.class_id, part.day == mark.day, part.part == literal(Part.AFTERNOON.value)
    )
    found = afternoon.where(there(mark.pupil_id, part)).correlate_except(part).exists()
    return and_(mark.part == literal(Part.MORNING.value), found)


def away_on(pupil_id: Any, day: Any) -> ColumnElement[bool]:
    """The pupil was absent on the day, and in none of its half days."""
    mark = twin(Marks, "away_on")
    absent = select(mark.id).where(mark.pupil_id == pupil_id, mark.day == day, one_of(mark.kind, ABSENT), live(mark))
    found = absent.where(in_counted(mark)).correlate_except(mark).exists()
    return and_(found, ~attended(pupil_id, day, day))


def has_school(class_id: Any, day: Any) -> ColumnElement[bool]:
    """The class has lessons that day."""
    part = twin(ClassParts, "has_school")
    held = select(part.part).where(part.class_id == class_id, part.day == day, part.held)
    return held.correlate_except(part).exists()
