"""Movements: who came, moved, left or came back, from which day on, why, and who said it. The periods on the lists
(`Enrolments`) refer to the movement they began or ended with: a list and its history are one thing, not two.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, partial, twin
from models.people.homes import FormerHomes, home_then, place_then
from models.people.tables import Enrolments, People, Pupils
from models.register.tables import ClassParts, Marks
from models.school.tables import Classes, Schools
from rules.people.movements import Movement

_ONE = timedelta(days=1)


class Movements(Row):
    """`day` is the first on which it is so; `inbox_id` the message it came with, and so the batch one undo takes back.
    What an import did is taken back with the import.
    """

    __tablename__ = "movements"
    __table_args__ = (
        Index("ix_movements_school", "school_id", "day"),
        Index("ix_movements_pupil", "pupil_id"),
        partial("ix_movements_inbox", "inbox_id", where="inbox_id IS NOT NULL"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupils.id"))
    kind: Mapped[str] = mapped_column(String(12))
    day: Mapped[date]
    why: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    inbox_id: Mapped[int | None]


class Told(Struct, frozen=True, kw_only=True):
    """What somebody has said of a pupil: from which day on it is so, why, by whom, and in which message."""

    school_id: int
    day: date
    why: str = ""
    person_id: int | None = None
    inbox_id: int | None = None


async def put_on_list(
    session: AsyncSession, told: Told, pupil_id: int, class_id: int, list_no: int | None = None
) -> Movement | None:
    """Of somebody on no list from that day on: CAME, or BACK for who was on one before. None: is on a list."""
    if await _place(session, pupil_id, told.day) is not None:
        return None
    before = await session.scalar(select(Enrolments.id).where(Enrolments.pupil_id == pupil_id).limit(1))
    kind = Movement.CAME if before is None else Movement.BACK
    number = await _keep(session, told, pupil_id, kind, told.day)
    await _begin(session, number, pupil_id, class_id, told.day, list_no)
    await _follow(session, told.school_id, pupil_id, told.day)
    return kind


async def move(
    session: AsyncSession, told: Told, pupil_id: int, class_id: int, list_no: int | None = None
) -> date | None:
    """To another class. Returns the first day in it: not before the pupil was in the one left. None: on no list, or
    there already.
    """
    now = await _place(session, pupil_id, told.day)
    if now is None or now.class_id == class_id:
        return None
    day: date = max(told.day, now.starts)
    number = await _keep(session, told, pupil_id, Movement.MOVED, day)
    await _end(session, number, now.id, day)
    await _begin(session, number, pupil_id, class_id, day, list_no)
    await _follow(session, told.school_id, pupil_id, day)
    return day


async def leave(session: AsyncSession, told: Told, pupil_id: int, how: Movement) -> date | None:
    """Off every list (`how` is one of LEAVINGS). Returns the first day on none; None if on none before."""
    now = await _place(session, pupil_id, told.day)
    if now is None:
        return None
    day: date = max(told.day, now.starts)
    await _end(session, await _keep(session, told, pupil_id, how, day), now.id, day)
    await _follow(session, told.school_id, pupil_id, day)
    return day


async def take_back(session: AsyncSession, school_id: int, inbox_id: int) -> list[int] | None:
    """Undo the movements of a message: the pupils they were of. None: something later rests on one of them, and nothing
    was changed.
    """
    mine = (Movements.school_id == school_id, Movements.inbox_id == inbox_id)
    rows = (await session.execute(select(Movements.id, Movements.pupil_id, Movements.day).where(*mine))).all()
    ids = [row.id for row in rows]
    if await _rested_on(session, ids):
        return None
    await session.execute(delete(Enrolments).where(Enrolments.began_id.in_(ids)))
    await session.execute(update(Enrolments).where(Enrolments.ended_id.in_(ids)).values(ends=None, ended_id=None))
    await session.execute(delete(Movements).where(Movements.id.in_(ids)))
    for row in rows:
        await _follow(session, school_id, row.pupil_id, row.day)
    return [row.pupil_id for row in rows]


async def _rested_on(session: AsyncSession, ids: Collection[int]) -> bool:
    """What they began has an end by now, or the pupil whom they took off is on another list since."""
    on = or_(Enrolments.ended_id.is_(None), Enrolments.ended_id.not_in(ids))
    began = select(Enrolments.id).where(Enrolments.began_id.in_(ids), Enrolments.ends.is_not(None), on)
    later = twin(Enrolments, "rested_on")
    ended = select(later.id).join(Enrolments, Enrolments.pupil_id == later.pupil_id)
    ended = ended.where(Enrolments.ended_id.in_(ids), later.id > Enrolments.id)
    ended = ended.where(or_(later.began_id.is_(None), later.began_id.not_in(ids)))
    return await session.scalar(began.union(ended).limit(1)) is not None


async def _place(session: AsyncSession, pupil_id: int, day: date) -> Any:
    """The period (id, class_id, starts) a movement of that day ends: the newest that lasts so long."""
    lasts = select(Enrolments.id, Enrolments.class_id, Enrolments.starts).where(
        Enrolments.pupil_id == pupil_id, or_(Enrolments.ends.is_(None), Enrolments.ends >= day)
    )
    return (await session.execute(lasts.order_by(Enrolments.starts.desc(), Enrolments.id.desc()).limit(1))).first()


async def _keep(session: AsyncSession, told: Told, pupil_id: int, kind: Movement, day: date) -> int:
    values = {
        "school_id": told.school_id,
        "pupil_id": pupil_id,
        "kind": kind,
        "day": day,
        "why": told.why,
        "person_id": told.person_id,
        "inbox_id": told.inbox_id,
    }
    return (await session.execute(insert(Movements).values(values).returning(Movements.id))).scalar_one()


async def _begin(
    session: AsyncSession, number: int, pupil_id: int, class_id: int, day: date, list_no: int | None
) -> None:
    row = {"pupil_id": pupil_id, "class_id": class_id, "list_no": list_no, "starts": day, "began_id": number}
    await session.execute(insert(Enrolments).values(row))


async def _end(session: AsyncSession, number: int, enrolment: int, day: date) -> None:
    ended = update(Enrolments).where(Enrolments.id == enrolment)
    await session.execute(ended.values(ends=day - _ONE, ended_id=number))


async def _follow(session: AsyncSession, school_id: int, pupil_id: int, since: date) -> None:
    """Lists kept in memory are out of date."""
    await marks_follow(session, [pupil_id], since)
    await session.execute(update(Schools).where(Schools.id == school_id).values(version=Schools.version + 1))


async def marks_follow(
    session: AsyncSession, pupils: Collection[int], since: date, school_id: int | None = None
) -> None:
    """The register of the days since then is of the lists as they are now: marks are of the class the pupil was in on
    each, and so many pupils were in a class that was reported. Of pupils who are there no more the school is named.
    """
    then = select(Enrolments.class_id).where(Enrolments.pupil_id == Marks.pupil_id, _listed(Marks.day))
    then = then.correlate(Marks)
    elsewhere = (Marks.pupil_id.in_(pupils), Marks.day >= since, then.exists())
    await session.execute(update(Marks).where(*elsewhere).values(class_id=then.limit(1).scalar_subquery()))
    many = select(func.count()).where(Enrolments.class_id == ClassParts.class_id, _listed(ClassParts.day))
    schools = select(Pupils.school_id).where(Pupils.id.in_(pupils))  # a class may have lost its only trace of them
    theirs = ClassParts.school_id.in_(schools) if school_id is None else ClassParts.school_id == school_id
    reported = (theirs, ClassParts.day >= since, ClassParts.reported_at.is_not(None))
    counted = update(ClassParts).where(*reported).values(enrolled=many.correlate(ClassParts).scalar_subquery())
    await session.execute(counted)


def _listed(day: Any) -> ColumnElement[bool]:
    return and_(Enrolments.starts <= day, or_(Enrolments.ends.is_(None), Enrolments.ends >= day))


class Moved(Struct, frozen=True, kw_only=True):
    """A movement as it is read; a class is "" where there is none on that side, `by` where a list has said it;
    `place_id` is where the pupil lived on that day.
    """

    day: date
    kind: Movement
    pupil_id: int
    name: str
    old_class: str
    new_class: str
    why: str
    by: str
    place_id: int | None = None


async def movements(session: AsyncSession, school_id: int, first: date, last: date) -> list[Moved]:
    """The movements of some days, in the order of days and of their making."""
    ended, began = twin(Enrolments, "movements, ended"), twin(Enrolments, "movements, began")
    old, new = twin(Classes, "movements, old"), twin(Classes, "movements, new")
    statement = (
        select(
            Movements.day,
            Movements.kind,
            Movements.pupil_id,
            Pupils.full_name.label("name"),
            func.coalesce(old.name, "").label("old_class"),
            func.coalesce(new.name, "").label("new_class"),
            Movements.why,
            func.coalesce(People.full_name, "").label("by"),
            place_then().label("place_id"),
        )
        .join(Pupils, Pupils.id == Movements.pupil_id)
        .outerjoin(FormerHomes, home_then(Pupils.id, Movements.day))
        .outerjoin(ended, ended.ended_id == Movements.id)
        .outerjoin(old, old.id == ended.class_id)
        .outerjoin(began, began.began_id == Movements.id)
        .outerjoin(new, new.id == began.class_id)
        .outerjoin(People, People.id == Movements.person_id)
        .where(Movements.school_id == school_id, Movements.day.between(first, last))
        .order_by(Movements.day, Movements.id)
    )
    rows = (await session.execute(statement)).mappings()
    return [Moved(**{**row, "kind": Movement(row["kind"])}) for row in rows]
