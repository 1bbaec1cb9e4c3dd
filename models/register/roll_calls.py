"""Guided roll calls under way: which class and half day, what was tapped so far, and which message shows it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import ForeignKey, String, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row, partial
from models.register.tables import ClassParts, Marks
from rules.marks import ABSENT, IN_PART, Mark

LIFE = timedelta(hours=3)  # after the last tap; a morning's roll call must not be saved by a tap in the afternoon
WEIGHT = (*ABSENT, *IN_PART, Mark.LATE, Mark.DUTY)  # which mark shows where a pupil has one in each half day


class RollCalls(Row):
    """A roll call somebody has begun in a chat; nothing of it is in the register before it is saved.

    Day and half days stay as they were when it began. `inbox_id` is the message whose answer shows it.
    """

    __tablename__ = "roll_calls"
    __table_args__ = (
        partial("uq_roll_calls_open", "chat_id", "class_id", "day", "parts", where="done_at IS NULL", unique=True),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    day: Mapped[date]
    parts: Mapped[str] = mapped_column(String(2))
    page: Mapped[int] = mapped_column(default=1)
    inbox_id: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class Taps(Base):
    """What a pupil was tapped to: a mark's letter, empty for present. Without a row the register's mark shows."""

    __tablename__ = "taps"
    roll_call_id: Mapped[int] = mapped_column(ForeignKey("roll_calls.id"), primary_key=True)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(2))


class RollCall(Struct, frozen=True, kw_only=True):
    id: int
    school_id: int
    chat_id: int
    person_id: int
    class_id: int
    day: date
    parts: tuple[str, ...]
    page: int
    inbox_id: int
    expires_at: datetime
    done_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        return self.done_at is not None or self.expires_at <= now


async def find_roll_call(session: AsyncSession, roll_call_id: int) -> RollCall | None:
    found = await session.execute(select(RollCalls.__table__).where(RollCalls.id == roll_call_id))
    row = found.mappings().first()
    return _roll_call(row) if row else None


def _roll_call(row: Mapping[Any, Any]) -> RollCall:
    return RollCall(**{**row, "parts": tuple(row["parts"])})


async def open_roll_call(session: AsyncSession, wanted: Mapping[str, Any], now: datetime) -> RollCall | None:
    """The person's own roll call of this chat, class, day and half days (columns in `wanted`), if one is under way;
    what else is open there is over.
    """
    same = [RollCalls.__table__.c[name] == wanted[name] for name in ("chat_id", "class_id", "day", "parts")]
    statement = select(RollCalls.__table__).where(*same, RollCalls.done_at.is_(None))
    found = (await session.execute(statement)).mappings().first()
    if found is None:
        return None
    call = _roll_call(found)
    if call.person_id == wanted["person_id"] and not call.is_over(now):
        return call
    await end_roll_call(session, call.id, now)
    return None


async def begin_roll_call(session: AsyncSession, wanted: Mapping[str, Any], now: datetime) -> RollCall:
    """`wanted` has every column but page, expiry and end."""
    values = dict(wanted) | {"page": 1, "expires_at": now + LIFE}
    made = await session.execute(insert(RollCalls.__table__).values(values).returning(*RollCalls.__table__.c))
    return _roll_call(made.mappings().one())


async def touch_roll_call(session: AsyncSession, roll_call_id: int, now: datetime, **values: Any) -> None:
    """Keep it open for another while, and set what else changed of it (`page`, `inbox_id`)."""
    touched = update(RollCalls).where(RollCalls.id == roll_call_id)
    await session.execute(touched.values(expires_at=now + LIFE, **values))


async def end_roll_call(session: AsyncSession, roll_call_id: int, now: datetime) -> None:
    await session.execute(update(RollCalls).where(RollCalls.id == roll_call_id).values(done_at=now))


async def taps_of(session: AsyncSession, roll_call_id: int) -> dict[int, str]:
    """What each pupil was tapped to."""
    statement = select(Taps.pupil_id, Taps.kind).where(Taps.roll_call_id == roll_call_id)
    return dict((await session.execute(statement)).all())


async def keep_tap(session: AsyncSession, roll_call_id: int, pupil_id: int, kind: str | None) -> None:
    """A row a pupil, so that no tap can undo another's; None: the pupil is as the register has it again."""
    await session.execute(delete(Taps).where(Taps.roll_call_id == roll_call_id, Taps.pupil_id == pupil_id))
    if kind is not None:
        await session.execute(insert(Taps).values(roll_call_id=roll_call_id, pupil_id=pupil_id, kind=kind))


async def marks_now(session: AsyncSession, call: RollCall) -> dict[int, str]:
    """What the register has of each pupil in these half days, the gravest mark where they differ."""
    statement = select(Marks.pupil_id, Marks.kind).where(
        Marks.class_id == call.class_id,
        Marks.day == call.day,
        Marks.part.in_(call.parts),
        Marks.struck_at.is_(None),
    )
    found = {(pupil_id, kind) for pupil_id, kind in await session.execute(statement)}
    lightest_first = sorted(found, key=lambda mark: -WEIGHT.index(mark[1]))
    return dict(lightest_first)


async def reported_by_others(session: AsyncSession, call: RollCall) -> int | None:
    """Somebody else who has reported one of these half days."""
    statement = select(ClassParts.reported_by).where(
        ClassParts.class_id == call.class_id,
        ClassParts.day == call.day,
        ClassParts.part.in_(call.parts),
        ClassParts.reported_by != call.person_id,
    )
    return await session.scalar(statement.limit(1))
