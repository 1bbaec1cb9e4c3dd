"""The register: reports written down and corrected; nothing is erased, and nobody's marks are lost."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.register.standing import OF_A_MARK, wherever
from models.register.struck import strike_marks
from models.register.tables import ClassParts, Marks
from rules.marks import ABSENT, Mark

PRESENT = ""  # not a mark: what a mark is replaced by when the pupil is in class after all


class Report(Struct, frozen=True, kw_only=True):
    """Whose report about which class half days, and the message it came with (the batch one undo takes back).

    Without `reporting` only its marks are written: leave asked ahead, or one pupil's day, says nothing of the others.
    """

    school_id: int
    class_id: int
    day: date
    parts: tuple[str, ...]
    enrolled: int
    person_id: int | None
    inbox_id: int
    at: datetime
    reporting: bool = True


class NewMark(Struct, frozen=True, kw_only=True):
    """`kind` is a mark's letter, or PRESENT to take a mark away; without `parts` it is for all the report covers.
    `implied`: only the absence was said, so leave that is there stays. `unsettled`: why was said, and not whether with
    leave.
    """

    pupil_id: int
    kind: str
    parts: tuple[str, ...] | None = None
    place_id: int | None = None
    reason_code: str | None = None
    reason: str | None = None
    implied: bool = False
    unsettled: bool = False


class Replaced(Struct, frozen=True, kw_only=True):
    """A mark that a report took the place of, and who had made it when."""

    pupil_id: int
    part: str
    kind: str
    unsettled: bool
    person_id: int | None
    made_at: datetime


class Recorded(Struct, frozen=True, kw_only=True):
    """What a report did: `changed` pupils had another mark before, `same` had this one already. `marks` are the
    class's live marks (pupil, half day, kind) in the reported half days now, `earlier` those (pupil, made at) that this
    report found there and left alone.
    """

    marks: tuple[tuple[int, str, str], ...]
    earlier: tuple[tuple[int, datetime], ...] = ()
    replaced: tuple[Replaced, ...] = ()
    new: frozenset[int]
    changed: frozenset[int]
    same: frozenset[int]
    unclear: frozenset[int] = frozenset()  # of whom it was noted now that leave is not clear yet
    unsettled: frozenset[int] = frozenset()  # all of whom it is not clear by now
    before: datetime | None = None
    before_by: int | None = None

    def marked(self, kind: str) -> frozenset[int]:
        """The pupils with this mark in one of the half days."""
        return frozenset(pupil for pupil, _part, found in self.marks if found == kind)


async def record(session: AsyncSession, report: Report, marks: Sequence[NewMark]) -> Recorded:
    """Write a report down: its half days are reported from now on, its marks stand beside what others marked."""
    live, before = await _as_it_was(session, report, [mark.pupil_id for mark in marks])
    changes = _compared(report, marks, live)
    await _reported(session, report, before, changes=bool(changes.add or changes.strike))
    if changes.moved:
        await session.execute(update(Marks).where(Marks.id.in_(changes.moved)).values(class_id=report.class_id))
    if changes.strike:
        await strike_marks(session, changes.strike, report, report.inbox_id)
    if changes.add:
        await session.execute(insert(_marks_table), changes.add)
    return _recorded(report, changes, live, before)


async def _as_it_was(session: AsyncSession, report: Report, named: Sequence[int]) -> tuple[list[Any], dict[str, Any]]:
    """The live marks of the class and, wherever they stand, of the named pupils; and its half days reported before."""
    there = (await session.execute(_there(), _where(report, report.parts))).all()
    before = {row.part: row for row in there if row.reported_at is not None}
    live = [row for row in there if row.id is not None]
    if not report.reporting:  # a day to come has no half days yet that marks could stand in
        live = list((await session.execute(_standing(), _where(report, report.parts))).all())
    known = {mark.id for mark in live}
    live += [mark for mark in await wherever(session, named, report.day, report.parts) if mark.id not in known]
    return live, before


class _Changes(Struct):
    """Rows to add, marks to strike, marks made before the pupil moved, which count where the pupil is now; pupils."""

    add: list[dict[str, Any]] = []
    strike: list[int] = []
    moved: list[int] = []
    same: set[int] = set()
    changed: set[int] = set()


def _compared(report: Report, marks: Sequence[NewMark], live: Sequence[Any]) -> _Changes:
    old = {(mark.pupil_id, mark.part): mark for mark in live}
    changes = _Changes()
    for mark in marks:
        for part in mark.parts or report.parts:
            _compare(changes, report, mark, part, old.get((mark.pupil_id, part)))
    return changes


def _compare(changes: _Changes, report: Report, mark: NewMark, part: str, known: Any) -> None:
    kind = Mark.EXCUSED if mark.implied and known is not None and known.kind == Mark.EXCUSED else mark.kind
    if known is not None and known.kind == kind and _adds_nothing(mark, known):
        changes.same.add(mark.pupil_id)
        if known.class_id != report.class_id:
            changes.moved.append(known.id)
        return
    if known is not None:
        changes.strike.append(known.id)
        changes.changed.add(mark.pupil_id)
    if kind != PRESENT:
        row = _row(report, mark, part) | {"kind": kind, "unsettled": _is_unsettled(mark, kind, known)}
        changes.add.append(row | _why_before(mark, kind, known))


def _recorded(report: Report, changes: _Changes, live: Sequence[Any], before: Mapping[str, Any]) -> Recorded:
    new, gone = {row["pupil_id"] for row in changes.add} - changes.changed, set(changes.strike)
    stay = [mark for mark in live if mark.id not in gone and mark.class_id == report.class_id]
    now = [(mark.pupil_id, mark.part, mark.kind) for mark in stay]
    now += [(row["pupil_id"], row["part"], row["kind"]) for row in changes.add]
    first = next(iter(before.values()), None)
    return Recorded(
        marks=tuple(now),
        earlier=tuple((mark.pupil_id, mark.made_at) for mark in stay),
        replaced=tuple(map(_replaced, (mark for mark in live if mark.id in gone))),
        new=frozenset(new),
        changed=frozenset(changes.changed),
        same=frozenset(changes.same - changes.changed - new),
        unclear=frozenset(row["pupil_id"] for row in changes.add if row["unsettled"]),
        unsettled=frozenset(
            [mark.pupil_id for mark in stay if mark.unsettled]
            + [row["pupil_id"] for row in changes.add if row["unsettled"]]
        ),
        before=first.reported_at if first else None,
        before_by=first.reported_by if first else None,
    )


def _replaced(mark: Any) -> Replaced:
    return Replaced(**{name: getattr(mark, name) for name in Replaced.__struct_fields__})


def _adds_nothing(mark: NewMark, known: Any) -> bool:
    settles = known.unsettled and not (mark.unsettled or mark.implied)
    return not settles and (mark.reason is None or mark.reason == known.reason)


def _is_unsettled(mark: NewMark, kind: str, known: Any) -> bool:
    """Not where it has been said before whether it is with leave; a bare name settles nothing."""
    said_before = known is not None and known.kind in ABSENT and not known.unsettled
    open_before = known is not None and known.unsettled and mark.implied
    return kind in ABSENT and (open_before or (mark.unsettled and not said_before))


def _why_before(mark: NewMark, kind: str, known: Any) -> dict[str, Any]:
    """With leave or not is one thing, why is another: who says only the first keeps the second."""
    of_absences = known is not None and kind in ABSENT and known.kind in ABSENT
    if not of_absences or mark.reason_code or mark.reason:
        return {}
    return {"reason_code": known.reason_code, "reason": known.reason}


def _row(report: Report, mark: NewMark, part: str) -> dict[str, Any]:
    return {
        "school_id": report.school_id,
        "class_id": report.class_id,
        "pupil_id": mark.pupil_id,
        "place_id": mark.place_id,
        "day": report.day,
        "part": part,
        "kind": mark.kind,
        "reason_code": mark.reason_code,
        "reason": mark.reason,
        "person_id": report.person_id,
        "inbox_id": report.inbox_id,
        "made_at": report.at,
    }


# A report's statements are built once: building one costs more than running it. Plain tables, for the same reason.
_marks_table: Any = Marks.__table__
_parts_table: Any = ClassParts.__table__
_marks, _parts = _marks_table.c, _parts_table.c
_meant = and_(
    _parts.class_id == bindparam("of_class"),
    _parts.day == bindparam("of_day"),
    _parts.part.in_(bindparam("parts", expanding=True)),
)


def _where(report: Report, parts: Collection[str]) -> dict[str, Any]:
    return {"of_class": report.class_id, "of_day": report.day, "parts": list(parts)}


@cache
def _there() -> Any:
    """The report's half days as they were, each with its live marks; `id` is the mark's, None without one."""
    first = _parts.inbox_id.label("first_inbox")
    columns = (_parts.part.label("part"), _parts.reported_at, _parts.reported_by, first)
    of_it = and_(
        _marks.class_id == _parts.class_id,
        _marks.day == _parts.day,
        _marks.part == _parts.part,
        _marks.struck_at.is_(None),
    )
    return (
        select(*columns, *OF_A_MARK)
        .select_from(_parts_table.outerjoin(_marks_table, of_it))
        .where(_meant)
        .order_by(_parts.part.desc(), _marks.id)
    )


@cache
def _standing() -> Any:
    """The class's live marks in some half days, whether or not these have been opened."""
    return select(*OF_A_MARK).where(
        _marks.class_id == bindparam("of_class"),
        _marks.day == bindparam("of_day"),
        _marks.part.in_(bindparam("parts", expanding=True)),
        _marks.struck_at.is_(None),
    )


