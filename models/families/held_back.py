"""Messages to families that wait for a teacher's tap, where the school has chosen so: nothing leaves before it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.counting import enrolled_on
from models.people.tables import Enrolments, Pupils
from models.post.tables import CANCELLED, HELD, PENDING, Outbox, in_state
from models.register.tables import Firings
from models.school.tables import Classes

WITHHELD = "withheld"  # why a message to a family was cancelled: somebody tapped so


def held(*columns: Any) -> Select[*tuple[Any, ...]]:
    """What waits, with its pupil and the class the pupil is in on that day."""
    place = and_(Enrolments.pupil_id == Firings.pupil_id, enrolled_on(Enrolments, Outbox.day))
    return (
        select(*columns)
        .select_from(Outbox)
        .join(Firings, and_(Firings.id == Outbox.about, Firings.struck_at.is_(None)))
        .join(Enrolments, place)
        .where(in_state(HELD))
    )


async def held_of(session: AsyncSession, school_id: int, day: date, *which: Any) -> Sequence[Any]:
    """What waits about a day and these pupils or classes: (id, pupil_id, name, class_id, class_name, valid_until)."""
    pupil, klass = (Pupils.id.label("pupil_id"), Pupils.full_name.label("name")), Classes.name.label("class_name")
    found = (
        held(Outbox.id, *pupil, Classes.id.label("class_id"), klass, Outbox.valid_until)
        .join(Pupils, Pupils.id == Firings.pupil_id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Outbox.school_id == school_id, Outbox.day == day, *which)
        .order_by(Classes.name, Pupils.id)
    )
    return (await session.execute(found)).all()


async def let_go(session: AsyncSession, rows: Collection[int], now: datetime) -> None:
    """They leave now; in quiet hours, when these end."""
    waiting = update(Outbox).where(Outbox.id.in_(rows), in_state(HELD))
    await session.execute(waiting.values(state=PENDING, not_before=now))


async def withhold(session: AsyncSession, *which: Any, why: str) -> None:
    """They do not leave at all."""
    await session.execute(update(Outbox).where(in_state(HELD), *which).values(state=CANCELLED, why=why))
