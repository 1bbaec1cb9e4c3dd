"""Who holds a role: the recipients of what the clock tells."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, String, cast, literal, select

from models.ladder import held_on
from models.people import Roles


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
