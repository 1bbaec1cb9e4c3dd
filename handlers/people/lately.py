"""What a chat was told a while ago need not be told again."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Audit
from models.shapes.message import Incoming


async def said_lately(
    incoming: Incoming, session: AsyncSession, kind: str, within: timedelta, about: int | None = None
) -> bool:
    """Whether this chat has been told so a moment ago: the answer's `Act(kind, chat)` is in the audit. With `about`:
    whether that was.
    """
    same = select(Audit.id).where(
        Audit.school_id.is_(None),
        Audit.at > incoming.arrived - within,
        Audit.kind == kind,
        Audit.about == (incoming.asker.chat_id if about is None else about),
    )
    return await session.scalar(same.limit(1)) is not None
