"""What happened in class: half days held and reported, marks, and what followed from them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row, partial


class ClassParts(Base):
    """One half day of one class on one day that the calendar held. Reported or not: silence is not presence."""

    __tablename__ = "class_parts"
    __table_args__ = (
        Index("ix_class_parts_day", "school_id", "day"),
        partial("ix_class_parts_silent", "day", "school_id", where="reported_at IS NULL"),
        PrimaryKeyConstraint("class_id", "day", "part", name="pk_class_sessions"),
        {"sqlite_with_rowid": False},
    )  # its constraints have kept the names of an earlier version
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id", name="fk_class_sessions_class_id"))
    day: Mapped[date]
    part: Mapped[str] = mapped_column(String(1))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id", name="fk_class_sessions_school_id"))
    held: Mapped[bool] = mapped_column(default=True)
    enrolled: Mapped[int | None]
    reported_at: Mapped[datetime | None] = mapped_column(Moment)
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", name="fk_class_sessions_reported_by"))
    inbox_id: Mapped[int | None]
    corrected_at: Mapped[datetime | None] = mapped_column(Moment)


class Marks(Row):
    """A pupil's mark in a half day. A correction strikes the old row and adds a new one; nothing is erased.

    `inbox_id` is the message it came from, and so the batch that one undo takes back. `unsettled`: why is known, and
    not whether it is with leave; `kind` is what it counts as until somebody says.
    """

    __tablename__ = "marks"
    __table_args__ = (
        partial("uq_marks_live", "pupil_id", "day", "part", where="struck_at IS NULL", unique=True),
        partial("ix_marks_unexcused", "day", "school_id", "pupil_id", where="kind = 'K' AND struck_at IS NULL"),
        partial("ix_marks_class", "class_id", "day", where="struck_at IS NULL"),
        partial("ix_marks_school", "school_id", "day", where="struck_at IS NULL"),
        Index("ix_marks_inbox", "inbox_id"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    day: Mapped[date]
    part: Mapped[str] = mapped_column(String(1))
    kind: Mapped[str] = mapped_column(String(2))
    reason_code: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(300))
    unsettled: Mapped[bool] = mapped_column(default=False, server_default=false())
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    inbox_id: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(Moment)
    struck_at: Mapped[datetime | None] = mapped_column(Moment)
    struck_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    struck_inbox_id: Mapped[int | None]


class Doubts(Base):
    """A pupil whom an open question about a half day could mean: neither present nor absent in it. The rows go with the
    answer, or when somebody says that the pupil was there; a question deleted for its age leaves them. `against`: what
    is asked about says that the pupil was there, which speaks against an absence written down before.
    """

    __tablename__ = "doubts"
    __table_args__ = (Index("ix_doubts_question", "question_id"), {"sqlite_with_rowid": False})
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(String(1), primary_key=True)
    question_id: Mapped[int] = mapped_column(primary_key=True)  # without a key, as the question is deleted first
    against: Mapped[bool] = mapped_column(default=False, server_default=false())


class Cases(Row):
    """A pupil followed until back in class. `ladder_id` is the version of the ladder it began with and keeps;
    `opened_by` and `opened_why` are of a case opened by hand; `visited_on` is the last visit that met somebody and
    `promised_on` the day promised then, until when the ladder waits; `decision` is what the principal said when it came
    up: `request` (to the commune) or `wait` (go on persuading). `reopened` is how often its end has proved a mistake. A
    child on no list (`UnlistedPupils`) has no class yet.
    """

    __tablename__ = "cases"
    __table_args__ = (
        partial("uq_cases_open", "pupil_id", where="closed_on IS NULL", unique=True),
        partial("ix_cases_open", "school_id", where="closed_on IS NULL"),
        partial("ix_cases_closed", "closed_on", where="closed_on IS NOT NULL"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    opened_on: Mapped[date]
    run_start: Mapped[date]
    days: Mapped[int]
    ladder_id: Mapped[int | None] = mapped_column(ForeignKey("ladders.id"))
    step: Mapped[int] = mapped_column(default=2)
    visited_on: Mapped[date | None]
    visited_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    promised_on: Mapped[date | None]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    opened_why: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[str | None] = mapped_column(String(20))
    decided_on: Mapped[date | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_on: Mapped[date | None]
    closed_why: Mapped[str | None] = mapped_column(String(20))
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reopened: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class Firings(Row):
    """A step of the ladder that fired for a pupil: once a run of absence, and again only after a return.

    `run_start` and `days` say what the run was at that moment, `ladder_id` the rule. A correction strikes the firing.
    """

    __tablename__ = "firings"
    __table_args__ = (
        partial("uq_firings_live", "pupil_id", "step", "day", where="struck_at IS NULL", unique=True),
        Index("ix_firings_day", "day", "school_id", "step"),
        partial("ix_firings_case", "case_id", where="case_id IS NOT NULL"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    step: Mapped[int]
    day: Mapped[date]
    run_start: Mapped[date]
    days: Mapped[int]
    ladder_id: Mapped[int | None] = mapped_column(ForeignKey("ladders.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    struck_at: Mapped[datetime | None] = mapped_column(Moment)
