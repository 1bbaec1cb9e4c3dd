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
from models.people.movements import Movements
from models.people.tables import Enrolments, Guardians, People, Pupils, Roles
from models.register.tables import Cases
from models.school.tables import Classes, Places
from models.sponsors.tables import AtRiskPupils, Sponsorships

TABLES: tuple[Any, ...] = (
    Places, Classes, People, Pupils, Movements, Enrolments, Guardians, Roles, AtRiskPupils, Sponsorships,
    Cases,
)  # fmt: skip
_RESTRICTED = {"circumstances", "conduct"}  # words about a child are never kept twice
_OF_CASES = {"id", "closed_on", "closed_why", "closed_by"}  # all that an import changes of a case

Values: TypeAlias = dict[str, Any]
Image: TypeAlias = dict[str, dict[int, Values]]  # table → id → columns


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
    found: Image = {}
    for table in TABLES:
        columns = [column for column in table.__table__.columns if _is_kept(table, column.name)]
        rows = await session.execute(_of_school(select(*columns), table, school_id))
        found[table.__tablename__] = {row["id"]: dict(row) for row in rows.mappings()}
    return found


def _is_kept(table: Any, column: str) -> bool:
    return column in _OF_CASES if table is Cases else column not in _RESTRICTED


def _of_school(statement: Any, table: Any, school_id: int) -> Any:
    if table is Enrolments:
        return statement.join(Pupils, Pupils.id == Enrolments.pupil_id).where(Pupils.school_id == school_id)
    if table is Guardians:
        return statement.join(Pupils, Pupils.id == Guardians.pupil_id).where(Pupils.school_id == school_id)
    return statement.where(table.school_id == school_id)


async def keep_import(
    session: AsyncSession, school_id: int, before: Image, person_id: int | None, now: datetime
) -> int:
    """Write down what has changed since `before`; the number of the import."""
    after, steps = await image(session, school_id), []
    for table, rows in after.items():
        old = before[table]
        for id_, row in rows.items():
            if id_ not in old:
                steps.append(Step(table=table, id=id_))
            elif old[id_] != row:
                changed = [name for name, value in row.items() if old[id_][name] != value]
                was, now_ = ({name: values[name] for name in changed} for values in (old[id_], row))
                steps.append(Step(table=table, id=id_, before=was, after=now_))
    values = {"school_id": school_id, "person_id": person_id, "made_at": now, "steps": msgspec.msgpack.encode(steps)}
    return await session.scalar(insert(RosterImports).values(values).returning(RosterImports.id)) or 0


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