@cache
def _corrected() -> Any:
    return update(_parts_table).where(_meant).values(corrected_at=bindparam("at"))


async def _reported(session: AsyncSession, report: Report, before: Mapping[str, Any], *, changes: bool) -> None:
    """Mark the half days reported. Those that another message had reported `before` are corrected by one that changes
    something, or that comes from somebody else: undoing the first does not unreport them any more.
    """
    rows = [
        {
            "class_id": report.class_id,
            "day": report.day,
            "part": part,
            "school_id": report.school_id,
            "held": True,
            "enrolled": report.enrolled,
            "reported_at": report.at,
            "reported_by": report.person_id,
            "inbox_id": report.inbox_id,
        }
        for part in report.parts
        if report.reporting and part not in before
    ]
    if rows:
        await session.execute(_upsert(session.get_bind().dialect.name), rows)
    by_others = report.reporting and any(row.reported_by != report.person_id for row in before.values())
    earlier = [part for part, row in before.items() if row.first_inbox != report.inbox_id]
    if earlier and (changes or by_others):
        await session.execute(_corrected(), _where(report, earlier) | {"at": report.at})


@cache
def _upsert(dialect: str) -> Any:
    statement: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect](_parts_table)
    taken = {name: statement.excluded[name] for name in ("enrolled", "reported_at", "reported_by", "inbox_id", "held")}
    return statement.on_conflict_do_update(index_elements=["class_id", "day", "part"], set_=taken)
