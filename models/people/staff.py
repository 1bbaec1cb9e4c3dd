"""The school's staff with the numbers colleagues call: by name, by what they are."""

from collections.abc import Collection
from datetime import date

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.roles import held_on
from models.people.tables import People, Roles
from rules.people.roles import Role


class Colleague(Struct, frozen=True):
    """`class_id` is the homeroom teacher's."""

    person_id: int
    name: str
    phone: str | None
    role: str
    class_id: int | None


async def staff(session: AsyncSession, school_id: int, day: date, roles: Collection[Role]) -> list[Colleague]:
    """A line for each role somebody holds on that day, in the order in which they came to the school."""
    found = (
        select(People.id, People.full_name, People.phone, Roles.name, Roles.class_id)
        .join(Roles, Roles.person_id == People.id)
        .where(Roles.school_id == school_id, Roles.name.in_(roles), *held_on(day))
        .order_by(People.id, Roles.id)
    )
    return [Colleague(*row) for row in await session.execute(found)]
