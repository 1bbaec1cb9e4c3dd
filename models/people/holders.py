"""Who holds a role: the recipients of what the clock tells."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, String, and_, cast, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.people.roles import held_on
from models.people.tables import Enrolments, Guardians, Roles
from models.school.tables import Classes, Places
from models.shapes.among import ours
from rules.people.roles import Role


def holders(
    roles: Collection[str], schools: Collection[int], day: date, *, about: int, key: str
) -> Select[*tuple[Any, ...]]:
    """A notice for everybody with one of these roles: the columns `Notices` wants."""
    return (
        select(
            Roles.school_id,
            Roles.person_id,
            literal(about, Integer).label("about"),
            literal(day, Date).label("day"),
            cast(literal(key), String).label("key"),
        )
        .where(Roles.name.in_(roles), Roles.school_id.in_(list(schools)), *held_on(day))
        .distinct()
    )


def has_deputy(day: Any, school_id: Any = Roles.school_id) -> ColumnElement[bool]:
    """The condition on `Roles`: there is a vice principal at its school (or at this one) on that day."""
    deputy = twin(Roles, "has_deputy")
    found = select(deputy.id).where(
        deputy.school_id == school_id, deputy.name == ours(Role.VICE_PRINCIPAL), *held_on(day, deputy)
    )
    return found.correlate_except(deputy).exists()


def leads_on(day: Any) -> ColumnElement[bool]:
    """The condition on `Roles`: a vice principal; in a school without one on that day, the principal."""
    alone = and_(Roles.name == ours(Role.PRINCIPAL), ~has_deputy(day))
    return or_(Roles.name == ours(Role.VICE_PRINCIPAL), alone)


async def teachers_of(session: AsyncSession, class_id: int, day: date) -> Sequence[int]:
    """The class's homeroom teachers on a day; for a class without one, the leadership."""
    own = select(Roles.person_id, Roles.school_id).where(
        Roles.class_id == class_id, Roles.name == Role.HOMEROOM, *held_on(day)
    )
    if found := (await session.scalars(own.distinct())).all():
        return found
    school_id = await session.scalar(select(Classes.school_id).where(Classes.id == class_id))
    return await leaders(session, school_id or 0, day)


async def deciders(session: AsyncSession, class_id: int, pupil_id: int, day: date) -> Sequence[int]:
    """Who decides about a pupil's marks: the homeroom teachers of the class, else the leadership; nobody's own
    guardian does.
    """
    kin = set(await session.scalars(select(Guardians.person_id).where(Guardians.pupil_id == pupil_id)))
    found = [one for one in await teachers_of(session, class_id, day) if one not in kin]
    if found:
        return found
    school_id = await session.scalar(select(Classes.school_id).where(Classes.id == class_id))
    return [one for one in await leaders(session, school_id or 0, day) if one not in kin]


def is_family(person_id: Any, pupil_id: Any) -> ColumnElement[bool]:
    """This person is a guardian of this pupil: told as that, and not sent to the own home."""
    own = twin(Guardians, "is_family")
    found = select(own.id).where(own.pupil_id == pupil_id, own.person_id == person_id)
    return found.correlate_except(own).exists()


async def leaders(session: AsyncSession, school_id: int, day: date) -> Sequence[int]:
    """The vice principals, or the principal of a school without."""
    mine = select(Roles.person_id).where(Roles.school_id == school_id, leads_on(day), *held_on(day))
    return (await session.scalars(mine.distinct().order_by(Roles.person_id))).all()


def looks_after(place_id: Any, role: Any = Roles) -> Any:
    """A role in a place, or in the village it belongs to."""
    of_village = select(Places.parent_id).where(Places.id == place_id).correlate_except(Places).scalar_subquery()
    there = or_(role.place_id == place_id, role.place_id == of_village)
    return and_(role.name.in_([Role.VILLAGE_HEAD, Role.HAMLET_STAFF]), there)


def teaches(class_id: Any, pupil_id: Any, day: Any, role: Any = Roles) -> ColumnElement[bool]:
    """A homeroom teacher's role in the class something began in, or in the one its pupil is in by now; either may be
    none.
    """
    place = twin(Enrolments, "teaches")
    now = select(place.id).where(place.pupil_id == pupil_id, place.class_id == role.class_id, *held_on(day, place))
    began = [] if class_id is None else [role.class_id == class_id]
    follows = [] if pupil_id is None else [now.correlate_except(place).exists()]
    return and_(role.name == Role.HOMEROOM, or_(*began, *follows))
