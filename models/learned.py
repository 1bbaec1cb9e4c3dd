"""What taps have settled about words: each writer's own, and what three writers agree on, the school's."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ForeignKey, Index, String, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row
from models.people.tables import Pupils
from models.school.tables import Classes
from rules.reading.learned import NO_CLASS, Learned

ENOUGH = 3  # writers who agree


class LearnedWords(Row):
    """`word` (see `rules.reading.learned.word_key`) stands for a class, or in that class for a pupil. `said` is the
    word as it was typed, `inbox_id` the message it came with.
    """

    __tablename__ = "learned_words"
    __table_args__ = (
        Index("ix_learned_words_person", "person_id", "word"),
        Index("ix_learned_words_school", "school_id", "word"),
        Index("ix_learned_words_inbox", "inbox_id"),
    )
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"))
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupils.id"))
    word: Mapped[str] = mapped_column(String(60))
    said: Mapped[str] = mapped_column(String(60))
    inbox_id: Mapped[int]
    learned_at: Mapped[datetime] = mapped_column(Moment)


class Word(Struct, frozen=True, kw_only=True):
    """An entry in words. `pupil` is None where the word stands for the class."""

    id: int
    said: str
    class_name: str
    pupil: str | None


async def learn(session: AsyncSession, **columns: Any) -> None:
    """The writer's newest tap about a word counts."""
    mine = (LearnedWords.person_id == columns["person_id"], LearnedWords.word == columns["word"])
    if columns["pupil_id"] is None:
        same = LearnedWords.pupil_id.is_(None)
    else:
        same = LearnedWords.pupil_id.is_not(None) & (LearnedWords.class_id == columns["class_id"])
    await session.execute(delete(LearnedWords).where(*mine, same))
    await session.execute(insert(LearnedWords).values(**columns))


async def learned_by(session: AsyncSession, school_id: int, person_id: int, classes: Collection[int]) -> Learned:
    """What is known of the words of this writer about these classes; one's own goes before the school's."""
    rows = [*await _agreed(session, school_id, classes), *await _own(session, person_id, classes)]
    return Learned(
        pupils={(row.class_id, row.word): row.pupil_id for row in rows if row.pupil_id is not None},
        classes={row.word: row.class_id for row in rows if row.pupil_id is None},
    )


async def _own(session: AsyncSession, person_id: int, classes: Collection[int]) -> Sequence[Any]:
    columns = (LearnedWords.class_id, LearnedWords.word, LearnedWords.pupil_id)
    mine = select(*columns).where(LearnedWords.person_id == person_id, LearnedWords.class_id.in_(classes))
    return (await session.execute(mine)).all()


async def _agreed(session: AsyncSession, school_id: int, classes: Collection[int]) -> list[Any]:
    """What so many writers have settled, and nobody otherwise."""
    one = LearnedWords
    columns = (one.class_id, one.word, one.pupil_id)
    found = select(*columns, func.count(one.person_id.distinct()).label("writers"), func.min(one.id).label("id"))
    found = found.where(one.school_id == school_id, one.class_id.in_(classes), one.word != NO_CLASS).group_by(*columns)
    rows = (await session.execute(found)).all()
    meanings: dict[tuple[str, int], int] = {}
    for row in rows:
        meanings[_scope(row)] = meanings.get(_scope(row), 0) + 1
    return [row for row in rows if row.writers >= ENOUGH and meanings[_scope(row)] == 1]


def _scope(row: Any) -> tuple[str, int]:
    """Where a word has one meaning: a pupil's in the class, a class's in the school."""
    return (row.word, row.class_id if row.pupil_id is not None else 0)


async def own_words(session: AsyncSession, person_id: int, classes: Collection[int]) -> list[Word]:
    return await _words(session, LearnedWords.person_id == person_id, LearnedWords.class_id.in_(classes))


async def school_words(session: AsyncSession, school_id: int, classes: Collection[int]) -> list[Word]:
    agreed = await _agreed(session, school_id, classes)
    return await _words(session, LearnedWords.id.in_([row.id for row in agreed]))


async def _words(session: AsyncSession, *which: Any) -> list[Word]:
    statement = (
        select(LearnedWords.id, LearnedWords.said, Classes.name.label("class_name"), Pupils.full_name.label("pupil"))
        .join(Classes, Classes.id == LearnedWords.class_id)
        .outerjoin(Pupils, Pupils.id == LearnedWords.pupil_id)
        .where(*which)
        .order_by(LearnedWords.id)
    )
    return [Word(**row) for row in (await session.execute(statement)).mappings()]


async def forget(session: AsyncSession, school_id: int, number: int, person_id: int | None) -> str | None:
    """Forget an entry: one's own, or with None what everybody of the school has settled alike. Return the word."""
    row = (await session.execute(select(LearnedWords.__table__).where(LearnedWords.id == number))).first()
    if row is None or row.school_id != school_id or person_id not in (None, row.person_id):
        return None
    one, same = LearnedWords, LearnedWords.id == number
    if person_id is None:
        pupil = one.pupil_id.is_(None) if row.pupil_id is None else one.pupil_id == row.pupil_id
        same = (one.school_id == school_id) & (one.word == row.word) & (one.class_id == row.class_id) & pupil
    await session.execute(delete(one).where(same))
    return str(row.said)


async def forget_of(session: AsyncSession, inbox_id: int) -> None:
    """The message a tap was about is taken back: so is what was learned from it."""
    await session.execute(delete(LearnedWords).where(LearnedWords.inbox_id == inbox_id))
