"""The register: reports written down, corrected and taken back; nothing is erased, and nobody's marks are lost."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.attendance import ABSENT, ClassSessions, Marks

PRESENT = ""  # not a mark: what a mark is replaced by when the pupil is in class after all


class Report(Struct, frozen=True, kw_only=True):
    """Whose report about which class-sessions, and the message it came with (the batch one undo takes back)."""

    school_id: int
    class_id: int
    day: date
    sessions: tuple[str, ...]
    enrolled: int
    person_id: int | None
    inbox_id: int
    at: datetime


class NewMark(Struct, frozen=True, kw_only=True):
    """`kind` is a mark's letter, or PRESENT to take a mark away; without `sessions` it is for all the report covers."""

    pupil_id: int
    kind: str
    sessions: tuple[str, ...] | None = None
    place_id: int | None = None
    reason_code: str | None = None
    reason: str | None = None


class Recorded(Struct, frozen=True, kw_only=True):
    """What a report did: `changed` pupils had another mark before, `same` had this one already. `marks` are the
    class's live marks (pupil, session, kind) in the reported sessions now.
    """

    marks: tuple[tuple[int, str, str], ...]
    new: frozenset[int]
    changed: frozenset[int]
    same: frozenset[int]
    before: datetime | None = None
    before_by: int | None = None

    def absent(self, kind: str) -> int:
        return sum(1 for _pupil, _session, found in self.marks if found == kind)


async def record(session: AsyncSession, report: Report, marks: Sequence[NewMark]) -> Recorded:
    """Write a report down: its sessions are reported from now on, its marks stand beside what others marked."""
    before = await _reported(session, report)
    live = await _live(session, report)
    old = {(mark.pupil_id, mark.session): mark for mark in live}
    add, strike, same, changed = [], [], set(), set()
    for mark in marks:
        for part in mark.sessions or report.sessions:
            known = old.get((mark.pupil_id, part))
            if known is not None and known.kind == mark.kind and _adds_nothing(mark, known):
                same.add(mark.pupil_id)
                continue
            if known is not None:
                strike.append(known.id)
                changed.add(mark.pupil_id)
            if mark.kind != PRESENT:
                add.append(_row(report, mark, part))
    if strike:
        await strike_marks(session, strike, report)
    if add:
        await session.execute(insert(Marks), add)
    new = {row["pupil_id"] for row in add} - changed
    stay = [(mark.pupil_id, mark.session, mark.kind) for mark in live if mark.id not in set(strike)]
    now = (*stay, *((row["pupil_id"], row["session"], row["kind"]) for row in add))
    first = next(iter(before), None)
    return Recorded(
        marks=tuple(now),
        new=frozenset(new),
        changed=frozenset(changed),
        same=frozenset(same - changed - new),
        before=first.reported_at if first else None,
        before_by=first.reported_by if first else None,
    )


def _adds_nothing(mark: NewMark, known: Any) -> bool:
    return mark.reason is None or mark.reason == known.reason


def _row(report: Report, mark: NewMark, part: str) -> dict[str, Any]:
    return {
        "school_id": report.school_id,
        "class_id": report.class_id,
        "pupil_id": mark.pupil_id,
        "place_id": mark.place_id,
        "day": report.day,
        "session": part,
        "kind": mark.kind,
        "reason_code": mark.reason_code,
        "reason": mark.reason,
        "person_id": report.person_id,
        "inbox_id": report.inbox_id,
        "made_at": report.at,
    }


async def _live(session: AsyncSession, report: Report) -> Sequence[Any]:
    statement = select(Marks.id, Marks.pupil_id, Marks.session, Marks.kind, Marks.reason).where(
        Marks.class_id == report.class_id,
        Marks.day == report.day,
        Marks.session.in_(report.sessions),
        Marks.struck_at.is_(None),
    )
    return (await session.execute(statement)).all()


async def _reported(session: AsyncSession, report: Report) -> Sequence[Any]:
    """Mark the sessions reported; return those that had been reported before."""
    there = await session.execute(
        select(ClassSessions.session, ClassSessions.reported_at, ClassSessions.reported_by).where(
            ClassSessions.class_id == report.class_id,
            ClassSessions.day == report.day,
            ClassSessions.session.in_(report.sessions),
            ClassSessions.reported_at.is_not(None),
        )
    )
    before = there.all()
    rows = [
        {
            "class_id": report.class_id,
            "day": report.day,
            "session": part,
            "school_id": report.school_id,
            "held": True,
            "enrolled": report.enrolled,
            "reported_at": report.at,
            "reported_by": report.person_id,
            "inbox_id": report.inbox_id,
        }
        for part in report.sessions
        if part not in {row.session for row in before}
    ]
    if rows:
        await session.execute(_upsert(session), rows)
    if before:
        parts = [row.session for row in before]
        await session.execute(_sessions(report, parts).values(corrected_at=report.at))
    return before


