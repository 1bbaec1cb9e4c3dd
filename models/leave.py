"""Leave asked ahead by families: asked, approved, refused, withdrawn; and the marks an approval stands for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ForeignKey, Index, String, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row, twin
from models.calendar.held import Calendar
from models.families.answers import Missed, excuse
from models.figures.counting import counted, enrolled_on, live
from models.ladder.look_again import look_again
from models.people.tables import Enrolments, People, Pupils
from models.post.tables import CANCELLED, PENDING, Outbox, in_state
from models.register.reports import NewMark
from models.register.tables import ClassParts, Marks
from models.school.tables import Classes
from models.shapes.among import SCHOOLS, among
from models.shapes.asker import School
from models.shapes.message import Notice
from rules.letters import Kind
from rules.marks import Mark

ASKED, APPROVED, REFUSED, WITHDRAWN = "asked", "approved", "refused", "withdrawn"
DECIDED = Kind.LEAVE_DECIDED  # the kind of the notice that tells the family


class Leaves(Row):
    """Leave for a pupil from a day to a day (both included; with `part` only that part of them), who asked and why.

    `reason` is the family's own words, kept for a month.
    """

    __tablename__ = "leaves"
    __table_args__ = (
        Index("ix_leaves_pupil", "pupil_id", "last"),
        Index("ix_leaves_class", "class_id", "last"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    first: Mapped[date]
    last: Mapped[date]
    part: Mapped[str | None] = mapped_column(String(1))
    reason_code: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(10), default=ASKED)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Leave(Struct, frozen=True, kw_only=True):
    """A request with its people. `class_id` is the pupil's class now, None for one who has left."""

    id: int
    school_id: int
    pupil_id: int
    name: str
    class_id: int | None
    class_name: str
    place_id: int | None
    person_id: int
    guardian: str
    phone: str | None
    first: date
    last: date
    part: str | None
    reason_code: str | None
    reason: str | None
    state: str
    decided_at: datetime | None
    decided_by: int | None


async def leaves(session: AsyncSession, day: date, *which: Any) -> list[Leave]:
    """The requests that fit, the earliest days first; `day` says in which class each pupil is."""
    place = twin(Enrolments, "leaves")
    statement = (
        select(
            Leaves.__table__,
            Pupils.full_name.label("name"),
            Pupils.place_id,
            People.full_name.label("guardian"),
            People.phone,
            place.class_id.label("now_in"),
            Classes.name.label("class_name"),
        )
        .join(Pupils, Pupils.id == Leaves.pupil_id)
        .join(People, People.id == Leaves.person_id)
        .outerjoin(place, and_(place.pupil_id == Leaves.pupil_id, enrolled_on(place, day)))
        .outerjoin(Classes, Classes.id == place.class_id)
        .where(*which)
        .order_by(Leaves.first, Leaves.id)
    )
    found: dict[int, Leave] = {}
    for row in (await session.execute(statement)).mappings():
        values = {name: row[name] for name in Leave.__struct_fields__ if name in row}
        values |= {"class_id": row["now_in"], "class_name": row["class_name"] or ""}
        found.setdefault(row["id"], Leave(**values))
    return list(found.values())


def stands_in(first: date, last: date) -> Any:
    """Asked or approved for some day from `first` to `last`."""
    return and_(Leaves.state.in_([ASKED, APPROVED]), Leaves.first <= last, Leaves.last >= first)


async def ask_leave(session: AsyncSession, values: Mapping[str, Any]) -> int:
    return int(await session.scalar(insert(Leaves).values(values).returning(Leaves.id)) or 0)


async def set_state(session: AsyncSession, leave: Leave, state: str, by: int | None, now: datetime) -> bool:
    """Whether the request was still as it was read, and is in this state now."""
    same = update(Leaves).where(Leaves.id == leave.id, Leaves.state == leave.state)
    values: dict[str, Any] = {"state": state}
    if state != WITHDRAWN:
        values |= {"decided_at": now, "decided_by": by}
    return (await session.execute(same.values(values).returning(Leaves.id))).first() is not None


async def unsaid(session: AsyncSession, leave: Leave) -> bool:
    """Whether the family had not been told of an agreement yet; then it is not."""
    waiting = update(Outbox).where(in_state(PENDING), Outbox.kind == DECIDED, Outbox.about == leave.id)
    dropped = await session.execute(waiting.values(state=CANCELLED, why="decided anew").returning(Outbox.id))
    return dropped.first() is not None


class Granted(Struct, frozen=True, kw_only=True):
    """What an approval did: half days `ahead` that will count as with leave once reported, half days reported without
    leave that are `excused` now, and those the class has reported the pupil `present` in, which stand.
    """

    ahead: tuple[tuple[date, str], ...]
    excused: tuple[tuple[date, str], ...]
    present: tuple[tuple[date, str], ...]
    corrections: tuple[Notice, ...]


