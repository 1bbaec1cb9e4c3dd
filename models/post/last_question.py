"""What a chat asked last, in whole words: a few words more may change a part of it (`còn hôm qua?`)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Text, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment
from models.post.tables import Outbox

PATIENCE = timedelta(minutes=20)


class LastQuestions(Base):
    """One a chat; it counts until `expires_at`. `inbox_id` is the message whose answer is the newest
    as long as nothing else was spoken of.
    """

    __tablename__ = "last_questions"
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), primary_key=True)
    said: Mapped[str] = mapped_column(Text)
    inbox_id: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(Moment)


async def keep_question(session: AsyncSession, chat_id: int, said: str, inbox_id: int, now: datetime) -> None:
    """In the place of the one before."""
    await forget_question(session, chat_id)
    values = {"chat_id": chat_id, "said": said, "inbox_id": inbox_id, "expires_at": now + PATIENCE}
    await session.execute(insert(LastQuestions).values(values))


async def last_question(session: AsyncSession, chat_id: int, now: datetime) -> str:
    """Nothing where none was asked lately, or the newest answer there is one to something else."""
    mine = (LastQuestions.expires_at > now, *_answered_last(chat_id))
    return await session.scalar(select(LastQuestions.said).where(*mine)) or ""


async def still_asked(session: AsyncSession, chat_id: int, inbox_id: int) -> None:
    """Thanks and the like, this message, change nothing of what was asked."""
    mine = update(LastQuestions).where(*_answered_last(chat_id))
    await session.execute(mine.values(inbox_id=inbox_id))


def _answered_last(chat_id: int) -> tuple[ColumnElement[bool], ...]:
    answers = select(Outbox.inbox_id).where(Outbox.chat_id == chat_id, Outbox.kind == "")
    newest = answers.order_by(Outbox.id.desc()).limit(1).scalar_subquery()
    return (LastQuestions.chat_id == chat_id, LastQuestions.inbox_id == newest)


async def forget_question(session: AsyncSession, chat_id: int) -> None:
    await session.execute(delete(LastQuestions).where(LastQuestions.chat_id == chat_id))
