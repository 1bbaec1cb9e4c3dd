"""Figures for people: what counts (see counting.py) by half day, pupil and case, within one school and some days."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, case, false, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.figures.contested import contested_marks
from models.figures.counting import counted, in_counted, in_the_class, live
from models.figures.totals import NUMBERS, Count, by_kind
from models.people.tables import Pupils
from models.register.tables import Cases, ClassParts, Marks
from models.school.tables import Classes
from rules.marks import ABSENT, sign_of


def total(counts: Iterable[Count]) -> Count:
    """The sum of some counts."""
    found = list(counts)
    names = Count.__struct_fields__
    return Count(**{name: sum(getattr(count, name) for count in found) for name in names})


class PartCount(Struct, frozen=True, kw_only=True):
    """One class half day the calendar held; not reported, its count has no pupils in it."""

    class_id: int
    class_name: str
    day: date
    part: str
    count: Count

    @property
    def reported(self) -> bool:
        return self.count.reported > 0


async def parts(
    session: AsyncSession, school_id: int, first: date, last: date, classes: Collection[int] | None = None
) -> list[PartCount]:
    """Every held class half day of the days, by day, morning first, then by class."""
    unsure = await contested_marks(session, first, last, school_id)
    same = and_(
        Marks.class_id == ClassParts.class_id,
        Marks.day == ClassParts.day,
        Marks.part == ClassParts.part,
        live(),
        counted(),
        in_the_class(),
    )
    statement = (
        select(
            ClassParts.class_id,
            Classes.name.label("class_name"),
            ClassParts.day,
            ClassParts.part,
            case((ClassParts.reported_at.is_not(None), 1), else_=0).label("reported"),
            ClassParts.enrolled,
            *by_kind(unsure),
        )
        .join(Classes, Classes.id == ClassParts.class_id)
        .outerjoin(Marks, same)
        .where(ClassParts.school_id == school_id, ClassParts.day.between(first, last), ClassParts.held)
        .group_by(*ClassParts.__table__.primary_key, ClassParts.reported_at, ClassParts.enrolled, Classes.id)
        .order_by(ClassParts.day, ClassParts.part.desc(), Classes.grade, Classes.name)
    )
    if classes is not None:
        statement = statement.where(ClassParts.class_id.in_(classes))
    return [_part_count(row) for row in (await session.execute(statement)).mappings()]


def _part_count(row: Any) -> PartCount:
    count = Count(
        held=1,
        reported=row["reported"],
        possible=(row["enrolled"] or 0) if row["reported"] else 0,
        **{name: row[name] for name in NUMBERS},
    )
    return PartCount(count=count, **{name: row[name] for name in ("class_id", "class_name", "day", "part")})


class Missed(Struct, frozen=True, kw_only=True):
    """The half days a pupil missed (or was there in part) in some days; `class_name` is where the last of them was."""

    pupil_id: int
    name: str
    class_name: str
    unexcused: int = 0
    excused: int = 0
    unclear: int = 0
    late: int = 0
    skipped: int = 0
    left_early: int = 0

    @property
    def total(self) -> int:
        return self.unexcused + self.excused + self.unclear


async def missed(
    session: AsyncSession, school_id: int, first: date, last: date, *which: ColumnElement[bool], most: int | None = None
) -> list[Missed]:
    """The pupils with a mark in counted half days, most half days missed first, without leave before with: all of
    them, or the first `most`.
    """
    unsure = await contested_marks(session, first, last, school_id)
    settled = (*which, Marks.id.not_in(unsure)) if unsure else which
    ranked = _ranked(school_id, first, last, settled, most).subquery()
    last_one = twin(Marks, "missed")
    klass = select(Classes.name).join(last_one, last_one.class_id == Classes.id)
    klass = klass.where(last_one.pupil_id == ranked.c.pupil_id, last_one.day.between(first, last), live(last_one))
    klass = klass.order_by(last_one.day.desc(), last_one.part, last_one.id.desc()).limit(1)
    newest = klass.correlate_except(last_one, Classes).scalar_subquery().label("class_name")
    named = select(ranked, Pupils.full_name.label("name"), newest)
    found = named.join(Pupils, Pupils.id == ranked.c.pupil_id).order_by(*_worst_first(ranked.c))
    return [Missed(**row) for row in (await session.execute(found)).mappings()]


def _ranked(school_id: int, first: date, last: date, which: Sequence[ColumnElement[bool]], most: int | None) -> Any:
    """Names are looked up afterwards, for those only who are shown."""
    kinds = by_kind()[:-1]  # nobody unsettled is among them
    columns = {column.name: column.element for column in kinds}
    statement = select(Marks.pupil_id, *kinds).join(Pupils, Pupils.id == Marks.pupil_id)
    of_days = (Marks.school_id == school_id, Marks.day.between(first, last))
    statement = statement.where(*of_days, live(), in_counted(Marks), in_the_class(), *which).group_by(Marks.pupil_id)
    return statement.order_by(*_worst_first(SimpleNamespace(**columns, pupil_id=Marks.pupil_id))).limit(most)


def _worst_first(of: Any) -> list[Any]:
    away = of.unexcused + of.excused + of.unclear
    return [away.desc(), of.unexcused.desc(), of.late.desc(), of.pupil_id]


class Marked(Struct, frozen=True, kw_only=True):
    """A live mark in a counted half day."""

    pupil_id: int
    name: str
    class_id: int
    class_name: str
    day: date
    part: str
    kind: str
    reason_code: str | None = None
    reason: str | None = None
    unsettled: bool = False
    contested: bool = False  # somebody says otherwise

    @property
    def sign(self) -> str:
        return sign_of(self.kind, unsettled=self.unsettled)


async def marked(
    session: AsyncSession,
    school_id: int,
    first: date,
    last: date,
    *which: ColumnElement[bool],
    settled: bool = False,
) -> list[Marked]:
    """The marks of some days, newest day first, the morning before the afternoon, then by class and as reported; with
    `settled` without those of whose pupil somebody says otherwise.
    """
    unsure = await contested_marks(session, first, last, school_id)
    if unsure and settled:
        which = (*which, Marks.id.not_in(unsure))
    statement = (
        select(
            Marks.pupil_id,
            Pupils.full_name.label("name"),
            Marks.class_id,
            Classes.name.label("class_name"),
            Marks.day,
            Marks.part,
            Marks.kind,
            Marks.reason_code,
            Marks.reason,
            Marks.unsettled,
            (Marks.id.in_(unsure) if unsure else false()).label("contested"),
        )
        .join(Pupils, Pupils.id == Marks.pupil_id)
        .join(Classes, Classes.id == Marks.class_id)
        .where(
            Marks.school_id == school_id,
            Marks.day.between(first, last),
            live(),
            in_counted(Marks),
            in_the_class(),
            *which,
        )
        .order_by(Marks.day.desc(), Marks.part.desc(), Classes.grade, Classes.name, Marks.id)
    )
    return [Marked(**row) for row in (await session.execute(statement)).mappings()]


def absent() -> ColumnElement[bool]:
    """Marks that are absences."""
    return Marks.kind.in_(ABSENT)


class OpenCase(Struct, frozen=True, kw_only=True):
    id: int
    pupil_id: int
    name: str
    class_name: str
    opened_on: date
    step: int
    visited_on: date | None = None
    decision: str | None = None


async def open_cases(session: AsyncSession, school_id: int, *which: ColumnElement[bool]) -> list[OpenCase]:
    """The open cases of a school, the oldest first."""
    statement = (
        select(
            Cases.id,
            Cases.pupil_id,
            Pupils.full_name.label("name"),
            func.coalesce(Classes.name, "").label("class_name"),
            Cases.opened_on,
            Cases.step,
            Cases.visited_on,
            Cases.decision,
        )
        .join(Pupils, Pupils.id == Cases.pupil_id)
        .outerjoin(Classes, Classes.id == Cases.class_id)
        .where(Cases.school_id == school_id, Cases.closed_on.is_(None), *which)
        .order_by(Cases.opened_on, Cases.id)
    )
    return [OpenCase(**row) for row in (await session.execute(statement)).mappings()]


async def held_days(session: AsyncSession, school_id: int, first: date, last: date) -> Sequence[date]:
    """The days on which any class held a half day, newest first."""
    statement = select(ClassParts.day).where(
        ClassParts.school_id == school_id, ClassParts.day.between(first, last), ClassParts.held
    )
    return (await session.scalars(statement.distinct().order_by(ClassParts.day.desc()))).all()
