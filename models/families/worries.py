"""What somebody wrote of a child that may be in danger, or may leave school for good: told to people, not filed."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row

LONGEST = 300
GOES_ON = timedelta(hours=12)  # so long what the same person writes goes where the first words went


class Worries(Row):
    """`words` are the writer's own, kept for a month."""

    __tablename__ = "worries"
    __table_args__ = (Index("ix_worries_pupil", "pupil_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str | None] = mapped_column(String(LONGEST))
    at: Mapped[datetime] = mapped_column(Moment)


async def last_worry(session: AsyncSession, person_id: int | None, before: datetime, *which: Any) -> Any:
    """(id, pupil_id) of what this person wrote lately; None if nothing."""
    mine = (Worries.person_id == person_id, Worries.at > before - GOES_ON, Worries.at <= before, *which)
    return (
        await session.execute(select(Worries.id, Worries.pupil_id).where(*mine).order_by(Worries.id.desc()))
    ).first()
