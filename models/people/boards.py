"""Who boards from a later day on, or no more: what is noted comes into force on its day."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ForeignKey, Index, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row
from models.people.tables import Pupils
from models.school.tables import Schools


class ComingBoarders(Row):
    """From `day` on a pupil is `boarding` or is not; `before` is what was so until then, once that day has `come`."""

    __tablename__ = "coming_boarders"
    __table_args__ = (
        Index("ix_coming_boarders_school", "school_id", "day"),
        Index("ix_coming_boarders_pupil", "pupil_id"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    boarding: Mapped[bool]
    before: Mapped[bool | None]
    day: Mapped[date]
    come: Mapped[bool] = mapped_column(default=False)


async def boarding_comes(session: AsyncSession, schools: Collection[int], today: date) -> None:
    """What was noted for a day that is here by now comes into force."""
    due = select(ComingBoarders, Pupils.boarding.label("now")).join(Pupils, Pupils.id == ComingBoarders.pupil_id)
    mine = (ComingBoarders.school_id.in_(schools), ComingBoarders.day <= today, ~ComingBoarders.come)
    rows = (await session.execute(due.where(*mine).order_by(ComingBoarders.day, ComingBoarders.id))).all()
    for row, now in rows:
        await session.execute(update(Pupils).where(Pupils.id == row.pupil_id).values(boarding=row.boarding))
        came = update(ComingBoarders).where(ComingBoarders.id == row.id)
        await session.execute(came.values(come=True, before=now))
    if rows:
        newer = update(Schools).where(Schools.id.in_({row.school_id for row, _now in rows}))
        await session.execute(newer.values(version=Schools.version + 1))


async def noted_boarding(session: AsyncSession, pupils: Collection[int]) -> dict[int, date]:
    """Of whom of these something is noted for a later day, and that day."""
    rows = select(ComingBoarders.pupil_id, ComingBoarders.day)
    mine = (ComingBoarders.pupil_id.in_(pupils), ~ComingBoarders.come)
    return dict((await session.execute(rows.where(*mine))).all())


async def boards_otherwise(session: AsyncSession, ids: Collection[int]) -> list[str]:
    """The pupils of whom these have come, and who have been put otherwise since."""
    mine = select(Pupils.full_name).join(ComingBoarders, ComingBoarders.pupil_id == Pupils.id)
    other = Pupils.boarding != ComingBoarders.boarding
    return list(await session.scalars(mine.where(ComingBoarders.id.in_(ids), ComingBoarders.come, other)))


async def boards_as_before(session: AsyncSession, ids: Collection[int]) -> None:
    mine = (ComingBoarders.pupil_id == Pupils.id, ComingBoarders.id.in_(ids), ComingBoarders.come)
    before = select(ComingBoarders.before).where(*mine).limit(1).scalar_subquery()
    back = update(Pupils).where(select(ComingBoarders.id).where(*mine).exists())
    await session.execute(back.values(boarding=before))
