"""Who has left school for good and nobody follows: not back, not told of anew."""

from datetime import date

from msgspec import Struct
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.movements import Movements
from models.people.tables import Enrolments, Pupils
from models.register.tables import Cases
from models.school.tables import Classes
from models.unlisted.children import UnlistedPupils
from rules.people.movements import Movement
from rules.unlisted import OLDEST


class Dropped(Struct, frozen=True, kw_only=True):
    """`class_name` is the class that was left on that day."""

    pupil_id: int
    name: str
    born: int | None
    place_id: int | None
    class_name: str
    since: date


async def gone_for_good(session: AsyncSession, school_id: int, day: date) -> list[Dropped]:
    """Of school age still, in any year, the newest first."""
    newest = select(func.max(Movements.id)).where(Movements.pupil_id == Pupils.id, Movements.day <= day)
    followed = or_(
        select(Cases.id).where(Cases.pupil_id == Pupils.id, Cases.closed_on.is_(None)).correlate(Pupils).exists(),
        select(UnlistedPupils.pupil_id)
        .where(UnlistedPupils.pupil_id == Pupils.id, UnlistedPupils.told_on >= Movements.day)
        .correlate(Pupils, Movements)
        .exists(),
    )
    on_a_list = select(Enrolments.id).where(Enrolments.pupil_id == Pupils.id, Enrolments.ends.is_(None))
    statement = (
        select(Pupils.id, Pupils.full_name, Pupils.birth_date, Pupils.place_id, Classes.name, Movements.day)
        .join(Movements, Movements.id == newest.correlate(Pupils).scalar_subquery())
        .outerjoin(Enrolments, Enrolments.ended_id == Movements.id)
        .outerjoin(Classes, Classes.id == Enrolments.class_id)
        .where(
            Pupils.school_id == school_id,
            Movements.kind == Movement.DROPPED,
            ~followed,
            ~on_a_list.correlate(Pupils).exists(),
        )
        .where(or_(Pupils.birth_date.is_(None), Pupils.birth_date >= date(day.year - OLDEST, 1, 1)))
        .order_by(Movements.day.desc(), Pupils.id)
    )
    return [
        Dropped(
            pupil_id=row.id, name=row.full_name, born=row.birth_date.year if row.birth_date else None,
            place_id=row.place_id, class_name=row.name or "", since=row.day,
        )
        for row in await session.execute(statement)
    ]  # fmt: skip
