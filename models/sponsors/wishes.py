"""Offers to sponsor a pupil: nothing of the child is shown before the homeroom teacher or a leader agrees."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct
from sqlalchemy import ForeignKey, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row, partial
from models.people.tables import People


class SponsorWishes(Row):
    __tablename__ = "sponsor_wishes"
    __table_args__ = (
        partial("uq_sponsor_wishes_open", "pupil_id", "person_id", where="decided_at IS NULL", unique=True),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved: Mapped[bool | None]


class Wish(Struct, frozen=True, kw_only=True):
    id: int
    school_id: int
    pupil_id: int
    person_id: int
    name: str
    decided_at: datetime | None
    approved: bool | None


async def wish_for(session: AsyncSession, school_id: int, pupil_id: int, person_id: int, now: datetime) -> int | None:
    """Store an offer; return its id, or None if the same one is open already."""
    mine = (SponsorWishes.pupil_id == pupil_id, SponsorWishes.person_id == person_id)
    open_ = select(SponsorWishes.id).where(*mine, SponsorWishes.decided_at.is_(None))
    if await session.scalar(open_) is not None:
        return None
    values = {"school_id": school_id, "pupil_id": pupil_id, "person_id": person_id, "asked_at": now}
    return await session.scalar(insert(SponsorWishes).values(values).returning(SponsorWishes.id))


async def wishes(session: AsyncSession, ids: Collection[int]) -> list[Wish]:
    """These offers, decided or not."""
    names = [name for name in Wish.__struct_fields__ if name != "name"]
    columns = [getattr(SponsorWishes, name) for name in names]
    statement = select(*columns, People.full_name.label("name")).join(People, People.id == SponsorWishes.person_id)
    rows = await session.execute(statement.where(SponsorWishes.id.in_(ids)).order_by(SponsorWishes.id))
    return [Wish(**row) for row in rows.mappings()]


async def decide_wish(session: AsyncSession, wish_id: int, by: int | None, now: datetime, *, yes: bool) -> bool:
    """Close an open offer; False if somebody else was quicker."""
    still_open = update(SponsorWishes).where(SponsorWishes.id == wish_id, SponsorWishes.decided_at.is_(None))
    decided = still_open.values(decided_at=now, decided_by=by, approved=yes).returning(SponsorWishes.id)
    return await session.scalar(decided) is not None
