"""The itemised hand-over of pupils to the next class (seed 000, IV.2): what the new homeroom teacher must know."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ForeignKey, Index, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row, twin
from models.figures.counting import enrolled_on
from models.ladder.versions import LadderSteps
from models.people.movements import Movements
from models.people.tables import Enrolments, Pupils, Roles
from models.register.tables import Cases
from models.school.tables import Classes, Years
from rules.ladder.steps import OPENS
from rules.people.movements import LEAVINGS, Movement
from rules.people.roles import Role


class Handovers(Row):
    """A pupil handed over from the class of one year to that of the next. `missed` is where the meter stood, if that is
    worth saying, and `cases` counts those of the year; the open one is looked up when it is read. `acknowledged_by` is
    the receiver who tapped.
    """

    __tablename__ = "handovers"
    __table_args__ = (Index("ix_handovers_class", "to_class_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    from_class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    to_class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    missed: Mapped[int]
    cases: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


async def handed_over(session: AsyncSession, *which: Any) -> Sequence[Any]:
    """Hand-overs with pupil, both classes and the open case (`case_id` null without one; `visit_within` in
    school days), by the new class."""
    old, new = twin(Classes, "handed_over, old"), twin(Classes, "handed_over, new")
    statement = (
        select(
            Handovers.__table__,
            Pupils.full_name.label("name"),
            old.name.label("old_class"),
            new.name.label("new_class"),
            (old.grade == new.grade).label("repeats"),
            Cases.id.label("case_id"),
            Cases.step,
            Cases.decision,
            Cases.opened_on,
            Cases.visited_on,
            LadderSteps.due.label("visit_within"),
        )
        .join(Pupils, Pupils.id == Handovers.pupil_id)
        .join(old, old.id == Handovers.from_class_id)
        .join(new, new.id == Handovers.to_class_id)
        .outerjoin(Cases, and_(Cases.pupil_id == Handovers.pupil_id, Cases.closed_on.is_(None)))
        .outerjoin(LadderSteps, and_(LadderSteps.ladder_id == Cases.ladder_id, LadderSteps.step.in_(OPENS)))
        .where(*which)
        .order_by(new.name, Cases.id.is_(None), Handovers.id)
    )
    return (await session.execute(statement)).all()


class Gone(Struct, frozen=True):
    """Who left a class, how and from which day on."""

    name: str
    kind: Movement
    day: date


async def gone_from(session: AsyncSession, classes: Collection[int]) -> list[Gone]:
    """Those who left the school from these classes and are on no list since, by day."""
    later = twin(Enrolments, "gone_from")
    back = select(later.id).where(later.pupil_id == Enrolments.pupil_id, later.starts > Enrolments.ends)
    statement = (
        select(Pupils.full_name, Movements.kind, Movements.day)
        .join(Movements, Movements.pupil_id == Pupils.id)
        .join(Enrolments, Enrolments.ended_id == Movements.id)
        .where(Enrolments.class_id.in_(classes), Movements.kind.in_(LEAVINGS), ~back.correlate(Enrolments).exists())
        .order_by(Movements.day, Movements.id)
    )
    return [Gone(name, Movement(kind), day) for name, kind, day in await session.execute(statement)]


async def taught_before(session: AsyncSession, person_id: int, classes: Collection[int]) -> bool:
    """Whether somebody was homeroom teacher of all these classes when their year ended, and knows their pupils."""
    mine = (
        select(Roles.class_id)
        .join(Classes, Classes.id == Roles.class_id)
        .join(Years, Years.id == Classes.year_id)
        .where(Roles.person_id == person_id, Roles.name == Role.HOMEROOM, Roles.class_id.in_(classes))
        .where(Roles.starts <= Years.ends, Roles.ends.is_(None) | (Roles.ends >= Years.ends))
    )
    return set(classes) <= set(await session.scalars(mine))


def has_left(pupil_id: Any, day: date) -> Any:
    """The pupil is on no class list that day."""
    place = twin(Enrolments, "has_left")
    listed = select(place.id).where(place.pupil_id == pupil_id, enrolled_on(place, day))
    return ~listed.correlate_except(place).exists()


async def leavers(session: AsyncSession, school_id: int, day: date) -> Sequence[Any]:
    """Open cases (id, name, class_name, opened_on) of pupils on no class list: they stay until a person closes them."""
    statement = (
        select(Cases.id, Pupils.full_name.label("name"), Classes.name.label("class_name"), Cases.opened_on)
        .join(Pupils, Pupils.id == Cases.pupil_id)
        .join(Classes, Classes.id == Cases.class_id)
        .where(Cases.school_id == school_id, Cases.closed_on.is_(None), has_left(Cases.pupil_id, day))
        .order_by(Cases.opened_on, Cases.id)
    )
    return (await session.execute(statement)).all()
