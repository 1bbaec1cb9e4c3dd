"""Choices a chat has been shown where they are numbers to type: of one message, or of the one shown last."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.post.tables import Buttons, Outbox


async def choices_of(session: AsyncSession, chat_id: int, message: int | None, now: datetime) -> Sequence[Any]:
    """(label, says, text, created_at) of each choice that still holds, in their order. `message` is a row of the
    outbox, None for the newest one with choices. Other chats' messages have none here.
    """
    mine = (Buttons.chat_id == chat_id, Buttons.expires_at > now, Buttons.position > 0)
    if message is None:
        left = select(func.max(Buttons.outbox_id)).join(Outbox, Outbox.id == Buttons.outbox_id)
        message = await session.scalar(left.where(*mine, Outbox.tries > 0))
    found = select(Buttons.label, Buttons.says, Outbox.text, Outbox.created_at)
    found = found.join(Outbox, Outbox.id == Buttons.outbox_id).where(*mine, Buttons.outbox_id == message)
    return (await session.execute(found.order_by(Buttons.position))).all()
