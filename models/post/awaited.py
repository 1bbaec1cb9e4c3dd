"""Words a chat was asked for: its next free text is read as if typed behind a command, whatever restarts meanwhile."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Text, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment

PATIENCE = timedelta(hours=6)  # a parent reads at noon and writes after the field work; next day it is another matter


class AwaitedWords(Base):
    """`says` is what the text is put behind: `/lydo 12 khac`. One at a time; it counts until `expires_at`."""

    __tablename__ = "awaited_words"
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), primary_key=True)
    says: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Moment)


async def expect_words(session: AsyncSession, chat_id: int, says: str, now: datetime) -> None:
    """The chat's next free text belongs behind `says`; what it was asked for before is dropped."""
    await expect_nothing(session, chat_id)
    await session.execute(insert(AwaitedWords).values(chat_id=chat_id, says=says, expires_at=now + PATIENCE))


async def awaited(session: AsyncSession, chat_id: int, now: datetime) -> str | None:
    """What the chat's next free text belongs behind, if it was asked for any and has not let it expire."""
    found = select(AwaitedWords.says).where(AwaitedWords.chat_id == chat_id, AwaitedWords.expires_at > now)
    return await session.scalar(found)


async def expect_nothing(session: AsyncSession, chat_id: int) -> None:
    await session.execute(delete(AwaitedWords).where(AwaitedWords.chat_id == chat_id))
