"""The work on a case: causes, home visits and the dialogue they are reported in, and notes of those asked to help."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row, partial

MET, CAUSE, PROMISE, DONE = "met", "cause", "promise", ""  # what a visit's dialogue asks next


class CaseCauses(Base):
    """Why a pupil stays away, by the codes of `rules.cases.causes`; several may be true. Restricted: see
    `models.cases.sight`.
    """

    __tablename__ = "case_causes"
    __table_args__ = ({"sqlite_with_rowid": False},)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_on: Mapped[date]


class Visits(Row):
    """A visit to one family, being reported while `asks` names the next question. One trip may lead to several: they
    share `trip`. `met` are the codes of `rules.cases.visit`; `photo` is a channel's own name of a picture, kept
    for 30 days.
    """

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_person", "person_id", "trip"),
        partial("ix_visits_photo", "started_at", where="photo IS NOT NULL"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    trip: Mapped[int]
    made_on: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(Moment)
    asks: Mapped[str] = mapped_column(String(10), default=MET)
    met: Mapped[str | None] = mapped_column(String(60))
    promised_on: Mapped[date | None]
    promise_known: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(Text)
    photo: Mapped[str | None] = mapped_column(String(300))
    photo_channel: Mapped[str | None] = mapped_column(String(30))
    reported_at: Mapped[datetime | None] = mapped_column(Moment)


class VisitCases(Base):
    """The cases a visit was about: the brothers and sisters of one family."""

    __tablename__ = "visit_cases"
    __table_args__ = (Index("ix_visit_cases_case", "case_id"), {"sqlite_with_rowid": False})
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)


class CaseNotes(Row):
    """What somebody asked to help has answered: the village head, an officer of the commune, the hamlet's pair."""

    __tablename__ = "case_notes"
    __table_args__ = (Index("ix_case_notes_case", "case_id"),)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str | None] = mapped_column(Text)
