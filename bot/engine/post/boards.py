"""Boards: outbox rows of one chat that are versions of one message, each in the place of the one before."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Buttons, Outbox


async def tokens_on(session: AsyncSession, chat_id: int | None, board: int, now: datetime) -> dict[str, str]:
    """The tokens a board has given out, by what they say. A button that stays keeps its token: a tap on what is not
    drawn anew yet means what it showed.
    """
    statement = (
        select(Buttons.says, Buttons.token)
        .join(Outbox, Outbox.id == Buttons.outbox_id)
        .where(*_on_board(chat_id, board), Buttons.position > 0, Buttons.expires_at > now)
    )
    return dict((await session.execute(statement)).all())


async def is_outdated(session: AsyncSession, row: Any) -> bool:
    """Whether something newer takes the place of this row, so that it must not leave any more."""
    newer = select(Outbox.id).where(*_on_board(row.chat_id, row.board), Outbox.id > row.id)
    return await session.scalar(newer.limit(1)) is not None


async def message_shown(session: AsyncSession, row: Any) -> str:
    """The channel's id of the message that shows the board of this row; empty if none does yet."""
    shown = select(Outbox.message_id).where(*_on_board(row.chat_id, row.board), Outbox.message_id.is_not(None))
    return await session.scalar(shown.order_by(Outbox.id.desc()).limit(1)) or ""


def _on_board(chat_id: int | None, board: int) -> tuple[ColumnElement[bool], ...]:
    return Outbox.chat_id == chat_id, Outbox.board == board
