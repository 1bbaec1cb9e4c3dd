"""A reply that waits, for an outage: it is for what its reader was when it was asked for, and leaves to nobody less."""

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.askers import known_askers
from models.shapes.asker import Asker

AT_ONCE = timedelta(minutes=1)  # in which nobody's rights are asked for again


class AskedAs(Struct, frozen=True, array_like=True):
    """Who asked, and what that person was then: roles with their class and place, and children."""

    person_id: int
    roles: tuple[tuple[str, int | None, int | None], ...]
    children: tuple[int, ...]


def asked_as(asker: Asker) -> AskedAs | None:
    """None for a stranger, who was told nothing of anybody."""
    if asker.person_id is None:
        return None
    roles = tuple((str(role.name), role.class_id, role.place_id) for role in asker.roles)
    return AskedAs(asker.person_id, roles, asker.children)


async def may_still(session: AsyncSession, row: Any, then: AskedAs | None, now: datetime) -> bool:
    """Whether the same person is behind the chat and has lost none of it since this row of the outbox was stored."""
    if then is None or now - row.created_at < AT_ONCE:
        return True
    address = (row.channel, row.address)
    today = asked_as((await known_askers(session, [address], now))[address])
    if today is None or today.person_id != then.person_id:
        return False
    return {*then.roles} <= {*today.roles} and {*then.children} <= {*today.children}
