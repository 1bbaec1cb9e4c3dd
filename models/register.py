"""The register: reports written down, corrected and taken back; nothing is erased, and nobody's marks are lost."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import RowMapping, and_, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

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

    def marked(self, kind: str) -> frozenset[int]:
        """The pupils with this mark in one of the sessions."""
        return frozenset(pupil for pupil, _session, found in self.marks if found == kind)


async def record(session: AsyncSession, report: Report, marks: Sequence[NewMark]) -> Recorded:
    """Write a report down: its sessions are reported from now on, its marks stand beside what others marked."""
    there = (await session.execute(_there(), _where(report, report.sessions))).all()
    before = {row.part: row for row in there if row.reported_at is not None}
    live = [row for row in there if row.id is not None]
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
    by_others = any(row.reported_by != report.person_id for row in before.values())
    await _reported(session, report, before, corrected=bool(add or strike or by_others))
    if strike:
        await strike_marks(session, strike, report, report.inbox_id)
    if add:
        await session.execute(insert(_marks_table), add)
    new = {row["pupil_id"] for row in add} - changed
    stay = [(mark.pupil_id, mark.session, mark.kind) for mark in live if mark.id not in set(strike)]
    now = (*stay, *((row["pupil_id"], row["session"], row["kind"]) for row in add))
    first = next(iter(before.values()), None)
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


# A report's statements are built once: building one costs more than running it. Plain tables, for the same reason.
_marks_table: Any = Marks.__table__
_sessions_table: Any = ClassSessions.__table__
_marks, _sessions = _marks_table.c, _sessions_table.c
_meant = and_(
    _sessions.class_id == bindparam("of_class"),
    _sessions.day == bindparam("of_day"),
    _sessions.session.in_(bindparam("parts", expanding=True)),
)


def _where(report: Report, parts: Collection[str]) -> dict[str, Any]:
    return {"of_class": report.class_id, "of_day": report.day, "parts": list(parts)}


@cache
def _there() -> Any:
    """The report's sessions as they were, each with its live marks; `id` is the mark's, None without one."""
    columns = (_sessions.session.label("part"), _sessions.reported_at, _sessions.reported_by)
    of_it = and_(
        _marks.class_id == _sessions.class_id,
        _marks.day == _sessions.day,
        _marks.session == _sessions.session,
        _marks.struck_at.is_(None),
    )
    return (
        select(*columns, _marks.id, _marks.pupil_id, _marks.session, _marks.kind, _marks.reason)
        .select_from(_sessions_table.outerjoin(_marks_table, of_it))
        .where(_meant)
        .order_by(_sessions.session.desc(), _marks.id)
    )


@cache
def _corrected() -> Any:
    return update(_sessions_table).where(_meant).values(corrected_at=bindparam("at"))


async def _reported(session: AsyncSession, report: Report, before: Mapping[str, Any], *, corrected: bool) -> None:
    """Mark the sessions reported; those that had been reported `before` may be corrected by it."""
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
        if part not in before
    ]
    if rows:
        await session.execute(_upsert(session.get_bind().dialect.name), rows)
    if before and corrected:
        await session.execute(_corrected(), _where(report, before) | {"at": report.at})


@cache
def _upsert(dialect: str) -> Any:
    statement: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect](_sessions_table)
    taken = {name: statement.excluded[name] for name in ("enrolled", "reported_at", "reported_by", "inbox_id", "held")}
    return statement.on_conflict_do_update(index_elements=["class_id", "day", "session"], set_=taken)


async def strike_marks(session: AsyncSession, ids: Collection[int], report: Report, by_message: int | None) -> None:
    """`by_message` is the report that says otherwise, so that undoing it brings these back; None for an undo."""
    values = {"struck_at": report.at, "struck_by": report.person_id, "struck_inbox_id": by_message}
    await session.execute(update(Marks).where(Marks.id.in_(ids)).values(values))


class Batch(Struct, frozen=True, kw_only=True):
    """One message's report, as it stands: the sessions it was the first to report, its live marks, and those it took
    away.
    """

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
    taken = (await session.execute(_taken_away(inbox_id))).all()
    first: Any = next(iter([*sessions, *marks, *taken]), None)
    if first is None:
        return None
    return Batch(
        inbox_id=inbox_id,
        school_id=first.school_id,
        class_id=first.class_id,
        day=first.day,
        sessions=tuple(dict.fromkeys(row.session for row in [*sessions, *marks, *taken])),
        person_id=first.person_id,
        marks=tuple(marks),
    )


def _taken_away(inbox_id: int) -> Any:
    """Marks that a message struck and nothing has replaced since."""
    now = aliased(Marks)
    replaced = select(now.id).where(
        now.pupil_id == Marks.pupil_id, now.day == Marks.day, now.session == Marks.session, now.struck_at.is_(None)
    )
    columns = [column for column in Marks.__table__.c if column.name != "person_id"]
    return select(*columns, Marks.person_id.label("author"), Marks.struck_by.label("person_id")).where(
        Marks.struck_inbox_id == inbox_id, ~replaced.correlate(Marks).exists()
    )


async def last_batch(session: AsyncSession, person_id: int) -> int | None:
    """The newest message of this person of which something still stands."""
    marked = select(func.max(Marks.inbox_id)).where(Marks.person_id == person_id, Marks.struck_at.is_(None))
    reported = select(func.max(ClassSessions.inbox_id)).where(ClassSessions.reported_by == person_id)
    taken = select(func.max(Marks.struck_inbox_id)).where(Marks.struck_by == person_id)
    found = [await session.scalar(statement) for statement in (marked, reported, taken)]
    return max((inbox_id for inbox_id in found if inbox_id), default=None)


async def take_back(session: AsyncSession, done: Batch, report: Report) -> frozenset[int]:
    """Undo a message as a whole: its marks are struck, what they replaced stands again, and sessions that only it
    reported are unreported. Return the pupils concerned. `report` is the undoing message.
    """
    if done.marks:
        await strike_marks(session, [mark.id for mark in done.marks], report, None)
    taken = (await session.execute(_taken_away(done.inbox_id))).mappings().all()
    if taken:
        await session.execute(insert(Marks), [_again(row, report) for row in taken])
    forgotten = update(Marks).where(Marks.struck_inbox_id == done.inbox_id).values(struck_inbox_id=None)
    await session.execute(forgotten)
    await _unreport(session, done, report)
    return frozenset({mark.pupil_id for mark in done.marks} | {row["pupil_id"] for row in taken})


def _again(row: RowMapping, report: Report) -> dict[str, Any]:
    """A struck mark as it was, standing again from now on."""
    same = {
        name: value for name, value in row.items() if name not in {"id", "author"} and not name.startswith("struck")
    }
    return same | {"person_id": row["author"], "made_at": report.at}


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
    )
    only_mine = and_(ClassSessions.inbox_id == done.inbox_id, ~others.exists(), ClassSessions.corrected_at.is_(None))
    again_first = and_(
        ClassSessions.class_id == done.class_id,
        ClassSessions.day == done.day,
        ClassSessions.session.in_(done.sessions),
        ClassSessions.inbox_id != done.inbox_id,
        ClassSessions.reported_by == done.person_id,
        ~others.where(Marks.inbox_id != ClassSessions.inbox_id).exists(),
    )
    await session.execute(update(ClassSessions).where(again_first).values(corrected_at=None))
    unreported = {"reported_at": None, "reported_by": None, "inbox_id": None, "enrolled": None}
    await session.execute(update(ClassSessions).where(only_mine).values(unreported))
    rest = update(ClassSessions).where(ClassSessions.inbox_id == done.inbox_id)
    await session.execute(rest.values(inbox_id=None, corrected_at=report.at))


async def reported(session: AsyncSession, class_id: int, day: date, sessions: Sequence[str]) -> bool:
    """Whether one of these sessions of a class has been reported."""
    statement = select(ClassSessions.session).where(
        ClassSessions.class_id == class_id,
        ClassSessions.day == day,
        ClassSessions.session.in_(sessions),
        ClassSessions.reported_at.is_not(None),
    )
    return await session.scalar(statement.limit(1)) is not None


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
