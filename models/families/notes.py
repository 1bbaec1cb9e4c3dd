"""What families send to the homeroom teacher in their own words, by voice or as a picture, and the answers."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row
from models.people.tables import Guardians

LONGEST = 600


class FamilyNotes(Row):
    """Words, or a file that `channel` keeps under `reference`; both are forgotten after a month."""

    __tablename__ = "family_notes"
    __table_args__ = (Index("ix_family_notes_pupil", "pupil_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str | None] = mapped_column(String(LONGEST))
    name: Mapped[str | None] = mapped_column(String(60))
    channel: Mapped[str | None] = mapped_column(String(30))
    reference: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


def is_of_family() -> ColumnElement[bool]:
    """A guardian wrote it, and not the pair that looks after the hamlet."""
    theirs = (Guardians.person_id == FamilyNotes.person_id, Guardians.pupil_id == FamilyNotes.pupil_id)
    return select(Guardians.id).where(*theirs).exists()


class NoteReplies(Row):
    """What the teacher answers to one; without `sent_at` it was shown to the teacher and not yet sent."""

    __tablename__ = "note_replies"
    __table_args__ = (Index("ix_note_replies_note", "note_id"),)
    note_id: Mapped[int] = mapped_column(ForeignKey("family_notes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str | None] = mapped_column(String(LONGEST))
    at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
