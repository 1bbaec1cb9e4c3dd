"""Choices where there are no buttons: each open one keeps a number of its own, so that whoever answers the first
question with a digit is not taken to answer a letter that came in between.
"""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Buttons, Chats, Inbox, Outbox

LISTS = 100  # list numbers of a class stay below: choices beside an open list are counted from here


async def numbers_taken(session: AsyncSession, chat_id: int) -> int:
    """The highest number that still means something in this chat: of what it was shown since its person last wrote, the
    answer to that included.
    """
    theirs = and_(Inbox.channel == Chats.channel, Inbox.address == Chats.address)
    last = select(Inbox.id, Inbox.received_at).join(Chats, theirs).where(Chats.id == chat_id)
    heard = (await session.execute(last.order_by(Inbox.id.desc()).limit(1))).one_or_none()
    shown = select(func.min(Buttons.position), func.max(Buttons.position))
    shown = shown.join(Outbox, Outbox.id == Buttons.outbox_id).where(Buttons.chat_id == chat_id)
    if heard is not None:
        shown = shown.where(or_(Outbox.inbox_id == heard.id, Outbox.created_at >= heard.received_at))
    least, most = (await session.execute(shown)).one()
    if most is None:
        return 0
    return max(LISTS, most) if least == 0 else int(most)
