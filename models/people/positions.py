"""Members of staff by name and by position (PHT1, PHT2), and how a position is given and taken."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.roles import held_on
from models.people.tables import People, Roles
from rules.people.roles import Role

DEPUTY = Role.VICE_PRINCIPAL


class Post(Struct, frozen=True, kw_only=True):
    """A role somebody holds on a day, with the position in it, if any."""

    role_id: int
    person_id: int
    name: str
    role: str
    position: str | None = None


async def posts(session: AsyncSession, school_id: int, day: date) -> list[Post]:
    """Every role held at the school that day, by name."""
    statement = (
        select(
            Roles.id.label("role_id"),
            Roles.person_id,
            People.full_name.label("name"),
            Roles.name.label("role"),
            Roles.position,
        )
        .join(People, People.id == Roles.person_id)
        .where(Roles.school_id == school_id, *held_on(day))
        .order_by(People.full_name, Roles.id)
    )
    return [Post(**row) for row in (await session.execute(statement)).mappings()]


async def staff_names(session: AsyncSession, school_id: int, day: date) -> dict[str, Sequence[int]]:
    """The full names of those with a role that day, and the people who bear each."""
    found: dict[str, list[int]] = {}
    for post in await posts(session, school_id, day):
        people = found.setdefault(post.name, [])
        if post.person_id not in people:
            people.append(post.person_id)
    return dict(found)


def place_for(position: str, held: Sequence[Post]) -> Post | None:
    """The role of one person's that a position belongs to: PHT2 is a vice principal's; another title goes with any."""
    deputies = [post for post in held if post.role == DEPUTY]
    if position.startswith("PHT"):
        return deputies[0] if deputies else None
    return held[0] if held else None


async def give_position(session: AsyncSession, post: Post, position: str | None) -> None:
    """Put a position on a role, in place of the one there; None takes it away."""
    await session.execute(update(Roles).where(Roles.id == post.role_id).values(position=position))
