"""The week of a class stays with its name: the new year's 6A is taught when the 6A of the year before was."""

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.school.tables import Classes, WeekSlots, Years


async def keep_weeks(session: AsyncSession, school_id: int, year_id: int) -> None:
    """For the classes of a year without a week of their own, that of the class of their name in the year before."""
    own = twin(WeekSlots, "keep_weeks, own")
    before = twin(Classes, "keep_weeks")
    slot = twin(WeekSlots, "keep_weeks, slot")
    begins = select(Years.starts).where(Years.id == year_id).scalar_subquery()
    last = select(Years.id).where(Years.school_id == school_id, Years.starts < begins)
    last = last.order_by(Years.starts.desc()).limit(1)
    chosen = (
        select(Classes.school_id, Classes.id, slot.weekday, slot.part)
        .join(before, before.key == Classes.key)
        .join(slot, slot.class_id == before.id)
        .where(Classes.year_id == year_id, before.year_id == last.scalar_subquery())
        .where(~select(own.id).where(own.class_id == Classes.id).correlate(Classes).exists())
    )
    await session.execute(insert(WeekSlots).from_select(["school_id", "class_id", "weekday", "part"], chosen))
