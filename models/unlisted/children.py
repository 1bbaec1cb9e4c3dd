"""Children of school age on no list of the school: pupils to be, with a case that follows them like any other."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.people.tables import Enrolments, Pupils
from models.register.tables import Cases
from models.school.tables import Classes
from rules.unlisted import Origin


class UnlistedPupils(Base):
    """A child somebody has told of. It is a pupil (`Pupils`) from then on, on no list until the school puts it on one;
    the case opened then goes along. `born` is a year, `struck_on` the day the child proved to be none of the school's.
    """

    __tablename__ = "unlisted"
    __table_args__ = (Index("ix_unlisted_school", "school_id"),)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"), primary_key=True, autoincrement=False)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    born: Mapped[int | None]
    origin: Mapped[str | None] = mapped_column(String(10))
    told_on: Mapped[date]
    told_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    struck_on: Mapped[date | None]


class Outside(Struct, frozen=True, kw_only=True):
    """A child on no list on the day asked for. `case_id` is its open case; None: it ended, and not with a return."""

    pupil_id: int
    name: str
    born: int | None
    sex: str | None
    place_id: int | None
    origin: Origin | None
    told_on: date
    case_id: int | None


def listed_since(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The child has been put on a list by that day."""
    listed = select(Enrolments.id).where(
        Enrolments.pupil_id == UnlistedPupils.pupil_id,
        Enrolments.starts <= day,
        Enrolments.starts >= UnlistedPupils.told_on,
    )
    return listed.correlate(UnlistedPupils).exists()


async def outside(session: AsyncSession, school_id: int, day: date, *which: ColumnElement[bool]) -> list[Outside]:
    """Who had been told of by that day and is on no list yet, by place and age; `which` are conditions on `Cases`."""
    columns = (UnlistedPupils.pupil_id, Pupils.full_name.label("name"), UnlistedPupils.born, Pupils.gender.label("sex"))
    statement = (
        select(*columns, Pupils.place_id, UnlistedPupils.origin, UnlistedPupils.told_on, Cases.id.label("case_id"))
        .join(Pupils, Pupils.id == UnlistedPupils.pupil_id)
        .outerjoin(Cases, and_(Cases.pupil_id == Pupils.id, Cases.closed_on.is_(None)))
        .where(UnlistedPupils.school_id == school_id, UnlistedPupils.told_on <= day, ~listed_since(day), *which)
        .where(UnlistedPupils.struck_on.is_(None))
        .order_by(Pupils.place_id, UnlistedPupils.born.desc(), Pupils.id)
    )
    rows = (await session.execute(statement)).mappings()
    return [Outside(**{**row, "origin": row["origin"] and Origin(row["origin"])}) for row in rows]


class Alike(Struct, frozen=True, kw_only=True):
    """Somebody the school knows; `class_name` is the class of that day, "" for who is on no list. `told`: as one on no
    list, and on none since.
    """

    pupil_id: int
    name: str
    born: int | None
    place_id: int | None
    class_name: str
    told: bool


async def everybody(session: AsyncSession, school_id: int, day: date) -> Sequence[Alike]:
    """Every pupil of the school, here, gone or told of."""
    here = and_(Enrolments.pupil_id == Pupils.id, Enrolments.starts <= day)
    here = and_(here, Enrolments.ends.is_(None) | (Enrolments.ends >= day))
    statement = (
        select(Pupils.id, Pupils.full_name, Pupils.birth_date, Pupils.place_id, Classes.name, UnlistedPupils.born)
        .add_columns(
            and_(UnlistedPupils.pupil_id.is_not(None), ~listed_since(day)).label("told"), UnlistedPupils.struck_on
        )
        .outerjoin(Enrolments, here)
        .outerjoin(Classes, Classes.id == Enrolments.class_id)
        .outerjoin(UnlistedPupils, UnlistedPupils.pupil_id == Pupils.id)
        .where(Pupils.school_id == school_id)
    )
    return [
        Alike(
            pupil_id=row.id, name=row.full_name, born=row.birth_date.year if row.birth_date else row.born,
            place_id=row.place_id, class_name=row.name or "", told=bool(row.told),
        )
        for row in await session.execute(statement)
        if row.struck_on is None or row.name
    ]  # fmt: skip


async def keep(session: AsyncSession, child: Mapping[str, Any]) -> None:
    """Told of, for the first time or again: somebody who had come back may have gone once more."""
    again = (
        update(UnlistedPupils).where(UnlistedPupils.pupil_id == child["pupil_id"]).values({**child, "struck_on": None})
    )
    done = await session.execute(again)
    if not done.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        await session.execute(insert(UnlistedPupils).values(child))


async def strike(session: AsyncSession, pupil_id: int, day: date, by: int | None = None) -> None:
    """The child is none of the school's: counted no more, and its case never was one."""
    told = update(UnlistedPupils).where(
        UnlistedPupils.pupil_id == pupil_id, UnlistedPupils.struck_on.is_(None), ~listed_since(day)
    )
    await session.execute(told.values(struck_on=day))
    still = update(Cases).where(Cases.pupil_id == pupil_id, Cases.closed_on.is_(None), Cases.class_id.is_(None))
    await session.execute(still.values(closed_on=day, closed_why="mistake", closed_by=by))


def struck() -> ColumnElement[bool]:
    """Of a pupil: told of by mistake, and never on a list."""
    told = select(UnlistedPupils.pupil_id).where(
        UnlistedPupils.pupil_id == Pupils.id, UnlistedPupils.struck_on.is_not(None)
    )
    listed = select(Enrolments.id).where(Enrolments.pupil_id == Pupils.id)
    return and_(told.correlate(Pupils).exists(), ~listed.correlate(Pupils).exists())


async def outside_by(
    session: AsyncSession, school_id: int, day: date, but: Collection[int]
) -> list[tuple[int | None, str | None]]:
    """Place and sex of each child on no list by the day, without the pupils `but`."""
    return [(one.place_id, one.sex) for one in await outside(session, school_id, day) if one.pupil_id not in but]


def told_of() -> ColumnElement[bool]:
    """Of a pupil: told of as one on no list, and not by mistake."""
    told = select(UnlistedPupils.pupil_id).where(
        UnlistedPupils.pupil_id == Pupils.id, UnlistedPupils.struck_on.is_(None)
    )
    return told.correlate(Pupils).exists()
