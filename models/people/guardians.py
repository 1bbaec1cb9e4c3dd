"""Guardians of pupils, and whether each can be written to."""

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import Chats, Guardians, People


def has_chat(person_id: Any) -> Any:
    open_chat = select(Chats.id).where(Chats.person_id == person_id, Chats.closed_at.is_(None))
    return open_chat.correlate_except(Chats).exists()


class GuardianLine(Struct, frozen=True, kw_only=True):
    pupil_id: int
    person_id: int
    relation: str
    name: str
    phone: str | None = None
    linked: bool = False


async def guardians(session: AsyncSession, pupils: Collection[int]) -> Sequence[GuardianLine]:
    """The guardians of some pupils, and whether each can be written to."""
    statement = (
        select(
            Guardians.pupil_id,
            Guardians.person_id,
            Guardians.relation,
            People.full_name.label("name"),
            People.phone,
            has_chat(Guardians.person_id).label("linked"),
        )
        .join(People, People.id == Guardians.person_id)
        .where(Guardians.pupil_id.in_(pupils))
        .order_by(Guardians.pupil_id, Guardians.slot)
    )
    return [GuardianLine(**row) for row in (await session.execute(statement)).mappings()]


async def children(session: AsyncSession, person_id: int) -> frozenset[int]:
    """The pupils this person is guardian of."""
    return frozenset(await session.scalars(select(Guardians.pupil_id).where(Guardians.person_id == person_id)))
