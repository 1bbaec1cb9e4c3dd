"""Who may see which case, asked of the database at every access; and who may read what about it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cases.decisions import REQUEST
from models.figures.counting import enrolled_on
from models.people.roles import held_on
from models.people.tables import Enrolments, Roles
from models.register.tables import Cases
from models.school.tables import Places
from models.shapes.asker import Asker
from rules.people.roles import HEADS, LEADERS, Role


def seen_by(asker: Asker, day: date) -> ColumnElement[bool]:
    """The cases somebody may see: the leadership all of the school's, homeroom teachers their class's, the hamlet's
    pair its pupils', and those outside the school the open ones that were handed to them.
    """
    return and_(_of_school(asker), or_(own(asker, day), _handed(asker)))


def own(asker: Asker, day: date) -> ColumnElement[bool]:
    """The cases somebody of the school works on, and whose visits they may report."""
    if asker.has(*LEADERS):
        return _of_school(asker)
    mine = [_of_classes(asker.classes(), day)] if asker.classes() else []
    hamlets = [role.place_id for role in asker.roles if role.name == Role.HAMLET_STAFF and role.place_id]
    if hamlets:
        mine.append(_in_places(hamlets))
    return and_(_of_school(asker), or_(false(), *mine))


def _of_school(asker: Asker) -> ColumnElement[bool]:
    return Cases.school_id == (asker.school.id if asker.school else 0)


def _of_classes(classes: frozenset[int], day: date) -> ColumnElement[bool]:
    """A case follows its pupil into another class; the class it began in may still see it."""
    now = select(Enrolments.pupil_id).where(Enrolments.class_id.in_(classes), enrolled_on(Enrolments, day))
    return or_(Cases.class_id.in_(classes), Cases.pupil_id.in_(now))


def _in_places(places: list[int]) -> ColumnElement[bool]:
    """In one of these, or in a hamlet of one of them."""
    inside = select(Places.id).where(or_(Places.id.in_(places), Places.parent_id.in_(places)))
    return Cases.place_id.in_(inside)


def _handed(asker: Asker) -> ColumnElement[bool]:
    villages = [role.place_id for role in asker.roles if role.name == Role.VILLAGE_HEAD and role.place_id]
    mine: list[ColumnElement[bool]] = [_in_places(villages)] if villages else []
    if asker.has(Role.COMMUNE_OFFICER):
        mine.append(_of_school(asker))
    return and_(Cases.decision == REQUEST, Cases.closed_on.is_(None), or_(false(), *mine))


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
    now = select(Enrolments.class_id).where(Enrolments.pupil_id == case.pupil_id, enrolled_on(Enrolments, day))
    teaches = and_(Roles.name == Role.HOMEROOM, or_(Roles.class_id == case.class_id, Roles.class_id.in_(now)))
    leads = and_(Roles.name.in_(roles), Roles.school_id == case.school_id)
    held = select(Roles.id).where(Roles.person_id == person_id, or_(teaches, leads), *held_on(day))
    return await session.scalar(held.limit(1)) is not None
