"""A pupil's marks of a day, whatever class they were made in: there is one a half day."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.register.tables import Marks

_table: Any = Marks.__table__
_marks = _table.c
OF_A_MARK = (
    _marks.id, _marks.pupil_id, _marks.part, _marks.kind, _marks.reason_code, _marks.reason, _marks.person_id,
    _marks.made_at, _marks.class_id, _marks.unsettled,
)  # fmt: skip


async def wherever(session: AsyncSession, pupils: Collection[int], day: date, parts: Collection[str]) -> list[Any]:
    """The live marks (`OF_A_MARK`) of these pupils."""
    if not pupils:
        return []
    given = {"pupils": list(pupils), "of_day": day, "parts": list(parts)}
    return list((await session.execute(_wherever(), given)).all())


@cache
def _wherever() -> Any:
    """Built once: building it costs more than running it."""
    return select(*OF_A_MARK).where(
        _marks.pupil_id.in_(bindparam("pupils", expanding=True)),
        _marks.day == bindparam("of_day"),
        _marks.part.in_(bindparam("parts", expanding=True)),
        _marks.struck_at.is_(None),
    )


class Standing(Struct, frozen=True, kw_only=True):
    """A live mark in a few words."""

    class_id: int
    part: str


async def standing(session: AsyncSession, pupil_id: int, day: date) -> tuple[Standing, ...]:
    live = select(Marks.class_id, Marks.part).where(Marks.pupil_id == pupil_id, Marks.day == day)
    rows = await session.execute(live.where(Marks.struck_at.is_(None)))
    return tuple(Standing(**row) for row in rows.mappings())