def _sessions(report: Report, parts: Collection[str]) -> Any:
    return update(ClassSessions).where(
        ClassSessions.class_id == report.class_id, ClassSessions.day == report.day, ClassSessions.session.in_(parts)
    )


def _upsert(session: AsyncSession) -> Any:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(ClassSessions)
    taken = {name: statement.excluded[name] for name in ("enrolled", "reported_at", "reported_by", "inbox_id", "held")}
    return statement.on_conflict_do_update(index_elements=["class_id", "day", "session"], set_=taken)


async def strike_marks(session: AsyncSession, ids: Collection[int], report: Report) -> None:
    values = {"struck_at": report.at, "struck_by": report.person_id, "struck_inbox_id": report.inbox_id}
    await session.execute(update(Marks).where(Marks.id.in_(ids)).values(values))


class Batch(Struct, frozen=True, kw_only=True):
    """One message's report, as it stands: the sessions it was the first to report, and its live marks."""

    inbox_id: int
    school_id: int
    class_id: int
    day: date
    sessions: tuple[str, ...]
    person_id: int | None
    marks: tuple[Any, ...]


async def batch(session: AsyncSession, inbox_id: int) -> Batch | None:
    """What a message recorded, if anything of it still stands."""
    statement = select(
        Marks.id, Marks.school_id, Marks.class_id, Marks.pupil_id, Marks.day, Marks.session, Marks.kind, Marks.person_id
    ).where(Marks.inbox_id == inbox_id, Marks.struck_at.is_(None))
    marks = (await session.execute(statement.order_by(Marks.id))).all()
    reported = await session.execute(
        select(
            ClassSessions.school_id,
            ClassSessions.class_id,
            ClassSessions.day,
            ClassSessions.session,
            ClassSessions.reported_by.label("person_id"),
        ).where(ClassSessions.inbox_id == inbox_id)
    )
    sessions = reported.all()
    first: Any = next(iter([*sessions, *marks]), None)
    if first is None:
        return None
    return Batch(
        inbox_id=inbox_id,
        school_id=first.school_id,
        class_id=first.class_id,
        day=first.day,
        sessions=tuple(dict.fromkeys(row.session for row in [*sessions, *marks])),
        person_id=first.person_id,
        marks=tuple(marks),
    )


async def last_batch(session: AsyncSession, person_id: int) -> int | None:
    """The newest message of this person of which something still stands."""
    marked = select(func.max(Marks.inbox_id)).where(Marks.person_id == person_id, Marks.struck_at.is_(None))
    reported = select(func.max(ClassSessions.inbox_id)).where(ClassSessions.reported_by == person_id)
    found = [await session.scalar(marked), await session.scalar(reported)]
    return max((inbox_id for inbox_id in found if inbox_id), default=None)


async def take_back(session: AsyncSession, done: Batch, report: Report) -> frozenset[int]:
    """Undo a message as a whole: its marks are struck, what they replaced stands again, and sessions that only it
    reported are unreported. Return the pupils concerned. `report` is the undoing message.
    """
    ids = [mark.id for mark in done.marks]
    replaced = (await session.execute(select(Marks.__table__).where(Marks.struck_inbox_id == done.inbox_id))).mappings()
    again = [
        {**row, "id": None, "made_at": report.at, "struck_at": None, "struck_by": None, "struck_inbox_id": None}
        for row in replaced
    ]
    if ids:
        await strike_marks(session, ids, report)
    if again:
        rows = [{name: value for name, value in row.items() if name != "id"} for row in again]
        await session.execute(insert(Marks), rows)
    await _unreport(session, done, report)
    return frozenset({mark.pupil_id for mark in done.marks} | {row["pupil_id"] for row in again})


async def _unreport(session: AsyncSession, done: Batch, report: Report) -> None:
    others = (
        select(Marks.id)
        .where(
            Marks.class_id == ClassSessions.class_id,
            Marks.day == ClassSessions.day,
            Marks.session == ClassSessions.session,
            Marks.struck_at.is_(None),
        )
        .correlate(ClassSessions)
        .exists()
    )
    only_mine = and_(ClassSessions.inbox_id == done.inbox_id, ~others, ClassSessions.corrected_at.is_(None))
    unreported = {"reported_at": None, "reported_by": None, "inbox_id": None, "enrolled": None}
    await session.execute(update(ClassSessions).where(only_mine).values(unreported))
    rest = update(ClassSessions).where(ClassSessions.inbox_id == done.inbox_id)
    await session.execute(rest.values(inbox_id=None, corrected_at=report.at))


async def absent_now(session: AsyncSession, class_id: int, day: date, sessions: Sequence[str]) -> Sequence[Any]:
    """Live absences (pupil, session, kind, reason) of a class in some sessions."""
    statement = select(Marks.pupil_id, Marks.session, Marks.kind, Marks.reason, Marks.id).where(
        Marks.class_id == class_id,
        Marks.day == day,
        Marks.session.in_(sessions),
        Marks.kind.in_(ABSENT),
        Marks.struck_at.is_(None),
    )
    return (await session.execute(statement)).all()
