"""What families, and colleagues, have to say of a pupil to the homeroom teacher, and the answers to families."""

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


def of_family() -> ColumnElement[bool]:
    """The condition on `FamilyNotes`: its writer is of the pupil's family, and no colleague."""
    kin = (Guardians.pupil_id == FamilyNotes.pupil_id, Guardians.person_id == FamilyNotes.person_id)
    return select(Guardians.id).where(*kin).correlate_except(Guardians).exists()


class NoteReplies(Row):
    """What the teacher answers to one; without `sent_at` it was shown to the teacher and not yet sent."""

    __tablename__ = "note_replies"
    __table_args__ = (Index("ix_note_replies_note", "note_id"),)
    note_id: Mapped[int] = mapped_column(ForeignKey("family_notes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str | None] = mapped_column(String(LONGEST))
    at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
