"""Who is meant by the tellings of a ladder, as conditions: the same person as another, or nobody at all."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal_column, or_, select

from models.base import twin
from models.ladder.versions import LadderTells
from models.people.holders import has_deputy, is_family
from models.people.roles import held_on
from models.people.tables import Roles
from models.register.tables import Firings
from models.shapes.among import one_of
from rules.ladder.steps import CASE, FIRST, OF_RETURN, Ask
from rules.people.roles import HEADS, Role

OF_A_PLACE = (Role.HAMLET_STAFF, Role.VILLAGE_HEAD)
GUARDIAN, MENTOR, HOMEROOM, DEPUTY = Role.GUARDIAN, Role.MENTOR, Role.HOMEROOM, Role.VICE_PRINCIPAL
ELSEWHERE = (*OF_A_PLACE, GUARDIAN, MENTOR, HOMEROOM)  # found in ways of their own
NUMBERED: ColumnElement[str] = literal_column("'PHT_%'")  # the position of one vice principal of several


def has_or_stands_in(roles: Any) -> Any:
    """By its name, so that nobody reads all who work at the school."""
    return roles.name.in_((LadderTells.role, case((LadderTells.role == DEPUTY, Role.PRINCIPAL))))


def told_at_work(fired: Any, step: int, person_id: Any, day: Any) -> Any:
    """The ladder tells this guardian of the case as one of the leadership: in the letter that asks both."""
    role, tells = twin(Roles, "told_at_work"), twin(LadderTells, "told_at_work")
    of_step = and_(tells.ladder_id == fired.ladder_id, tells.step == step, one_of(tells.asked, (Ask.KNOW, Ask.DECIDE)))
    alone = and_(tells.role == DEPUTY, role.name == Role.PRINCIPAL, ~has_deputy(day, fired.school_id))
    by_name = and_(role.name == tells.role, ~one_of(tells.role, ELSEWHERE))
    meant = or_(by_name, alone, tells.position == role.position, tells.person_id == role.person_id)
    found = select(role.id).join(tells, of_step).where(role.person_id == person_id, meant, *held_on(day, role))
    return found.where(role.school_id == fired.school_id).correlate_except(role, tells).exists()


def opens_a_case(fired: Any, person_id: Any, day: Any) -> Any:
    """A case opened with this very absence, and this guardian is told of it at work."""
    opened = twin(Firings, "opens_a_case")
    same = select(opened.id).where(
        opened.pupil_id == fired.pupil_id, opened.step == CASE, opened.day == fired.day, opened.struck_at.is_(None)
    )
    return same.where(told_at_work(opened, CASE, person_id, day)).correlate_except(opened).exists()


def told_today(fired: Any) -> Any:
    """The guardian heard of this day's absence already: the case itself is the school's own business then."""
    first = twin(Firings, "told_today")
    same_day = select(first.id).where(
        first.pupil_id == fired.pupil_id, first.step == FIRST, first.day == fired.day, first.struck_at.is_(None)
    )
    return same_day.correlate_except(first).exists()


def nobody_told(day: Any, fired: Any = Firings) -> Any:
    """Of a firing and one of its ladder's tellings: nobody at the school is meant by it on that day. (Hamlets have a
    letter of their own; families and sponsors are nobody's post.)
    """
    teacher = twin(Roles, "nobody_told, teacher")
    staff = twin(Roles, "nobody_told, staff")
    holder = twin(Roles, "nobody_told, holder")
    of_class = select(teacher.id).where(
        teacher.class_id == fired.class_id, teacher.name == HOMEROOM, *held_on(day, teacher)
    )
    of_class = of_class.where(~is_family(teacher.person_id, fired.pupil_id))
    with_role = select(staff.id).where(
        staff.school_id == fired.school_id, has_or_stands_in(staff), *held_on(day, staff)
    )
    post = or_(
        LadderTells.position == holder.position,
        and_(
            one_of(fired.step, OF_RETURN),
            LadderTells.position.like(NUMBERED),
            one_of(holder.name, HEADS),
        ),
        LadderTells.person_id == holder.person_id,
    )
    in_post = select(holder.id).where(holder.school_id == fired.school_id, post, *held_on(day, holder))
    return case(
        (one_of(LadderTells.role, (*OF_A_PLACE, GUARDIAN, MENTOR)), False),
        (LadderTells.role == HOMEROOM, ~of_class.correlate_except(teacher).exists()),
        (LadderTells.role.is_not(None), ~with_role.correlate_except(staff).exists()),
        else_=~in_post.correlate_except(holder).exists(),
    )
