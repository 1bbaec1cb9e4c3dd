"""Sponsors (người đỡ đầu): the pupils at risk, who follows each of them, and the note of every month."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row, partial
from models.figures.counting import enrolled_on
from models.people.roles import held_on
from models.people.tables import Enrolments, People, Pupils, Roles
from models.school.tables import Classes
from rules.people.roles import EMPLOYED

CATEGORIES = ("hardship", "weak", "dropout")  # the three of the campaign's plan, see docs/details/telling-people.md
BETTER, SAME, WORRY = "better", "same", "worry"
READ, WRITTEN = "circumstances.read", "circumstances.written"  # what the audit calls it
MOST_SPONSORS, MOST_MENTEES = 2, 2  # one or two sponsors a pupil, one or two pupils a member of staff


class AtRiskPupils(Row):
    """A pupil on the school's list of those at risk, in one school year; `ends` is the day it was taken off.

    `circumstances` (family, the pupil) and `conduct` are restricted words: read only through `restricted`, gone at
    the end of the school year at the latest.
    """

    __tablename__ = "at_risk_pupils"
    __table_args__ = (
        partial("uq_at_risk_pupils_live", "pupil_id", where="ends IS NULL", unique=True),
        Index("ix_at_risk_pupils_school", "school_id"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    year_id: Mapped[int] = mapped_column(ForeignKey("years.id"))
    hardship: Mapped[bool] = mapped_column(default=False)
    weak: Mapped[bool] = mapped_column(default=False)
    dropout: Mapped[bool] = mapped_column(default=False)
    circumstances: Mapped[str | None] = mapped_column(Text)
    conduct: Mapped[str | None] = mapped_column(Text)
    starts: Mapped[date]
    ends: Mapped[date | None]


class Sponsorships(Row):
    """A member of staff who follows a pupil; `ends` is the day it ended, and none while it lasts."""

    __tablename__ = "sponsorships"
    __table_args__ = (
        partial("uq_sponsorships_live", "pupil_id", "person_id", where="ends IS NULL", unique=True),
        partial("ix_sponsorships_person", "person_id", where="ends IS NULL"),
        Index("ix_sponsorships_school", "school_id"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    supporting: Mapped[bool] = mapped_column(default=False)
    starts: Mapped[date]
    ends: Mapped[date | None]


class SponsorNotes(Row):
    """What a sponsor says of a pupil for a month (its first day): progress, and a few words kept for the year."""

    __tablename__ = "sponsor_notes"
    __table_args__ = (UniqueConstraint("pupil_id", "person_id", "month"), Index("ix_sponsor_notes_month", "month"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    month: Mapped[date]
    progress: Mapped[str | None] = mapped_column(String(10))
    words: Mapped[str | None] = mapped_column(String(500))
    made_at: Mapped[datetime] = mapped_column(Moment)


def followers(day: Any) -> Select[*tuple[Any, ...]]:
    """(pupil_id, person_id) of everybody who sponsors a pupil on that day; who has left the staff follows nobody."""
    staff = select(Roles.id).where(Roles.person_id == Sponsorships.person_id, *held_on(day))
    return select(Sponsorships.pupil_id, Sponsorships.person_id).where(
        Sponsorships.ends.is_(None), staff.correlate(Sponsorships).exists()
    )


def own_pupils(person_id: int | None) -> ColumnElement[bool]:
    """Which entries of the list are this person's."""
    mine = select(Sponsorships.pupil_id).where(Sponsorships.person_id == person_id, Sponsorships.ends.is_(None))
    return AtRiskPupils.pupil_id.in_(mine)


class Sponsor(Struct, frozen=True, kw_only=True):
    id: int
    person_id: int
    name: str
    supporting: bool


class Entry(Struct, frozen=True, kw_only=True):
    """A pupil on the list, in the class of that day, without the restricted words."""

    id: int
    pupil_id: int
    name: str
    class_id: int
    class_name: str
    hardship: bool
    weak: bool
    dropout: bool
    sponsors: tuple[Sponsor, ...] = ()

    def categories(self) -> list[str]:
        return [name for name in CATEGORIES if getattr(self, name)]

    def has_sponsor(self, person_id: int | None) -> bool:
        return any(one.person_id == person_id for one in self.sponsors)


