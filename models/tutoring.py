"""Who is tutored in what, on which days who came, and which two pupils help each other."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import ForeignKey, Index, String, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Row, twin
from models.people.roles import held_on
from models.people.tables import Enrolments, Pupils


class TutoredPupils(Row):
    """A pupil on the tutoring list of a subject ("" for all), from a day to a day."""

    __tablename__ = "tutored"
    __table_args__ = (Index("ix_tutored_pupil", "pupil_id"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    subject: Mapped[str] = mapped_column(String(40), default="")
    starts: Mapped[date]
    ends: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class TutoringDays(Row):
    """A day on which a class's list of a subject was tutored: whoever is on it came, but those below."""

    __tablename__ = "tutoring_days"
    __table_args__ = (Index("uq_tutoring_days", "class_id", "day", "subject", unique=True),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    day: Mapped[date]
    subject: Mapped[str] = mapped_column(String(40), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class TutoringAbsences(Base):
    __tablename__ = "tutoring_absences"
    __table_args__ = ({"sqlite_with_rowid": False},)
    tutoring_day_id: Mapped[int] = mapped_column(ForeignKey("tutoring_days.id"), primary_key=True, autoincrement=False)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"), primary_key=True, autoincrement=False)


class Buddies(Row):
    """`helper_id` helps `pupil_id`, from a day to a day."""

    __tablename__ = "buddies"
    __table_args__ = (Index("ix_buddies_pupil", "pupil_id"), Index("ix_buddies_helper", "helper_id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    starts: Mapped[date]
    ends: Mapped[date | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class TutoredLine(Struct, frozen=True, kw_only=True):
    """`held` are the days tutored since the pupil is on the list, in any class; `came` those attended."""

    pupil_id: int
    name: str
    subject: str
    since: date
    held: int
    came: int


async def tutored(
    session: AsyncSession, day: date, *, classes: Collection[int] = (), pupils: Collection[int] = ()
) -> Sequence[TutoredLine]:
    """Those on a list that day, of these classes or these pupils, by class list and subject."""
    place = twin(Enrolments, "tutored")
    there = select(
        TutoredPupils.id,
        TutoredPupils.pupil_id,
        Pupils.full_name,
        TutoredPupils.subject,
        TutoredPupils.starts,
        place.class_id,
    )
    there = there.join(Pupils, Pupils.id == TutoredPupils.pupil_id)
    there = there.join(place, and_(place.pupil_id == TutoredPupils.pupil_id, *held_on(day, place)))
    there = there.where(
        or_(place.class_id.in_(classes), TutoredPupils.pupil_id.in_(pupils)), *held_on(day, TutoredPupils)
    )
    rows = (await session.execute(there.order_by(place.list_no, Pupils.id, TutoredPupils.subject))).all()
    held = await _held(session, [row.id for row in rows], day)
    away = await _held(session, [row.id for row in rows], day, absent=True)
    return [
        TutoredLine(
            pupil_id=row.pupil_id, name=row.full_name, subject=row.subject, since=row.starts,
            held=held.get(row.id, 0), came=held.get(row.id, 0) - away.get(row.id, 0),
        )
        for row in rows
    ]  # fmt: skip


async def _held(session: AsyncSession, ids: Sequence[int], day: date, *, absent: bool = False) -> dict[int, int]:
    place = twin(Enrolments, "held")
    counted = select(TutoredPupils.id, func.count(TutoringDays.id.distinct())).join(
        TutoringDays,
        and_(
            TutoringDays.subject == TutoredPupils.subject,
            TutoringDays.day >= TutoredPupils.starts,
            TutoringDays.day <= day,
        ),
    )
    counted = counted.join(
        place,
        and_(
            place.pupil_id == TutoredPupils.pupil_id,
            place.class_id == TutoringDays.class_id,
            *held_on(TutoringDays.day, place),
        ),
    )
    if absent:
        missed = and_(
            TutoringAbsences.tutoring_day_id == TutoringDays.id, TutoringAbsences.pupil_id == TutoredPupils.pupil_id
        )
        counted = counted.join(TutoringAbsences, missed)
    return dict((await session.execute(counted.where(TutoredPupils.id.in_(ids)).group_by(TutoredPupils.id))).all())


class Pair(Struct, frozen=True, kw_only=True):
    id: int
    helper_id: int
    helper: str
    pupil_id: int
    pupil: str


async def buddies(session: AsyncSession, day: date, pupils: Collection[int]) -> Sequence[Pair]:
    """The pairs of that day in which one of these pupils is."""
    helper, helped = twin(Pupils, "buddies, helper"), twin(Pupils, "buddies, helped")
    found = select(Buddies.id, Buddies.helper_id, helper.full_name, Buddies.pupil_id, helped.full_name)
    found = found.join(helper, helper.id == Buddies.helper_id).join(helped, helped.id == Buddies.pupil_id)
    mine = or_(Buddies.helper_id.in_(pupils), Buddies.pupil_id.in_(pupils))
    rows = (await session.execute(found.where(mine, *held_on(day, Buddies)).order_by(Buddies.id))).all()
    return [Pair(id=row[0], helper_id=row[1], helper=row[2], pupil_id=row[3], pupil=row[4]) for row in rows]


def by_subject(lines: Sequence[TutoredLine]) -> dict[str, list[TutoredLine]]:
    found: dict[str, list[TutoredLine]] = defaultdict(list)
    for one in lines:
        found[one.subject].append(one)
    return found
