"""What is told of one class of a report: the keys by which it is known as it leaves."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import Roles
from models.post.tables import Outbox


class Why(StrEnum):
    """Begins the key: why somebody is told."""

    HOMEROOM = "also"  # the class is theirs, and somebody else has recorded or changed something
    FIRST = "first"  # they had reported the class before
    WITHDRAWN = "withdrawn"  # the class is theirs, and a report of it was taken back
    OWN = "own"  # theirs was taken back
    PROPOSED = "proposed"  # the class is theirs, and somebody says otherwise than its marks


def report_key(why: Why, inbox_id: int, class_id: int, day: date) -> str:
    return f"{why}:{inbox_id}:{class_id}:{day}"


def is_told(why: Why, class_id: int, day: date) -> ColumnElement[bool]:
    """Of this class and day, by whichever message."""
    return Outbox.key.like(f"{why}:%:{class_id}:{day}")


def begins_with(why: Why) -> ColumnElement[bool]:
    return Outbox.key.startswith(f"{why}:")


def is_of_class(why: Why) -> ColumnElement[bool]:
    """Whether what leaves is told so of the class of a role."""
    return Outbox.key == key_in_sql(why, Outbox.about, Roles.class_id, Outbox.day)


def key_in_sql(why: Why, inbox_id: Any, class_id: Any, day: Any) -> ColumnElement[str]:
    """As `report_key` writes it."""
    about, of_class, of_day = (cast(one, String) for one in (inbox_id, class_id, day))
    return literal(f"{why}:", String) + about + ":" + of_class + ":" + of_day


async def class_of_each(session: AsyncSession, letters: Collection[int]) -> Mapping[int, int]:
    """The class each of these letters is told of, by the letter: its reader may know nothing of the report's others."""
    found: Any = await session.execute(select(Outbox.id, Outbox.key).where(Outbox.id.in_(letters)))
    return {number: int(key.split(":")[2]) for number, key in found}
