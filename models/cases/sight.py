"""Who may see which case, asked of the database at every access; and who may read what about it."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.cases.decisions import REQUEST
from models.people.holders import looks_after, teaches
from models.people.roles import held_on
from models.people.tables import Roles
from models.register.tables import Cases
from models.shapes.asker import Asker
from rules.people.roles import HEADS, LEADERS, Role


def seen_by(asker: Asker, day: date) -> ColumnElement[bool]:
    """The cases somebody may see: the leadership all of the school's, homeroom teachers their class's, the hamlet's
    pair its pupils', and those outside the school the open ones that were handed to them.
    """
    return and_(_of_school(asker), _holds_one(asker, day, shows))


def own(asker: Asker, day: date) -> ColumnElement[bool]:
    """The cases somebody of the school works on, and whose visits they may report."""
    return and_(_of_school(asker), _holds_one(asker, day, works_on))


def _of_school(asker: Asker) -> ColumnElement[bool]:
    return Cases.school_id == (asker.school.id if asker.school else 0)


def _holds_one(asker: Asker, day: date, which: Callable[[Any, Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    role = twin(Roles, "holds_one")
    held = select(role.id).where(role.person_id == asker.person_id, which(role, day), *held_on(day, role))
    return held.correlate_except(role).exists()


def shows(role: Any, day: Any) -> ColumnElement[bool]:
    """Of a role and a case: who holds it may see the case."""
    return or_(works_on(role, day), and_(Cases.closed_on.is_(None), handed_to(role)))


def works_on(role: Any, day: Any) -> ColumnElement[bool]:
    """Of a role and a case: who holds it works on the case. A case follows its pupil into another class; the class it
    began in may still see it. That of a child on no list is also worked on by who has told of it.
    """
    pair = and_(role.name == Role.HAMLET_STAFF, looks_after(Cases.place_id, role))
    told = and_(Cases.class_id.is_(None), Cases.opened_by == role.person_id)
    told = and_(told, role.name.in_([Role.HOMEROOM, Role.HAMLET_STAFF]))
    mine = or_(role.name.in_(LEADERS), teaches(Cases.class_id, Cases.pupil_id, day, role), pair, told)
    return and_(role.school_id == Cases.school_id, mine)


def handed_to(role: Any) -> ColumnElement[bool]:
    """Of a role and a case: the principal has decided to hand the case over to who holds it."""
    village = and_(role.name == Role.VILLAGE_HEAD, looks_after(Cases.place_id, role))
    outside = or_(village, role.name == Role.COMMUNE_OFFICER)
    return and_(Cases.decision == REQUEST, role.school_id == Cases.school_id, outside)


def is_inside(asker: Asker) -> bool:
    """Whether somebody works at the school, and so may read more than what was handed over."""
    return asker.has(Role.HOMEROOM, Role.HAMLET_STAFF, *LEADERS)


async def may_know_causes(session: AsyncSession, person_id: int | None, case: Any, day: date) -> bool:
    """Causes, notes and what a family said: for the homeroom teacher and the leadership."""
    return await _holds(session, person_id, case, LEADERS, day)


async def may_see_photos(session: AsyncSession, person_id: int | None, case: Any, day: date) -> bool:
    """Pictures of a visit: for the homeroom teacher, the vice principals and the principal."""
    return await _holds(session, person_id, case, HEADS, day)


async def _holds(session: AsyncSession, person_id: int | None, case: Any, roles: Collection[Role], day: date) -> bool:
    """`case` has `school_id`, `class_id` and `pupil_id`."""
    leads = and_(Roles.name.in_(roles), Roles.school_id == case.school_id)
    mine = or_(teaches(case.class_id, case.pupil_id, day), leads)
    held = select(Roles.id).where(Roles.person_id == person_id, mine, *held_on(day))
    return await session.scalar(held.limit(1)) is not None
