"""Messages kept apart to learn from, in schools that have agreed: with stand-ins for all names, and what came of it."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ForeignKey, Index, Text, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row
from models.register.tables import Marks


class Samples(Row):
    """`text` and `lists` (class by class its number, its name, and its pupils as (number, stand-in)) name nobody;
    `inbox_id` is the batch whose marks tell what was settled, by taps and corrections too.
    """

    __tablename__ = "samples"
    __table_args__ = (Index("ix_samples_school", "school_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    inbox_id: Mapped[int]
    day: Mapped[date]
    own_class: Mapped[int | None]
    said_at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    lists: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)


class ListOf(Struct, frozen=True, kw_only=True):
    id: int
    name: str
    pupils: tuple[tuple[int, str], ...]


class Settled(Struct, frozen=True, kw_only=True):
    """A mark that stands of the message: whose, which day and half day, which kind."""

    pupil_id: int
    day: date
    part: str
    kind: str


class Sample(Struct, frozen=True, kw_only=True):
    id: int
    said_at: datetime
    day: date
    own_class: int | None
    text: str
    outcome: str
    lists: tuple[ListOf, ...]
    settled: tuple[Settled, ...]


async def keep_sample(session: AsyncSession, lists: Sequence[ListOf], **columns: Any) -> None:
    written = json.dumps([[one.id, one.name, one.pupils] for one in lists], ensure_ascii=False)
    await session.execute(insert(Samples).values(lists=written, **columns))


async def samples(session: AsyncSession, school_id: int) -> list[Sample]:
    rows = (await session.execute(select(Samples.__table__).where(Samples.school_id == school_id))).mappings().all()
    marks = await _settled(session, [row["inbox_id"] for row in rows])
    return [
        Sample(
            **{name: row[name] for name in ("id", "said_at", "day", "own_class", "text", "outcome")},
            lists=tuple(
                ListOf(id=number, name=name, pupils=tuple((one[0], one[1]) for one in pupils))
                for number, name, pupils in json.loads(row["lists"])
            ),
            settled=tuple(marks.get(row["inbox_id"], ())),
        )
        for row in rows
    ]


async def _settled(session: AsyncSession, batches: Sequence[int]) -> Mapping[int, list[Settled]]:
    found: dict[int, list[Settled]] = {}
    columns = (Marks.inbox_id, Marks.pupil_id, Marks.day, Marks.part, Marks.kind)
    live = select(*columns).where(Marks.inbox_id.in_(batches), Marks.struck_at.is_(None)).order_by(Marks.id)
    for row in await session.execute(live):
        found.setdefault(row.inbox_id, []).append(
            Settled(pupil_id=row.pupil_id, day=row.day, part=row.part, kind=row.kind)
        )
    return found
