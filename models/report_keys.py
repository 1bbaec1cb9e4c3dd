"""What is told of one class of a report: the keys by which it is known as it leaves."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import Roles
from models.post.tables import Outbox


def report_key(whose: str, inbox_id: int, class_id: int, day: date) -> str:
    """`whose` is a word for why it is told: to the homeroom teacher, to who reported first, …"""
    return f"{whose}:{inbox_id}:{class_id}:{day}"


def is_of_class(whose: str) -> ColumnElement[bool]:
    """Whether what leaves is told so of the class of a role."""
    about, class_id, day = (cast(one, String) for one in (Outbox.about, Roles.class_id, Outbox.day))
    return Outbox.key == literal(f"{whose}:", String) + about + ":" + class_id + ":" + day


async def class_of_each(session: AsyncSession, letters: Collection[int]) -> Mapping[int, int]:
    """The class each of these letters is told of, by the letter: its reader may know nothing of the report's others."""
    found: Any = await session.execute(select(Outbox.id, Outbox.key).where(Outbox.id.in_(letters)))
    return {number: int(key.split(":")[2]) for number, key in found}
