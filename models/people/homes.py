"""Where pupils lived before: the register counts each day for the hamlet a pupil lived in on that day."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, case, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, twin
from models.people.tables import Pupils


class FormerHomes(Row):
    """`place_id` was a pupil's from the day `first` to the day `last`; after the newest the pupil's row says."""

    __tablename__ = "former_homes"
    __table_args__ = (Index("ix_former_homes_pupil", "pupil_id"),)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    first: Mapped[date]
    last: Mapped[date]


async def keep_homes(session: AsyncSession, new: Mapping[int, int | None], today: date) -> None:
    """Called before pupils (by their id) get a `new` place from today on: the old one stays that of the days before."""
    begun = select(func.max(FormerHomes.last)).where(FormerHomes.pupil_id == Pupils.id).scalar_subquery()
    known = select(Pupils.id, Pupils.place_id, begun.label("before"))
    rows = (await session.execute(known.where(Pupils.id.in_(new)))).all()
    one = timedelta(days=1)
    moved = [
        {
            "pupil_id": row.id,
            "place_id": row.place_id,
            "first": row.before + one if row.before else date.min,
            "last": today - one,
        }
        for row in rows
        if row.place_id != new[row.id] and (row.before is None or row.before < today - one)
    ]
    if moved:
        await session.execute(insert(FormerHomes), moved)


def home_then(pupil_id: Any, day: Any) -> ColumnElement[bool]:
    """The condition to outer join `FormerHomes` by; then `place_then` is where the pupil lived on that day."""
    return and_(FormerHomes.pupil_id == pupil_id, FormerHomes.first <= day, FormerHomes.last >= day)


def lived_in(pupil_id: Any, day: Any, places: Collection[int]) -> ColumnElement[bool]:
    """The pupil, who is joined, lived in one of the places on that day."""
    home = twin(FormerHomes, "lived_in")
    then = select(home.id).where(home.pupil_id == pupil_id, home.first <= day, home.last >= day)
    there = then.where(home.place_id.in_(places)).correlate_except(home).exists()
    return or_(and_(Pupils.place_id.in_(places), ~then.correlate_except(home).exists()), there)


def place_then() -> Any:
    return case((FormerHomes.id.is_not(None), FormerHomes.place_id), else_=Pupils.place_id)
