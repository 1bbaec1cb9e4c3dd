"""What a chat was offered last and has not tapped: the buttons of the newest answer there."""

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.post.tables import Buttons, Outbox
from models.shapes.message import Says

REMEMBERED = timedelta(minutes=30)
WAITS = timedelta(days=1)  # as long as a letter is answered in words


class Offered(Struct, frozen=True):
    """A button, by its words."""

    label: str
    says: Says


async def last_offered(session: AsyncSession, chat_id: int, now: datetime) -> list[Offered]:
    """In their order; nothing where the newest answer is old or has none. Letters are no answers."""
    newest = _newest(chat_id, now).scalar_subquery()
    found = select(Buttons.label, Buttons.says).where(Buttons.outbox_id == newest, Buttons.position > 0)
    rows = await session.execute(found.order_by(Buttons.position))
    return [Offered(label, Says(says)) for label, says in rows]


async def last_said(session: AsyncSession, chat_id: int, now: datetime) -> str:
    """The text that stands above what was offered last."""
    newest = _newest(chat_id, now).scalar_subquery()
    return await session.scalar(select(Outbox.text).where(Outbox.id == newest)) or ""


async def last_answer(session: AsyncSession, chat_id: int, now: datetime) -> str:
    """All that was answered to the newest message that was answered lately."""
    inbox_id = select(Outbox.inbox_id).where(Outbox.id == _newest(chat_id, now).scalar_subquery()).scalar_subquery()
    mine = (Outbox.chat_id == chat_id, Outbox.kind == "", Outbox.inbox_id == inbox_id)
    return "\n".join(filter(None, await session.scalars(select(Outbox.text).where(*mine).order_by(Outbox.id))))


async def last_letter(session: AsyncSession, chat_id: int, now: datetime) -> list[Offered]:
    """What the letter offers that this chat got last; nothing where anything was answered since, or it is old."""
    sent = (Outbox.chat_id == chat_id, Outbox.sent_at > now - WAITS)
    newest = select(func.max(Outbox.id)).where(*sent).scalar_subquery()
    of_it = (Buttons.outbox_id == newest, Buttons.position > 0, Outbox.kind != "")
    found = select(Buttons.label, Buttons.says).join(Outbox, Outbox.id == Buttons.outbox_id).where(*of_it)
    return [Offered(label, Says(says)) for label, says in await session.execute(found.order_by(Buttons.position))]


def _newest(chat_id: int, now: datetime) -> Any:
    mine = (Outbox.chat_id == chat_id, Outbox.kind == "", Outbox.created_at > now - REMEMBERED)
    return select(func.max(Outbox.id)).where(*mine)
