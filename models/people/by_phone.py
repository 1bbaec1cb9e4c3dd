"""Who is on the lists with a phone number."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.roles import held_on
from models.people.tables import Enrolments, Guardians, People, Roles


class Listed(Struct, frozen=True):
    """(person, school) of the staff, and (guardian slot, school) of children who are at school."""

    staff: Sequence[tuple[int, int]]
    guardians: Sequence[tuple[int, int]]


async def listed_at(session: AsyncSession, phone: str, days: Mapping[int, date]) -> Listed:
    """`days` are the schools' days; `phone` begins with + and the country."""
    people = select(People.id, People.school_id).where(People.phone == phone, People.school_id.in_(list(days)))
    staff, guardians = [], []
    for person_id, school_id in (await session.execute(people.order_by(People.id))).all():
        held = select(Roles.id).where(Roles.person_id == person_id, *held_on(days[school_id]))
        if await session.scalar(held.limit(1)) is not None:
            staff.append((person_id, school_id))
        here = exists().where(Enrolments.pupil_id == Guardians.pupil_id, *held_on(days[school_id], Enrolments))
        slots = select(Guardians.id).where(Guardians.person_id == person_id, here).order_by(Guardians.id)
        guardians += [(one, school_id) for one in await session.scalars(slots)]
    return Listed(staff, guardians)


async def slots_of(session: AsyncSession, person_id: int | None) -> frozenset[int]:
    """The guardian slots that this person fills."""
    return frozenset(await session.scalars(select(Guardians.id).where(Guardians.person_id == person_id)))
