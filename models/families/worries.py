"""What somebody wrote of a child that may be in danger, or may leave school for good: told to people, not filed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row

LONGEST = 300


class Worries(Row):
    """`words` are the writer's own, kept for a month."""

    __tablename__ = "worries"
    __table_args__ = (Index("ix_worries_pupil", "pupil_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str | None] = mapped_column(String(LONGEST))
    at: Mapped[datetime] = mapped_column(Moment)
