"""Letters that are held back for a while: of one kind, about one class, or all, because a leader said so; to one
pupil's family, because who decides about the pupil did; or where a report would alarm more than is likely.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ForeignKey, Index, String, and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row
from models.post.tables import PENDING, STOPPED, Outbox, in_state
from models.register.tables import Firings
from rules.ladder.steps import FIRST
from rules.letters import Kind

ALARMS_OF_A_DAY = "alarms"  # in place of a kind: all that the day's first absences tell
TO_THE_FAMILY = "family"  # in place of a kind: what tells one pupil's family of an absence, or has somebody ask it
ABOUT_THE_PROGRAM = (Kind.CHANNEL_DOWN, Kind.PARKED, Kind.CLOCK_SET, Kind.OUTCOMES, Kind.CUT_OFF)
NEVER_STOPPED = (Kind.ALARM_HELD, Kind.STOP_SAID, Kind.CORRECTED, Kind.WORRY, *ABOUT_THE_PROGRAM)


class Stops(Row):
    """Until `ends_at`, or until somebody ends it, no letter of this kind (empty: of any) about this class (None: any)
    leaves; with a pupil none about that pupil, whatever the class, which is then the one the pupil was in. `day` and no
    `person_id`: the program holds back what one day's reports would tell; it ends as it began (`ends_at` is `made_at`)
    where they were taken back.
    """

    __tablename__ = "stops"
    __table_args__ = (Index("ix_stops_school", "school_id", "ends_at"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupils.id"))
    kind: Mapped[str] = mapped_column(String(30), default="")
    day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    released: Mapped[bool] = mapped_column(default=False)


async def in_force(session: AsyncSession, schools: Sequence[int]) -> Sequence[Any]:
    """The stops that hold letters back, the oldest first."""
    found = select(Stops.__table__).where(Stops.school_id.in_(schools), ~Stops.released)
    return (await session.execute(found.order_by(Stops.id))).all()


async def end_stop(session: AsyncSession, stop_id: int, person_id: int | None, now: datetime) -> None:
    """What it held back may leave, if it is still so."""
    values = {"released": True, "ended_by": person_id}
    await session.execute(update(Stops).where(Stops.id == stop_id).values(values))
    waiting = update(Outbox).where(in_state(STOPPED), Outbox.why == held_by(stop_id))
    await session.execute(waiting.values(state=PENDING, not_before=now, why=None))


async def end_of_pupils(
    session: AsyncSession, schools: Sequence[int], pupils: Collection[int], by: int, now: datetime
) -> None:
    """What is held back to these pupils' families may leave."""
    for one in await in_force(session, schools):
        if one.pupil_id in pupils:
            await end_stop(session, one.id, by, now)


async def end_those_over(session: AsyncSession, now: datetime) -> None:
    """Whose time is over, and those of reports that were taken back: they hold nothing any more."""
    for stop in (await (await session.connection()).execute(_over(), {"now": now})).all():  # no ORM: at every look
        if stop.taken_back:
            await session.execute(update(Stops).where(Stops.id == stop.id).values(ends_at=Stops.made_at))
        await end_stop(session, stop.id, None, now)


@cache
def _over() -> Any:
    same = or_(Stops.class_id.is_(None), Stops.class_id == Firings.class_id)
    fired = select(Firings.id).where(Firings.school_id == Stops.school_id, Firings.day == Stops.day, same)
    stands = fired.where(Firings.step == FIRST, Firings.struck_at.is_(None)).correlate(Stops).exists()
    taken_back = and_(Stops.day.is_not(None), ~stands)
    over = or_(Stops.ends_at <= bindparam("now", type_=Moment), taken_back)
    return select(Stops.id, taken_back.label("taken_back")).where(~Stops.released, over)


def held_by(stop_id: int) -> str:
    """Why a letter does not leave."""
    return f"stop {stop_id}"
