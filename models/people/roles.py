"""Roles as they are held on a day, and the homeroom teacher of a class."""

from collections.abc import Collection
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import People, Roles
from models.school.tables import Classes, Years
from models.shapes.asker import HeldRole
from rules.people.roles import Role


class Contact(Struct, frozen=True):
    name: str
    phone: str | None


async def homeroom(session: AsyncSession, classes: Collection[int], day: date) -> dict[int, Contact]:
    """The homeroom teacher of each class on a day, where there is one."""
    statement = (
        select(Roles.class_id, People.full_name, People.phone)
        .join(People, People.id == Roles.person_id)
        .where(Roles.name == Role.HOMEROOM, Roles.class_id.in_(classes), *held_on(day))
    )
    found = await session.execute(statement)
    return {class_id: Contact(name, phone) for class_id, name, phone in found if class_id is not None}


async def homerooms_then(session: AsyncSession, person_id: int, day: date) -> frozenset[int]:
    """The classes of the school year of that day whose homeroom teacher somebody was when it ended, or is."""
    statement = (
        select(Roles.class_id)
        .join(Classes, Classes.id == Roles.class_id)
        .join(Years, Years.id == Classes.year_id)
        .where(Roles.person_id == person_id, Roles.name == Role.HOMEROOM, Years.starts <= day, Years.ends >= day)
        .where(Roles.starts <= Years.ends, Roles.ends.is_(None) | (Roles.ends >= Years.ends))
    )
    return frozenset(id_ for id_ in await session.scalars(statement) if id_ is not None)


async def holds_any(session: AsyncSession, person_id: int, day: date) -> bool:
    """Whether somebody has any role on a day, or is only a family's."""
    mine = select(Roles.id).where(Roles.person_id == person_id, *held_on(day))
    return await session.scalar(mine.limit(1)) is not None


async def holds_role(session: AsyncSession, person_id: int, name: Role, day: date) -> bool:
    """Whether somebody has this role on a day."""
    mine = select(Roles.id).where(Roles.person_id == person_id, Roles.name == name, *held_on(day))
    return await session.scalar(mine.limit(1)) is not None


async def roles_of(session: AsyncSession, person_id: int, school_id: int, day: date) -> list[HeldRole]:
    """What somebody is at a school on a day."""
    mine = select(Roles.name, Roles.class_id, Roles.place_id)
    mine = mine.where(Roles.person_id == person_id, Roles.school_id == school_id, *held_on(day))
    return [HeldRole(Role(row.name), row.class_id, row.place_id) for row in await session.execute(mine)]


def held_on(day: date | ColumnElement[date] | Any, roles: Any = Roles) -> tuple[ColumnElement[bool], ...]:
    """Conditions: the role is held on that day."""
    return (roles.starts <= day, roles.ends.is_(None) | (roles.ends >= day))
