"""What the leaders announce: to whom it goes, and who pressed that it was read."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Text,
    cast,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row, insert_new
from models.people.holders import looks_after
from models.people.roles import held_on
from models.people.tables import Enrolments, Guardians, Pupils, Roles
from rules.announcements import Whom
from rules.people.roles import EMPLOYED, Role


class Announcements(Row):
    """Words of a leader; without `whom` nobody was chosen yet, without `sent_at` it is only a draft. Of one with
    targets only those who have to do with these classes and places are meant.
    """

    __tablename__ = "announcements"
    __table_args__ = (Index("ix_announcements_school", "school_id", "sent_at"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    whom: Mapped[str | None] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


class AnnouncementTargets(Row):
    """A class or a place it is for; a village stands there with its hamlets."""

    __tablename__ = "announcement_targets"
    __table_args__ = (Index("ix_announcement_targets_of", "announcement_id"),)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))


class AnnouncementReads(Base):
    """Somebody pressed that it was read."""

    __tablename__ = "announcement_reads"
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)


Reached = Callable[[Any, Any], Select[Any]]


def _staff(about: Any, day: Any) -> Select[Any]:
    asked = _roles(about, day, Whom.STAFF, Whom.EVERYBODY)
    return asked.where(~_has_targets(), Roles.name.in_(EMPLOYED))


def _homerooms(about: Any, day: Any) -> Select[Any]:
    return _roles(about, day, Whom.HOMEROOMS).where(~_has_targets(), Roles.name == Role.HOMEROOM)


def _homerooms_there(about: Any, day: Any) -> Select[Any]:
    asked = _roles(about, day, Whom.STAFF, Whom.HOMEROOMS, Whom.EVERYBODY).where(Roles.name == Role.HOMEROOM)
    return asked.where(_target(AnnouncementTargets.class_id == Roles.class_id))


def _carers_there(about: Any, day: Any) -> Select[Any]:
    asked = _roles(about, day, Whom.STAFF, Whom.EVERYBODY)
    return asked.where(_target(looks_after(AnnouncementTargets.place_id)))


def _families(about: Any, day: Any) -> Select[Any]:
    """Of those who are on a list that day; a child that has left takes its family along."""
    there = or_(
        ~_has_targets(),
        _target(AnnouncementTargets.class_id == Enrolments.class_id),
        _target(AnnouncementTargets.place_id == Pupils.place_id),
    )
    asked = select(Guardians.person_id).join(Pupils, Pupils.id == Guardians.pupil_id)
    asked = asked.join(Enrolments, Enrolments.pupil_id == Pupils.id).where(*held_on(day, Enrolments))
    meant = Announcements.whom.in_([Whom.FAMILIES, Whom.EVERYBODY])
    return asked.where(Announcements.id == about, Announcements.school_id == Pupils.school_id, meant, there)


WAYS: Sequence[Reached] = (_staff, _homerooms, _homerooms_there, _carers_there, _families)


def _roles(about: Any, day: Any, *whom: Whom) -> Select[Any]:
    asked = select(Roles.person_id).where(Announcements.id == about, Announcements.school_id == Roles.school_id)
    return asked.where(Announcements.whom.in_(whom), *held_on(day))


def _has_targets() -> ColumnElement[bool]:
    return _target()


def _target(*which: Any) -> ColumnElement[bool]:
    found = select(AnnouncementTargets.id).where(AnnouncementTargets.announcement_id == Announcements.id, *which)
    return found.correlate_except(AnnouncementTargets).exists()


def recipients(number: int, school_id: int, day: date, key: str, but: int) -> Select[Any]:
    """Who it is for on that day, without its author: the columns `Notices` wants."""
    people = union(*(way(number, day) for way in WAYS)).subquery()
    owed = select(
        literal(school_id, Integer).label("school_id"),
        people.c.person_id,
        literal(number, Integer).label("about"),
        literal(day, Date).label("day"),
        cast(literal(key), String).label("key"),
    )
    return owed.where(people.c.person_id != but)


async def keep_targets(session: AsyncSession, number: int, classes: Collection[int], places: Collection[int]) -> None:
    """It is for these classes and places only."""
    rows = [{"announcement_id": number, "class_id": one, "place_id": None} for one in sorted(classes)]
    rows += [{"announcement_id": number, "class_id": None, "place_id": one} for one in sorted(places)]
    if rows:
        await session.execute(AnnouncementTargets.__table__.insert(), rows)


async def targets(session: AsyncSession, number: int) -> tuple[list[int], list[int]]:
    """The classes and the places it is for; none: the whole school."""
    found = select(AnnouncementTargets.class_id, AnnouncementTargets.place_id)
    rows = (await session.execute(found.where(AnnouncementTargets.announcement_id == number))).all()
    return [row.class_id for row in rows if row.class_id], [row.place_id for row in rows if row.place_id]


async def mark_read(session: AsyncSession, number: int, person_id: int, now: datetime) -> None:
    """The first press counts."""
    row = {"announcement_id": number, "person_id": person_id, "at": now}
    await session.execute(insert_new(session, AnnouncementReads.__table__), [row])


async def readers(session: AsyncSession, number: int) -> frozenset[int]:
    """Who has pressed that it was read."""
    mine = AnnouncementReads.announcement_id == number
    return frozenset(await session.scalars(select(AnnouncementReads.person_id).where(mine)))


async def read_counts(session: AsyncSession, numbers: Collection[int]) -> dict[int, int]:
    """How many have pressed, by announcement; none where nobody has."""
    counted = select(AnnouncementReads.announcement_id, func.count())
    counted = counted.where(AnnouncementReads.announcement_id.in_(numbers))
    return dict((await session.execute(counted.group_by(AnnouncementReads.announcement_id))).all())
