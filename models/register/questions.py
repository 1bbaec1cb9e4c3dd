"""Open questions: what a report left unclear, kept until somebody answers, whatever restarts in between."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ForeignKey, Index, String, Text, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row, partial
from models.register.tables import Doubts
from rules.reading.said.reported import ClassReport

PUPIL, THESE, DAY, AHEAD, COUNT, CLASS = "pupil", "these", "day", "ahead", "count", "class"
LISTED = timedelta(days=7)  # an older question is no longer put before anybody
DROPPED, UNDONE, ELSEWHERE = "bo", "huy", "bao"  # answers that are no choice: left out, taken back, reported again


class Questions(Row):
    """Something a report left open. `inbox_id` is the message it came with, and so the batch its answer joins; `said`
    is what was said (a `Matter`), so that an answer is read as the message would have been.
    """

    __tablename__ = "questions"
    __table_args__ = (
        partial("ix_questions_open", "person_id", where="answered_at IS NULL"),
        partial("ix_questions_day", "day", "school_id", where="answered_at IS NULL"),
        Index("ix_questions_inbox", "inbox_id"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    day: Mapped[date]
    parts: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(200))
    candidates: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    inbox_id: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str | None] = mapped_column(String(60))


class Matter(Struct, frozen=True, kw_only=True):
    """What was said: of one class, the part of it that is open. `mark` is what a bare name means (the command's);
    `text` is the whole message where even the class is open.
    """

    report: ClassReport
    mark: str
    text: str = ""
    behind_command: bool = False


class Question(Struct, frozen=True, kw_only=True):
    """A row of the table, read. `parts` and `candidates` (pupils, or classes) as far as they are known."""

    school_id: int
    chat_id: int
    person_id: int
    class_id: int | None
    day: date
    parts: tuple[str, ...]
    kind: str
    words: str
    candidates: tuple[int, ...]
    matter: Matter
    inbox_id: int
    asked_at: datetime
    id: int = 0
    reminded_at: datetime | None = None
    answered_at: datetime | None = None
    answer: str | None = None


async def keep(session: AsyncSession, questions: Sequence[Question]) -> list[Question]:
    """Store new questions; return them with their numbers."""
    kept = []
    for one in questions:
        number = await session.scalar(insert(Questions).values(_row(one)).returning(Questions.id))
        kept.append(msgspec.structs.replace(one, id=number))
    return kept


def _row(one: Question) -> dict[str, Any]:
    same = ("school_id", "chat_id", "person_id", "class_id", "day", "kind", "inbox_id", "asked_at")
    return {name: getattr(one, name) for name in same} | {
        "parts": "".join(one.parts),
        "words": one.words[:200],
        "candidates": ",".join(map(str, one.candidates)),
        "said": msgspec.json.encode(one.matter).decode(),
    }


def _read(row: Any) -> Question:
    given = {name: row[name] for name in Question.__struct_fields__ if name in row}
    return Question(
        **given
        | {
            "parts": tuple(row["parts"]),
            "candidates": tuple(int(number) for number in row["candidates"].split(",") if number),
            "matter": msgspec.json.decode(row["said"], type=Matter),
        }
    )


_questions: Any = Questions.__table__
_open = _questions.c.answered_at.is_(None)


async def open_of(session: AsyncSession, person_id: int, now: datetime) -> list[Question]:
    """What this person has been asked and has not answered, in the order of asking."""
    rows = await session.execute(_open_of(), {"person": person_id, "since": now - LISTED})
    return [_read(row) for row in rows.mappings()]


@cache
def _open_of() -> Any:
    """Asked with every report, so it is built once."""
    mine = (_questions.c.person_id == bindparam("person"), _questions.c.asked_at > bindparam("since", type_=Moment))
    return select(_questions).where(*mine, _open).order_by(_questions.c.id)


async def open_about(session: AsyncSession, class_id: int, first: date, last: date) -> list[Question]:
    """What is open about a class on some days, whoever was asked."""
    where = (_questions.c.class_id == class_id, _questions.c.day.between(first, last), _open)
    return [_read(row) for row in (await session.execute(select(_questions).where(*where))).mappings()]


class Waiting(Struct, frozen=True):
    """A question that waits, as the clock needs it."""

    id: int
    school_id: int
    person_id: int
    reminded: bool


async def waiting_on(session: AsyncSession, schools: Collection[int], day: date) -> list[Waiting]:
    """What is open about a day: reports of it, and leave asked for from it on."""
    columns = (_questions.c.id, _questions.c.school_id, _questions.c.person_id, _questions.c.reminded_at)
    found = select(*columns).where(_questions.c.school_id.in_(schools), _questions.c.day == day, _open)
    rows = (await session.execute(found.order_by(_questions.c.id))).all()
    return [Waiting(row.id, row.school_id, row.person_id, row.reminded_at is not None) for row in rows]


async def reminded(session: AsyncSession, ids: Collection[int], now: datetime) -> None:
    await session.execute(update(_questions).where(_questions.c.id.in_(ids)).values(reminded_at=now))


async def questions(session: AsyncSession, ids: Collection[int]) -> list[Question]:
    """These questions, open or not."""
    found = select(_questions).where(_questions.c.id.in_(ids)).order_by(_questions.c.id)
    return [_read(row) for row in (await session.execute(found)).mappings()]


async def answered(
    session: AsyncSession, ids: Collection[int], answer: str, person_id: int | None, now: datetime
) -> None:
    """These are open no longer."""
    values = {"answered_at": now, "answered_by": person_id, "answer": answer[:60]}
    await session.execute(delete(Doubts).where(Doubts.question_id.in_(ids)))
    await session.execute(update(_questions).where(_questions.c.id.in_(ids), _open).values(values))


async def drop_open(session: AsyncSession, inbox_id: int, person_id: int | None, now: datetime) -> int:
    """The message these came with is taken back: nobody waits for an answer. Return how many there were."""
    mine = select(_questions.c.id).where(_questions.c.inbox_id == inbox_id, _open)
    await session.execute(delete(Doubts).where(Doubts.question_id.in_(mine)))
    values = {"answered_at": now, "answered_by": person_id, "answer": UNDONE}
    done = await session.execute(update(_questions).where(_questions.c.inbox_id == inbox_id, _open).values(values))
    return int(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE has one


async def drop_of_class(session: AsyncSession, class_id: int, day: date, person_id: int, now: datetime) -> None:
    """The report is taken back: what this person was asked about the class on that day is asked no more."""
    mine = (_questions.c.class_id == class_id, _questions.c.day == day, _questions.c.person_id == person_id, _open)
    ids = list(await session.scalars(select(_questions.c.id).where(*mine)))
    await answered(session, ids, UNDONE, person_id, now)


async def last_open(session: AsyncSession, person_id: int) -> int | None:
    """The newest message of this person that left something open."""
    return await session.scalar(
        select(func.max(_questions.c.inbox_id)).where(_questions.c.person_id == person_id, _open)
    )
