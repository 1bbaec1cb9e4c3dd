"""Boarders after a free day: who is expected back on which school day, and who has come."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import ForeignKey, String, UniqueConstraint, and_, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row, partial, twin
from models.calendar.held import Calendar, calendars
from models.figures.counting import away_from, counted, enrolled_on, live
from models.people.places import place_name
from models.people.tables import Enrolments, Pupils
from models.register.tables import ClassParts, Marks
from models.school.tables import Classes, Places
from models.shapes.asker import School
from rules.marks import Mark

BACK, STAYED, AWAY = "back", "stayed", "away"
WEEK = timedelta(days=7)
STILL_OPEN = timedelta(days=2)  # how long after the return day an answer is still taken


class BoarderReturns(Row):
    """A boarder expected back for the school day `day`. `state` is what was said of them: back, stayed at school over
    the free days, or away; null is nobody's word yet, and neither.
    """

    __tablename__ = "boarder_returns"
    __table_args__ = (
        UniqueConstraint("pupil_id", "day"),
        partial("ix_boarder_returns_missing", "day", "school_id", where="state IS NULL OR state = 'away'"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    day: Mapped[date]
    state: Mapped[str | None] = mapped_column(String(10))
    said_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    said_at: Mapped[datetime | None] = mapped_column(Moment)


def comes_back_tonight(calendar: Calendar, school: School, class_id: int, day: date) -> bool:
    """Whether the evening of `day` is the one before boarders of a class have lessons again: the weekday the school has
    chosen, or, with free days after it, the evening before the next school day.
    """
    chosen = day - timedelta(days=(day.weekday() - (school.boarders_back - 2)) % 7)
    free = (chosen + timedelta(days=ahead) for ahead in range(1, (day - chosen).days + 1))
    if any(calendar.held(class_id, between) for between in free):
        return False
    return bool(calendar.held(class_id, day + timedelta(days=1)))


async def returning(session: AsyncSession, schools: Mapping[int, School], day: date) -> list[int]:
    """The classes whose boarders come back on the evening of this day."""
    found = await boarding_classes(session, list(schools), day + timedelta(days=1))
    known = await calendars(session, list(found), day - WEEK, day + WEEK)
    return [
        class_id
        for school_id, classes in found.items()
        for class_id in classes
        if comes_back_tonight(known[school_id], schools[school_id], class_id, day)
    ]


async def boarder_ids(session: AsyncSession, school_id: int) -> frozenset[int]:
    """Who boards now."""
    boarding = select(Pupils.id).where(Pupils.school_id == school_id, Pupils.boarding)
    return frozenset(await session.scalars(boarding))


async def boarding_classes(session: AsyncSession, schools: Collection[int], day: date) -> dict[int, list[int]]:
    """The classes with boarders on a day, by school."""
    statement = (
        select(Classes.school_id, Classes.id)
        .join(Enrolments, and_(Enrolments.class_id == Classes.id, enrolled_on(Enrolments, day)))
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(Classes.school_id.in_(schools), Pupils.boarding)
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for school_id, class_id in await session.execute(statement.order_by(Classes.id)):
        found.setdefault(school_id, []).append(class_id)
    return found


async def expect(session: AsyncSession, classes: Collection[int], day: date) -> None:
    """Expect the boarders of these classes back for a school day; those expected already stay as they are."""
    known = twin(BoarderReturns, "expect")
    already = select(known.id).where(known.pupil_id == Pupils.id, known.day == day)
    chosen = (
        select(Pupils.school_id, Pupils.id, Enrolments.class_id, Pupils.place_id, literal(day))
        .join(Enrolments, and_(Enrolments.pupil_id == Pupils.id, enrolled_on(Enrolments, day)))
        .where(Enrolments.class_id.in_(classes), Pupils.boarding, ~already.correlate(Pupils).exists())
    )
    columns = ["school_id", "pupil_id", "class_id", "place_id", "day"]
    await session.execute(insert(BoarderReturns).from_select(columns, chosen))


class Boarder(Struct, frozen=True, kw_only=True):
    """`place` is as people write it; `village` is the wider of its two names, or the only one."""

    id: int
    pupil_id: int
    name: str
    class_id: int
    class_name: str
    list_no: int | None
    place_id: int | None
    place: str
    village: str
    day: date
    state: str | None = None


async def boarders(session: AsyncSession, day: date, *which: Any) -> list[Boarder]:
    """The boarders expected for a day, by village, class and list number."""
    village = twin(Places, "boarders")
    statement = (
        select(
            BoarderReturns.__table__,
            Pupils.full_name.label("name"),
            Classes.name.label("class_name"),
            Enrolments.list_no,
            Places.name.label("hamlet"),
            village.name.label("village"),
        )
        .join(Pupils, Pupils.id == BoarderReturns.pupil_id)
        .join(Classes, Classes.id == BoarderReturns.class_id)
        .join(
            Enrolments,
            and_(
                Enrolments.pupil_id == BoarderReturns.pupil_id,
                Enrolments.class_id == BoarderReturns.class_id,
                enrolled_on(Enrolments, BoarderReturns.day),
            ),
        )
        .outerjoin(Places, Places.id == BoarderReturns.place_id)
        .outerjoin(village, village.id == Places.parent_id)
        .where(BoarderReturns.day == day, *which)
        .order_by(func.coalesce(Places.parent_id, Places.id), Classes.name, Enrolments.list_no, Pupils.id)
    )
    return [_boarder(row) for row in (await session.execute(statement)).mappings()]


def _boarder(row: Any) -> Boarder:
    names = [name for name in Boarder.__struct_fields__ if name in row and name not in {"village", "place"}]
    return Boarder(
        **{name: row[name] for name in names},
        place=place_name(row["hamlet"], row["village"]),
        village=row["village"] or row["hamlet"] or "",
    )


async def open_day_of(session: AsyncSession, school: School, today: date) -> date | None:
    """The return day that may be answered about now: the next one, or one just past. Who was to come back yesterday
    evening is expected today, whether the clock could ask about it or not.
    """
    if classes := await returning(session, {school.id: school}, today - timedelta(days=1)):
        await expect(session, classes, today)
    newest = select(func.max(BoarderReturns.day)).where(
        BoarderReturns.school_id == school.id, BoarderReturns.day >= today - STILL_OPEN
    )
    return await session.scalar(newest)


async def say(session: AsyncSession, ids: Collection[int], state: str, person_id: int | None, at: datetime) -> None:
    values = {"state": state, "said_by": person_id, "said_at": at}
    await session.execute(update(BoarderReturns).where(BoarderReturns.id.in_(ids)).values(values))


def missing(day: Any) -> Any:
    """Not back by anybody's word, neither in class nor with leave by the day's report: the condition on
    `BoarderReturns`. Whose class has not reported is still missing; silence is not presence.
    """
    part, leave = twin(ClassParts, "missing"), twin(Marks, "missing")
    attended = select(part.day).where(
        part.class_id == BoarderReturns.class_id,
        part.day == day,
        counted(part),
        ~away_from(BoarderReturns.pupil_id, part),
    )
    excused = select(leave.id).where(
        leave.pupil_id == BoarderReturns.pupil_id, leave.day == day, leave.kind == Mark.EXCUSED, live(leave)
    )
    not_said = or_(BoarderReturns.state.is_(None), BoarderReturns.state == AWAY)
    accounted = or_(attended.correlate(BoarderReturns).exists(), excused.correlate(BoarderReturns).exists())
    return and_(BoarderReturns.day == day, not_said, ~accounted)


async def missing_boarders(session: AsyncSession, day: date, *which: Any) -> Sequence[Boarder]:
    """Of whose class has reported, absence is known: they count as not back though nobody spoke of their return."""
    found = await boarders(session, day, missing(day), *which)
    held = select(ClassParts.class_id).where(
        ClassParts.class_id.in_({one.class_id for one in found}), ClassParts.day == day, counted(ClassParts)
    )
    reported = set(await session.scalars(held))
    return [structs.replace(one, state=AWAY) if one.class_id in reported else one for one in found]
