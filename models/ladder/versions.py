"""Ladders as schools keep them: versions that are never changed, so that an open case keeps the one it began with."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row, partial
from models.people.tables import People
from rules.ladder.recipients import Who
from rules.ladder.steps import ABSENCE, RETURN, Ask, Counting, Ladder, LadderName, Step, default_ladder


class Ladders(Row):
    """A version of a school's ladder and how it counts. The one without `ended_at` is in force; cases and firings name
    the version they began with, and that is their snapshot.
    """

    __tablename__ = "ladders"
    __table_args__ = (
        UniqueConstraint("school_id", "name", "version"),
        partial("uq_ladders_now", "school_id", "name", where="ended_at IS NULL", unique=True),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    name: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str] = mapped_column(String(10), default="days")
    within: Mapped[int | None]
    leave_breaks: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class LadderSteps(Base):
    """A step of one version: see `rules.ladder.Step`."""

    __tablename__ = "ladder_steps"
    ladder_id: Mapped[int] = mapped_column(ForeignKey("ladders.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    after: Mapped[int]
    due: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")


class LadderTells(Row):
    """Who is told at a step and what they are asked: one of role, position and person is filled."""

    __tablename__ = "ladder_tells"
    __table_args__ = (Index("ix_ladder_tells_step", "ladder_id", "step"),)
    ladder_id: Mapped[int] = mapped_column(ForeignKey("ladders.id"))
    step: Mapped[int]
    role: Mapped[str | None] = mapped_column(String(30))
    position: Mapped[str | None] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked: Mapped[str] = mapped_column(String(20))


class Version(Struct, frozen=True, kw_only=True):
    id: int
    version: int
    ladder: Ladder


async def in_force(session: AsyncSession, school_id: int, name: LadderName = ABSENCE) -> Version:
    """The ladder a school goes by now."""
    found = select(Ladders.id).where(Ladders.school_id == school_id, Ladders.name == name, Ladders.ended_at.is_(None))
    number = (await session.execute(found)).scalar_one()
    return (await versions(session, [number]))[number]


async def versions(session: AsyncSession, ids: Collection[int]) -> dict[int, Version]:
    """These versions, whatever is in force now."""
    rows = (await session.execute(select(Ladders.__table__).where(Ladders.id.in_(ids)))).mappings().all()
    steps = (
        (await session.execute(select(LadderSteps.__table__).where(LadderSteps.ladder_id.in_(ids)))).mappings().all()
    )
    told = (
        select(LadderTells.__table__, People.full_name)
        .outerjoin(People, People.id == LadderTells.person_id)
        .where(LadderTells.ladder_id.in_(ids))
        .order_by(LadderTells.id)
    )
    tells: dict[tuple[int, int], list[tuple[Who, Ask]]] = {}
    for row in (await session.execute(told)).mappings():
        who = Who(role=row["role"] or "", position=row["position"] or "", person=row["full_name"] or "")
        tells.setdefault((row["ladder_id"], row["step"]), []).append((who, Ask(row["asked"])))
    return {row["id"]: _version(row, [step for step in steps if step["ladder_id"] == row["id"]], tells) for row in rows}


def _version(row: Any, steps: Collection[Any], tells: Mapping[tuple[int, int], list[tuple[Who, Ask]]]) -> Version:
    counting = Counting(unit=row["unit"], within=row["within"], leave_breaks=row["leave_breaks"])
    found = [
        Step(
            number=step["step"],
            after=step["after"],
            due=step["due"],
            note=step["note"],
            tell=tuple(tells.get((row["id"], step["step"]), ())),
        )
        for step in sorted(steps, key=lambda step: step["step"])
    ]
    ladder = Ladder(name=row["name"], counting=counting, steps=tuple(found))
    return Version(id=row["id"], version=row["version"], ladder=ladder)


async def keep_ladder(
    session: AsyncSession,
    school_id: int,
    ladder: Ladder,
    at: datetime,
    *,
    by: int | None = None,
    people: Mapping[str, int] | None = None,
) -> int:
    """Put a ladder in force; the one before ends and stays for the cases that began with it. `people` are the ids of
    those it names. The ladder must be without faults. Return the version's id.
    """
    same = (Ladders.school_id == school_id, Ladders.name == ladder.name)
    last = await session.scalar(select(func.max(Ladders.version)).where(*same)) or 0
    await session.execute(update(Ladders).where(*same, Ladders.ended_at.is_(None)).values(ended_at=at))
    counting = ladder.counting
    values = {
        "school_id": school_id,
        "name": ladder.name,
        "version": last + 1,
        "unit": counting.unit,
        "within": counting.within,
        "leave_breaks": counting.leave_breaks,
        "made_at": at,
        "made_by": by,
    }
    ladder_id = (await session.execute(insert(Ladders).values(values).returning(Ladders.id))).scalar_one()
    await session.execute(insert(LadderSteps), [_step_row(ladder_id, step) for step in ladder.steps])
    tells = [_tell_row(ladder_id, step, who, ask, people or {}) for step in ladder.steps for who, ask in step.tell]
    await session.execute(insert(LadderTells), tells)
    return ladder_id


def _step_row(ladder_id: int, step: Step) -> dict[str, Any]:
    return {
        "ladder_id": ladder_id,
        "step": step.number,
        "after": step.after,
        "due": step.due,
        "note": step.note,
    }


def _tell_row(ladder_id: int, step: Step, who: Who, ask: Ask, people: Mapping[str, int]) -> dict[str, Any]:
    return {
        "ladder_id": ladder_id,
        "step": step.number,
        "role": who.role or None,
        "position": who.position or None,
        "person_id": people[who.person] if who.person else None,
        "asked": ask.value,
    }


async def begin_ladders(session: AsyncSession, school_id: int, at: datetime, ladder: Ladder | None = None) -> None:
    """A new school's two ladders, `ladder` or the usual one for absences; a school that has them keeps its own."""
    known = set(await session.scalars(select(Ladders.name).where(Ladders.school_id == school_id)))
    for one in (ladder or default_ladder(), default_ladder(RETURN)):
        if one.name not in known:
            await keep_ladder(session, school_id, one, at)


class Allowed(Struct, frozen=True):
    """What a version asks for at a step."""

    after: int
    due: int
    note: str


async def step_of(session: AsyncSession, ladder_ids: Collection[int], *steps: int) -> dict[int, Allowed]:
    """The numbers of a step in each of these versions, for the words of what came of it; of `steps` each has one."""
    statement = select(LadderSteps.ladder_id, LadderSteps.after, LadderSteps.due, LadderSteps.note).where(
        LadderSteps.ladder_id.in_(ladder_ids), LadderSteps.step.in_(steps)
    )
    return {row.ladder_id: Allowed(row.after, row.due, row.note) for row in await session.execute(statement)}
