"""Where pupils lived before: the register counts each day for the hamlet a pupil lived in on that day."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, case, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, twin
from models.people.tables import Pupils
from models.school.tables import Schools


class FormerHomes(Row):
    """`place_id` was a pupil's from the day `first` to the day `last`; after the newest the pupil's row says."""

    __tablename__ = "former_homes"
    __table_args__ = (Index("ix_former_homes_pupil", "pupil_id"),)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    first: Mapped[date]
    last: Mapped[date]


class ComingHomes(Row):
    """From `day` on a pupil lives at `place_id`; `before` is where until then, once that day has `come`."""

    __tablename__ = "coming_homes"
    __table_args__ = (Index("ix_coming_homes_school", "school_id", "day"), Index("ix_coming_homes_pupil", "pupil_id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id"))
    before: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    day: Mapped[date]
    come: Mapped[bool] = mapped_column(default=False)


async def homes_come(session: AsyncSession, schools: Collection[int], today: date) -> None:
    """What was noted for a day that is here by now comes into force, each from its own day on."""
    due = select(ComingHomes, Pupils.place_id.label("now")).join(Pupils, Pupils.id == ComingHomes.pupil_id)
    mine = (ComingHomes.school_id.in_(schools), ComingHomes.day <= today, ~ComingHomes.come)
    rows = (await session.execute(due.where(*mine).order_by(ComingHomes.day, ComingHomes.id))).all()
    for row, now in rows:
        await keep_homes(session, {row.pupil_id: row.place_id}, row.day)
        await session.execute(update(Pupils).where(Pupils.id == row.pupil_id).values(place_id=row.place_id))
        came = update(ComingHomes).where(ComingHomes.id == row.id)
        await session.execute(came.values(come=True, before=now))
    if rows:
        newer = update(Schools).where(Schools.id.in_({row.school_id for row, _now in rows}))
        await session.execute(newer.values(version=Schools.version + 1))


async def noted_homes(session: AsyncSession, pupils: Collection[int]) -> dict[int, date]:
    """Who of these is noted to live elsewhere from a later day on, and that day."""
    rows = select(ComingHomes.pupil_id, ComingHomes.day).where(ComingHomes.pupil_id.in_(pupils), ~ComingHomes.come)
    return dict((await session.execute(rows)).all())


async def moved_on(session: AsyncSession, ids: Collection[int]) -> list[str]:
    """The pupils who have come to live where these say, and live elsewhere since."""
    mine = select(Pupils.full_name).join(ComingHomes, ComingHomes.pupil_id == Pupils.id)
    elsewhere = or_(Pupils.place_id.is_(None), Pupils.place_id != ComingHomes.place_id)
    return list(await session.scalars(mine.where(ComingHomes.id.in_(ids), ComingHomes.come, elsewhere)))


async def back_home(session: AsyncSession, ids: Collection[int]) -> None:
    """Who has come to live where these say lives again where it was before."""
    mine = (ComingHomes.pupil_id == Pupils.id, ComingHomes.id.in_(ids), ComingHomes.come)
    before = select(ComingHomes.before).where(*mine)
    back = update(Pupils).where(select(ComingHomes.id).where(*mine).exists())
    await session.execute(back.values(place_id=before.limit(1).scalar_subquery()))


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
