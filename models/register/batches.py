"""Messages as batches: what a message wrote into the register, and how all of it is taken back at once."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import RowMapping, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.register.struck import strike_marks
from models.register.tables import ClassParts, Marks

CLASS_DAY = tuple[int, date]


class Batch(Struct, frozen=True, kw_only=True):
    """One message's report, as it stands: the half days it was the first to report, its live marks, and those it took
    away. `parts` are those of each class and day it is about.
    """

    inbox_id: int
    school_id: int
    person_id: int | None
    parts: dict[CLASS_DAY, tuple[str, ...]]
    marks: tuple[Any, ...]
    made_at: datetime

    @property
    def classes(self) -> frozenset[int]:
        return frozenset(class_id for class_id, _day in self.parts)


class Undoing(Struct, frozen=True, kw_only=True):
    """Who takes a batch back, when."""

    person_id: int | None
    at: datetime


async def batch(session: AsyncSession, inbox_id: int) -> Batch | None:
    """What a message recorded, if anything of it still stands."""
    marks = (await session.execute(_marks_of(inbox_id))).all()
    reported = (await session.execute(_parts_of(inbox_id))).all()
    taken = (await session.execute(_taken_away(inbox_id))).all()
    rows: list[Any] = [*reported, *marks, *taken]
    if not rows:
        return None
    parts: dict[CLASS_DAY, dict[str, None]] = defaultdict(dict)
    for row in rows:
        parts[row.class_id, row.day][row.part] = None
    return Batch(
        inbox_id=inbox_id,
        school_id=rows[0].school_id,
        person_id=rows[0].person_id,
        parts={key: tuple(parts[key]) for key in sorted(parts)},
        marks=tuple(marks),
        made_at=min(row.at for row in rows),
    )


def _marks_of(inbox_id: int) -> Any:
    where = (Marks.inbox_id == inbox_id, Marks.struck_at.is_(None))
    return select(Marks.__table__, Marks.made_at.label("at")).where(*where).order_by(Marks.id)


def _parts_of(inbox_id: int) -> Any:
    one = ClassParts
    by = (one.reported_by.label("person_id"), one.reported_at.label("at"))
    return select(one.school_id, one.class_id, one.day, one.part, *by).where(
        one.inbox_id == inbox_id, one.reported_at.is_not(None)
    )


def _taken_away(inbox_id: int) -> Any:
    """Marks that a message struck and nothing has replaced since."""
    now = twin(Marks, "taken_away")
    replaced = select(now.id).where(
        now.pupil_id == Marks.pupil_id, now.day == Marks.day, now.part == Marks.part, now.struck_at.is_(None)
    )
    columns = [column for column in Marks.__table__.c if column.name != "person_id"]
    by = (Marks.person_id.label("author"), Marks.struck_by.label("person_id"), Marks.struck_at.label("at"))
    return select(*columns, *by).where(Marks.struck_inbox_id == inbox_id, ~replaced.correlate(Marks).exists())


async def last_batch(session: AsyncSession, person_id: int) -> int | None:
    """The newest message of this person of which something still stands."""
    marked = select(func.max(Marks.inbox_id)).where(Marks.person_id == person_id, Marks.struck_at.is_(None))
    reported = select(func.max(ClassParts.inbox_id)).where(ClassParts.reported_by == person_id)
    taken = select(func.max(Marks.struck_inbox_id)).where(Marks.struck_by == person_id)
    found = [await session.scalar(statement) for statement in (marked, reported, taken)]
    return max((inbox_id for inbox_id in found if inbox_id), default=None)


async def take_back(session: AsyncSession, done: Batch, undoing: Undoing) -> dict[date, set[int]]:
    """Undo a message as a whole: its marks are struck, what they replaced stands again, and half days that only it
    reported are unreported. Return the pupils concerned, by day.
    """
    if done.marks:
        await strike_marks(session, [mark.id for mark in done.marks], undoing, None)
    taken = (await session.execute(_taken_away(done.inbox_id))).mappings().all()
    if taken:
        await session.execute(insert(Marks), [_again(row, undoing) for row in taken])
    forgotten = update(Marks).where(Marks.struck_inbox_id == done.inbox_id).values(struck_inbox_id=None)
    await session.execute(forgotten)
    await _unreport(session, done, undoing)
    pupils: dict[date, set[int]] = defaultdict(set)
    for row in (*done.marks, *taken):
        pupils[row.day].add(row.pupil_id)
    return pupils


def _again(row: RowMapping, undoing: Undoing) -> dict[str, Any]:
    """A struck mark as it was, standing again from now on."""
    same = {
        name: value
        for name, value in row.items()
        if name not in {"id", "author", "at"} and not name.startswith("struck")
    }
    return same | {"person_id": row["author"], "made_at": undoing.at}


async def _unreport(session: AsyncSession, done: Batch, undoing: Undoing) -> None:
    others = _marks_of_a_report()
    for (class_id, day), parts in done.parts.items():
        again_first = and_(
            ClassParts.class_id == class_id,
            ClassParts.day == day,
            ClassParts.part.in_(parts),
            ClassParts.inbox_id != done.inbox_id,
            ClassParts.reported_by == done.person_id,
            ~others.where(Marks.inbox_id != ClassParts.inbox_id).exists(),
        )
        await session.execute(update(ClassParts).where(again_first).values(corrected_at=None))
    only_mine = and_(ClassParts.inbox_id == done.inbox_id, ~others.exists(), ClassParts.corrected_at.is_(None))
    unreported = {"reported_at": None, "reported_by": None, "inbox_id": None, "enrolled": None}
    await session.execute(update(ClassParts).where(only_mine).values(unreported))
    rest = update(ClassParts).where(ClassParts.inbox_id == done.inbox_id)
    await session.execute(rest.values(inbox_id=None, corrected_at=undoing.at))


def _marks_of_a_report() -> Any:
    """Live marks in a half day that came with a report of it; leave asked ahead stood there before and is none."""
    return (
        select(Marks.id)
        .where(
            Marks.class_id == ClassParts.class_id,
            Marks.day == ClassParts.day,
            Marks.part == ClassParts.part,
            Marks.made_at >= ClassParts.reported_at,
            Marks.struck_at.is_(None),
        )
        .correlate(ClassParts)
    )
