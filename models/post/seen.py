"""Letters that were read: a channel said so, or their reader pressed one of their buttons."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.post.tables import Outbox


async def seen(session: AsyncSession, outbox_id: int, now: datetime) -> None:
    """What stands in one message with this letter was read with it."""
    first = twin(Outbox, "seen")
    same = and_(Outbox.chat_id == first.chat_id, Outbox.message_id == first.message_id)
    pressed = select(first.id).where(first.id == outbox_id, or_(first.id == Outbox.id, same))
    letters = update(Outbox).where(Outbox.kind != "", pressed.correlate(Outbox).exists(), Outbox.seen_at.is_(None))
    chat = select(first.chat_id).where(first.id == outbox_id).scalar_subquery()
    await session.execute(letters.where(Outbox.chat_id == chat).values(seen_at=now))


def answered_since(letter: Any) -> Any:
    """Whoever read it has said something to us since: an answer of ours stands below it in the same chat."""
    answer = twin(Outbox, "answered_since")
    below = select(answer.id).where(
        answer.chat_id == letter.chat_id, answer.id > letter.id, answer.kind == "", func.length(answer.text) > 0
    )
    return below.where(answer.inbox_id.is_not(None)).correlate_except(answer).exists()