async def grant(
    session: AsyncSession, school: School, leave: Leave, calendar: Calendar, report: Mapping[str, Any]
) -> Granted:
    """Write what an approved leave means into the register; nothing a class has reported is overwritten but an absence
    without leave. `report` is who approves, with which message, when.
    """
    assert leave.class_id is not None  # noqa: S101, who has left cannot be granted leave
    wanted = [
        (day, part)
        for day in calendar.days(leave.class_id, leave.first, leave.last)
        for part in calendar.held(leave.class_id, day)
        if leave.part in (None, part)
    ]
    marks, reported = await _marks(session, leave), await _reported(session, leave)
    free = [key for key in wanted if key not in marks]
    ahead = [key for key in free if key not in reported]
    missed = [Missed(*key, *marks[key][1:]) for key in wanted if key in marks and marks[key][0] == Mark.UNEXCUSED]
    if ahead:
        await session.execute(insert(Marks), [_ahead(leave, *key, report) for key in ahead])
    said = dict(report) | {"reason_code": leave.reason_code}
    days = await excuse(session, leave.school_id, leave.pupil_id, missed, said)
    corrections = [
        notice for day in days for notice in await look_again(session, school, [leave.pupil_id], day, report["at"])
    ]
    return Granted(
        ahead=tuple(ahead),
        excused=tuple((one.day, one.part) for one in missed),
        present=tuple(key for key in free if key in reported),
        corrections=tuple(corrections),
    )


async def _marks(session: AsyncSession, leave: Leave) -> dict[tuple[date, str], tuple[str, int, int | None]]:
    statement = select(Marks.day, Marks.part, Marks.kind, Marks.class_id, Marks.place_id).where(
        Marks.pupil_id == leave.pupil_id, Marks.day.between(leave.first, leave.last), live()
    )
    return {(row.day, row.part): (row.kind, row.class_id, row.place_id) for row in await session.execute(statement)}


async def _reported(session: AsyncSession, leave: Leave) -> set[tuple[date, str]]:
    statement = select(ClassParts.day, ClassParts.part).where(
        ClassParts.class_id == leave.class_id, ClassParts.day.between(leave.first, leave.last), counted()
    )
    return {(row.day, row.part) for row in await session.execute(statement)}


def _ahead(leave: Leave, day: date, part: str, report: Mapping[str, Any]) -> dict[str, Any]:
    """A mark in a half day nobody has reported: it counts once the class is reported. It came with no report, so no
    undoing of one takes it back.
    """
    return {
        "school_id": leave.school_id,
        "class_id": leave.class_id,
        "pupil_id": leave.pupil_id,
        "place_id": leave.place_id,
        "day": day,
        "part": part,
        "kind": Mark.EXCUSED,
        "reason_code": leave.reason_code,
        "person_id": report["person_id"],
        "made_at": report["at"],
    }


async def take_back_leave(session: AsyncSession, leave: Leave, by: int | None, now: datetime) -> None:
    """The marks an approval made are struck where the class has not reported yet; what is reported stands."""
    own = twin(ClassParts, "take_back_leave")
    known = select(own.day).where(
        own.class_id == Marks.class_id, own.day == Marks.day, own.part == Marks.part, counted(own)
    )
    mine = and_(
        Marks.pupil_id == leave.pupil_id,
        Marks.day.between(leave.first, leave.last),
        Marks.kind == Mark.EXCUSED,
        Marks.inbox_id.is_(None),
        Marks.made_at == leave.decided_at,
        live(),
    )
    struck = update(Marks).where(mine, ~known.correlate_except(own).exists())
    await session.execute(struck.values(struck_at=now, struck_by=by))


async def as_granted(
    session: AsyncSession, day: date, parts: Collection[str], marks: Sequence[NewMark]
) -> tuple[NewMark, ...]:
    """The marks of a report, with leave where the homeroom teacher has agreed to it before: whoever calls the roll need
    not know. What the leave does not cover stays as reported.
    """
    found = select(Leaves.pupil_id, Leaves.part).where(
        Leaves.pupil_id.in_([mark.pupil_id for mark in marks]),
        Leaves.state == APPROVED,
        Leaves.first <= day,
        Leaves.last >= day,
    )
    agreed = {row.pupil_id: row.part for row in await session.execute(found)}
    return tuple(replace(mark, kind=Mark.EXCUSED) if _covered(mark, agreed, parts) else mark for mark in marks)


def _covered(mark: NewMark, agreed: Mapping[int, str | None], parts: Collection[str]) -> bool:
    if mark.kind != Mark.UNEXCUSED or mark.pupil_id not in agreed:
        return False
    part = agreed[mark.pupil_id]
    return part is None or set(mark.parts or parts) == {part}


async def asked_for(session: AsyncSession, pupils: Collection[int], day: date) -> frozenset[int]:
    """Those of the pupils whose family has asked leave for that day, granted or not decided yet."""
    found = select(Leaves.pupil_id).where(Leaves.pupil_id.in_(pupils), stands_in(day, day))
    return frozenset(await session.scalars(found))


async def leave_of_class(session: AsyncSession, class_id: int, day: date) -> Sequence[Leave]:
    """Leave asked or approved for a class's pupils that day, for whoever calls the roll."""
    found = await leaves(session, day, Leaves.class_id == class_id, stands_in(day, day))
    return [leave for leave in found if leave.class_id in (class_id, None)]


def undecided(day: Any) -> Any:
    """Still asked at the schools of a round, for days that have begun or begin now."""
    return and_(among(Leaves.school_id, SCHOOLS), Leaves.state == ASKED, Leaves.first <= day, Leaves.last >= day)
