"""What an import of the roster changed, kept so that it can be taken back whole (see `models.imports.undo`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct
from sqlalchemy import ForeignKey, Index, LargeBinary, Select, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row
from models.people.boards import ComingBoarders
from models.people.homes import ComingHomes
from models.people.movements import Movements
from models.people.tables import Enrolments, Guardians, People, Pupils, Roles
from models.register.tables import Cases
from models.school.tables import Classes, PlaceAliases, Places
from models.sponsors.tables import AtRiskPupils, Sponsorships

TABLES: tuple[Any, ...] = (
    Places, PlaceAliases, Classes, People, Pupils, ComingHomes, ComingBoarders, Movements, Enrolments, Guardians, Roles,
    AtRiskPupils, Sponsorships, Cases,
)  # fmt: skip
_RESTRICTED = {"circumstances", "conduct"}  # words about a child are never kept twice
_OF_CASES = {"id", "closed_on", "closed_why", "closed_by"}  # all that an import changes of a case

Values: TypeAlias = dict[str, Any]
Image: TypeAlias = dict[str, dict[int, tuple[Any, ...]]]  # table → id → what stands in `_kept` columns


class RosterImports(Row):
    """One import that changed something. `steps` are what it did to which row; they hold names and phones, and go when
    it is too late to take it back anyway.
    """

    __tablename__ = "roster_imports"
    __table_args__ = (Index("ix_roster_imports_school", "school_id", "id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(Moment)
    steps: Mapped[bytes | None] = mapped_column(LargeBinary)
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)


class Step(Struct, frozen=True, kw_only=True):
    """A row that was made (`before` is None), or the columns that were changed."""

    table: str
    id: int
    before: Values | None = None
    after: Values = {}


async def image(session: AsyncSession, school_id: int) -> Image:
    """The rows of a school an import may change, as they are."""
    return {table.__tablename__: await _rows(session, table, school_id) for table in TABLES}


async def _rows(session: AsyncSession, table: Any, school_id: int) -> dict[int, tuple[Any, ...]]:
    """By id. Tuples: a large school's rows take up a third of what they would with their columns' names."""
    columns = _kept(table)
    at = [column.name for column in columns].index("id")
    rows = await session.execute(_of_school(select(*columns), table, school_id))
    return {row[at]: tuple(row) for row in rows}


def _kept(table: Any) -> list[Any]:
    return [column for column in table.__table__.columns if _is_kept(table, column.name)]


def _is_kept(table: Any, column: str) -> bool:
    return column in _OF_CASES if table is Cases else column not in _RESTRICTED


def _of_school(statement: Any, table: Any, school_id: int) -> Any:
    if table is Enrolments:
        return statement.join(Pupils, Pupils.id == Enrolments.pupil_id).where(Pupils.school_id == school_id)
    if table is Guardians:
        return statement.join(Pupils, Pupils.id == Guardians.pupil_id).where(Pupils.school_id == school_id)
    if table is PlaceAliases:
        return statement.join(Places, Places.id == PlaceAliases.place_id).where(Places.school_id == school_id)
    return statement.where(table.school_id == school_id)


async def keep_import(
    session: AsyncSession, school_id: int, before: Image, person_id: int | None, now: datetime
) -> int:
    """Write down what has changed since `before`, which is used up; the number of the import."""
    steps: list[Step] = []
    for table in TABLES:
        old = before.pop(table.__tablename__)
        rows = await _rows(session, table, school_id)
        steps += [_step(table, id_, old.get(id_), row) for id_, row in rows.items() if old.get(id_) != row]
    values = {"school_id": school_id, "person_id": person_id, "made_at": now, "steps": msgspec.msgpack.encode(steps)}
    return await session.scalar(insert(RosterImports).values(values).returning(RosterImports.id)) or 0


def _step(table: Any, id_: int, old: tuple[Any, ...] | None, row: tuple[Any, ...]) -> Step:
    if old is None:
        return Step(table=table.__tablename__, id=id_)
    names = [column.name for column in _kept(table)]
    pairs = [(name, was, now) for name, was, now in zip(names, old, row, strict=True) if was != now]
    before, after = {name: was for name, was, _now in pairs}, {name: now for name, _was, now in pairs}
    return Step(table=table.__tablename__, id=id_, before=before, after=after)


async def steps_of(session: AsyncSession, number: int) -> list[Step]:
    """What an import that stands did to which row; dates are as text."""
    mine = (RosterImports.id == number, RosterImports.taken_back_at.is_(None))
    raw = await session.scalar(select(RosterImports.steps).where(*mine))
    return msgspec.msgpack.decode(raw, type=list[Step]) if raw else []


async def last_import(session: AsyncSession, school_id: int) -> Any:
    """The newest import (id, person_id, made_at, steps) that stands and can still be read."""
    return (await session.execute(_standing(school_id).order_by(RosterImports.id.desc()).limit(1))).first()


async def standing_import(session: AsyncSession, school_id: int, number: int) -> Any:
    """The same of one import."""
    return (await session.execute(_standing(school_id).where(RosterImports.id == number))).first()


async def later_imports(session: AsyncSession, school_id: int, number: int) -> Sequence[bytes]:
    """The steps of the imports that stand and came after this one."""
    later = _standing(school_id).with_only_columns(RosterImports.steps).where(RosterImports.id > number)
    return [steps for steps in await session.scalars(later) if steps is not None]


def _standing(school_id: int) -> Select[*tuple[Any, ...]]:
    columns = (RosterImports.id, RosterImports.person_id, RosterImports.made_at, RosterImports.steps)
    mine = (RosterImports.school_id == school_id, RosterImports.taken_back_at.is_(None))
    return select(*columns).where(*mine, RosterImports.steps.is_not(None))
