"""What a school owes by a date: what it has decided itself, each deadline as it is prepared, and who handed it in."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row, partial


class Duties(Row):
    """A deadline of the school's own, or (with a `code`) what it has changed of a standing one: of that an empty
    `title`, and no day at all, leave what stands. Struck: it is owed no more.
    """

    __tablename__ = "duties"
    __table_args__ = (
        Index("ix_duties_school", "school_id"),
        partial("uq_duties_code", "school_id", "code", where="code IS NOT NULL", unique=True),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    code: Mapped[str | None] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(30))
    position: Mapped[str] = mapped_column(String(20), default="")
    day: Mapped[int] = mapped_column(default=0)
    month: Mapped[int] = mapped_column(default=0)
    term_end: Mapped[str] = mapped_column(String(10), default="")
    on_day: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    struck_at: Mapped[datetime | None] = mapped_column(Moment)


class DutyTimes(Row):
    """A deadline that has come near: of the duty with this key, to be handed in on `due`, by who holds the role."""

    __tablename__ = "duty_times"
    __table_args__ = (UniqueConstraint("school_id", "duty", "due"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    duty: Mapped[str] = mapped_column(String(24))
    due: Mapped[date]
    role: Mapped[str] = mapped_column(String(30))
    position: Mapped[str] = mapped_column(String(20), default="")


class HandedInDuties(Base):
    """Somebody said it was handed in: a homeroom teacher or the head of a group the own one, others the school's."""

    __tablename__ = "duty_handed_in"
    time_id: Mapped[int] = mapped_column(ForeignKey("duty_times.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
