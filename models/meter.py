"""The meter of 45 half days: who has missed how much of the year, the warnings that fired, and what takes one back.

Thông tư 22/2021/TT-BGDĐT, Điều 12: promoted with at most 45 half days (buổi) missed in a school year, with leave and
without, in a row or not, by a plan of one half day a day. 45 passes, 46 does not; the council decides, not the program.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, ForeignKey, Index, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row, partial
from models.calendar.held import year_start
from models.figures.counting import enrolled_on
from models.figures.tally import Tally, metered, tallies
from models.people.tables import Enrolments, Pupils
from models.post.corrections import corrections
from models.school.tables import Classes, Schools, Years
from models.shapes.asker import School
from models.shapes.marks_changed import follows_marks
from models.shapes.message import Notice
from rules.letters import Kind

MOST = 45
THRESHOLDS = (15, 30, 40, MOST, MOST + 1)
LEADERS_FROM = 40  # from here on the vice principal hears of it too
TO_STAFF = Kind.METER


class MeterWarnings(Row):
    """A threshold a pupil has come to: once a pupil and school year. A correction that falls back under it strikes the
    row, and only then may it fire again. `missed` is what the meter stood at.
    """

    __tablename__ = "meter_warnings"
    __table_args__ = (
        partial("uq_meter_warnings_live", "pupil_id", "year_id", "threshold", where="struck_at IS NULL", unique=True),
        Index("ix_meter_warnings_day", "day"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    year_id: Mapped[int] = mapped_column(ForeignKey("years.id"))
    threshold: Mapped[int]
    missed: Mapped[int]
    day: Mapped[date]
    struck_at: Mapped[datetime | None] = mapped_column(Moment)


def has_meter() -> ColumnElement[bool]:
    """Primary classes (grades 1 to 5) have none unless the school wants it: Thông tư 27/2020 knows no such limit."""
    return or_(Classes.grade > 5, Schools.meter_primary)


class Metered(Struct, frozen=True, kw_only=True):
    """A pupil whom the meter is about; `tally.meter` is what it stands at."""

    pupil_id: int
    name: str
    class_id: int
    class_name: str
    tally: Tally


async def meters(
    session: AsyncSession, school: School, day: date, least: int, *which: ColumnElement[bool]
) -> list[Metered]:
    """The pupils on a class list that day whose meter stands at `least` or more, the highest first."""
    since = await year_start(session, school.id, day)
    high = metered(since, day, least).subquery("high")
    statement = (
        select(Pupils.id, Pupils.full_name, Classes.id.label("class_id"), Classes.name)
        .join(Enrolments, and_(Enrolments.pupil_id == Pupils.id, enrolled_on(Enrolments, day)))
        .join(Classes, Classes.id == Enrolments.class_id)
        .join(Years, and_(Years.id == Classes.year_id, Years.starts <= day, Years.ends >= day))
        .join(Schools, Schools.id == Classes.school_id)
        .join(high, high.c.pupil_id == Pupils.id)
        .where(Schools.id == school.id, has_meter(), *which)
    )
    rows = (await session.execute(statement)).all()
    figures = await tallies(session, [row.id for row in rows], day, since)
    found = [
        Metered(pupil_id=id_, name=name, class_id=class_id, class_name=klass, tally=figures[id_])
        for id_, name, class_id, klass in rows
    ]
    found = [one for one in found if one.tally.meter(school) >= least]  # not by what is contested
    return sorted(found, key=lambda one: (-one.tally.meter(school), one.class_name, one.pupil_id))


async def with_meter(session: AsyncSession, classes: Collection[int]) -> frozenset[int]:
    """Those of the classes whose pupils have a meter."""
    statement = select(Classes.id).join(Schools, Schools.id == Classes.school_id)
    return frozenset(await session.scalars(statement.where(Classes.id.in_(classes), has_meter())))


async def warnings(session: AsyncSession, ids: Collection[int]) -> Sequence[Any]:
    """The warnings with these numbers, struck or not, with pupil and class."""
    statement = (
        select(MeterWarnings.__table__, Pupils.full_name.label("name"), Classes.name.label("class_name"))
        .join(Pupils, Pupils.id == MeterWarnings.pupil_id)
        .join(Classes, Classes.id == MeterWarnings.class_id)
        .where(MeterWarnings.id.in_(ids))
        .order_by(Classes.grade, Classes.name, MeterWarnings.pupil_id, MeterWarnings.threshold.desc())
    )
    return (await session.execute(statement)).all()


@follows_marks
async def meter_again(
    session: AsyncSession, school: School, pupils: Collection[int], day: date, now: datetime
) -> list[Notice]:
    """After a change of these pupils' marks: strike the warnings they have fallen back under. What has not left yet is
    cancelled; whoever was told gets the notice of correction.
    """
    live = and_(MeterWarnings.pupil_id.in_(pupils), MeterWarnings.struck_at.is_(None))
    of_year = and_(Years.starts <= day, Years.ends >= day)
    statement = select(MeterWarnings.id, MeterWarnings.pupil_id, MeterWarnings.threshold).join(
        Years, and_(Years.id == MeterWarnings.year_id, of_year)
    )
    standing = (await session.execute(statement.where(live))).all()
    if not standing:
        return []
    last = await session.scalar(select(Years.ends).where(Years.school_id == school.id, of_year))
    since = await year_start(session, school.id, day)
    figures = await tallies(session, {row.pupil_id for row in standing}, last or day, since)
    most = {pupil: tally.meter(school) + tally.unsure for pupil, tally in figures.items()}  # as it may yet turn out
    wrong = [row.id for row in standing if most[row.pupil_id] < row.threshold]
    if not wrong:
        return []
    await session.execute(update(MeterWarnings).where(MeterWarnings.id.in_(wrong)).values(struck_at=now))
    return await corrections(session, school.id, wrong, [TO_STAFF], kind=Kind.METER_CORRECTED, day=day)


def highest(rows: Sequence[Any]) -> Mapping[int, Any]:
    """One warning a pupil: who passes two thresholds in one evening is spoken of once."""
    found: dict[int, Any] = {}
    for row in rows:
        found.setdefault(row.pupil_id, row)
    return found