async def entries(session: AsyncSession, school_id: int, day: date, *which: ColumnElement[bool]) -> list[Entry]:
    """The list of a school, by class and name order of the class list, each with its sponsors (the main one first)."""
    columns = (AtRiskPupils.id, AtRiskPupils.pupil_id, AtRiskPupils.hardship, AtRiskPupils.weak, AtRiskPupils.dropout)
    statement = (
        select(*columns, Pupils.full_name.label("name"), Classes.id.label("class_id"), Classes.name.label("class_name"))
        .join(Pupils, Pupils.id == AtRiskPupils.pupil_id)
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(AtRiskPupils.school_id == school_id, AtRiskPupils.ends.is_(None), enrolled_on(Enrolments, day), *which)
        .order_by(Classes.grade, Classes.name, Enrolments.list_no, Pupils.id)
    )
    rows = (await session.execute(statement)).mappings().all()
    found = await sponsors(session, [row["pupil_id"] for row in rows])
    return [Entry(**row, sponsors=tuple(found.get(row["pupil_id"], ()))) for row in rows]


async def sponsors(session: AsyncSession, pupils: Collection[int]) -> dict[int, list[Sponsor]]:
    """Who sponsors each of these pupils, the supporting one last."""
    statement = (
        select(
            Sponsorships.pupil_id,
            Sponsorships.id,
            Sponsorships.person_id,
            People.full_name.label("name"),
            Sponsorships.supporting,
        )
        .join(People, People.id == Sponsorships.person_id)
        .where(Sponsorships.pupil_id.in_(pupils), Sponsorships.ends.is_(None))
        .order_by(Sponsorships.supporting, Sponsorships.id)
    )
    found: dict[int, list[Sponsor]] = defaultdict(list)
    for pupil_id, id_, person_id, name, supporting in await session.execute(statement):
        found[pupil_id].append(Sponsor(id=id_, person_id=person_id, name=name, supporting=supporting))
    return found


class Words(Struct, frozen=True):
    """The restricted words of an entry."""

    circumstances: str | None
    conduct: str | None


async def restricted(session: AsyncSession, ids: Collection[int]) -> dict[int, Words]:
    """By entry. Whoever calls this checks the right to read and returns `Act(READ, entry)` for every one shown."""
    statement = select(AtRiskPupils.id, AtRiskPupils.circumstances, AtRiskPupils.conduct)
    rows = await session.execute(statement.where(AtRiskPupils.id.in_(ids), AtRiskPupils.ends.is_(None)))
    return {id_: Words(circumstances, conduct) for id_, circumstances, conduct in rows}


class Note(Struct, frozen=True, kw_only=True):
    pupil_id: int
    person_id: int
    name: str
    month: date
    progress: str | None
    words: str | None


async def last_notes(session: AsyncSession, pupils: Collection[int], *which: ColumnElement[bool]) -> dict[int, Note]:
    """The newest note on each of these pupils."""
    statement = (
        select(
            SponsorNotes.pupil_id,
            SponsorNotes.person_id,
            People.full_name.label("name"),
            SponsorNotes.month,
            SponsorNotes.progress,
            SponsorNotes.words,
        )
        .join(People, People.id == SponsorNotes.person_id)
        .where(SponsorNotes.pupil_id.in_(pupils), *which)
        .order_by(SponsorNotes.month, SponsorNotes.made_at)
    )
    return {row["pupil_id"]: Note(**row) for row in (await session.execute(statement)).mappings()}


async def colleagues(session: AsyncSession, school_id: int, day: date) -> dict[int, str]:
    """Everybody on the staff who can sponsor a pupil: name by id. A village head is not staff."""
    statement = (
        select(People.id, People.full_name)
        .join(Roles, Roles.person_id == People.id)
        .where(Roles.school_id == school_id, Roles.name.in_(EMPLOYED), *held_on(day))
        .order_by(People.full_name, People.id)
        .distinct()
    )
    return dict((await session.execute(statement)).all())
