"""Marks that count no longer: struck, with who struck them and why, and never erased."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from models.register.tables import Marks


class By(Protocol):
    """Who changes the register, when."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def at(self) -> datetime: ...


async def strike_marks(session: AsyncSession, ids: Collection[int], by: By, by_message: int | None) -> None:
    """`by_message` is the report that says otherwise, so that undoing it brings these back; None for an undo."""
    values = {"struck_at": by.at, "struck_by": by.person_id, "struck_inbox_id": by_message}
    await session.execute(update(Marks).where(Marks.id.in_(ids)).values(values))
