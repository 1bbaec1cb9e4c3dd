"""Days of absence written straight into the register: a story that needs forty of them cannot say each."""

from datetime import date, datetime, timedelta

from sqlalchemy import insert, select

from models import ClassParts, Enrolments, Marks
from models.base import insert_new
from tests.conversation import ZONE, Play


def weekdays(first: date, count: int) -> list[date]:
    """So many days from `first` on, Sundays left out."""
    days = (first + timedelta(days=ahead) for ahead in range(count * 2))
    return [day for day in days if day.weekday() != 6][:count]


async def missed_before(
    play: Play, name: str, count: int, *, kind: str = "K", parts: str = "S", first: date = date(2026, 9, 7)
) -> None:
    """The pupil's class reported these days, and the pupil missed these sessions of each."""
    pupil_id, at = await play.pupil(name), datetime(2026, 9, 7, 8, tzinfo=ZONE)
    async with play.app.database.write() as session:
        class_id = await session.scalar(select(Enrolments.class_id).where(Enrolments.pupil_id == pupil_id))
        of_class = {"school_id": play.school_id, "class_id": class_id}
        for day in weekdays(first, count):
            for part in parts:
                held = {"day": day, "part": part, "held": True, "enrolled": 8, "reported_at": at}
                await session.execute(insert_new(session, ClassParts).values(of_class | held))
                mark = {"pupil_id": pupil_id, "day": day, "part": part, "kind": kind, "made_at": at}
                await session.execute(insert(Marks).values(of_class | mark))
