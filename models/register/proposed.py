"""What was said against a mark by somebody who is not in charge of the class, as it is kept."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row

WRONG = "?"  # the mark is said to be wrong, and not what is right


class Proposals(Row):
    """`kind` is a mark's letter, PRESENT or WRONG. It is open as long as the mark differs; where whoever decides says
    the same as before once more, or its writer takes it back, the row goes.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        Index("ix_proposals_inbox", "inbox_id"),
        Index("ix_proposals_pupil", "pupil_id", "day"),
        Index("ix_proposals_school", "school_id", "day"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    day: Mapped[date]
    part: Mapped[str] = mapped_column(String(1))
    kind: Mapped[str] = mapped_column(String(2))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    inbox_id: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
