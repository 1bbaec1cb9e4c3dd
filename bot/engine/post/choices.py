"""Choices where there are no buttons: each open one keeps a number of its own, so that whoever answers the first
question with a digit is not taken to answer what came in between.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.register import CHOOSE, read_chosen
from models import Buttons, Inbox, Outbox
from models.register.questions import Questions
from models.register.roll_calls import RollCalls

AT_HAND = timedelta(hours=18)  # in the morning's message is looked up in the evening; of an older one it is asked again
LISTS = 100  # list numbers of a class stay below: choices beside an open list are counted from here


async def number_from(session: AsyncSession, row: Any, now: datetime) -> int:
    """From which number the choices of this outbox row are counted, beside what else means something in its chat: for
    an answer what has left of it before, for a letter all that was shown since its reader last wrote, and an open
    list; for both the questions that are open, and the letters at hand that nobody has answered.
    """
    answers = await _is_answer(session, row)
    beside = [Outbox.inbox_id == row.inbox_id, Outbox.id < row.id] if answers else await _since_heard(session, row)
    shown = select(func.max(Buttons.position)).join(Outbox, Outbox.id == Buttons.outbox_id)
    most = await session.scalar(shown.where(Buttons.chat_id == row.chat_id, *beside)) or 0
    lists = LISTS if not answers and await _list_is_open(session, row, now, beside) else 0
    asked = await open_choices(session, row.chat_id, now)
    return 1 + max(
        most, lists, await _unanswered(session, row, now), *(last for outbox_id, last in asked if outbox_id != row.id)
    )


async def renumber(session: AsyncSession, row: Any, number: int) -> int:
    """Number the choices of a reply from `number` on; one that is sent again keeps the numbers it may have shown."""
    mine = Buttons.outbox_id == row.id, Buttons.position > 0
    given = await session.scalar(select(func.min(Buttons.position)).where(*mine)) or 1
    if given > 1 or number == 1 or row.doubts:
        return given
    await session.execute(update(Buttons).where(*mine).values(position=Buttons.position + number - 1))
    return number


async def open_choices(session: AsyncSession, chat_id: int, now: datetime) -> list[tuple[int, int]]:
    """Of each question that is open in a chat: the outbox row that asked it last, and the highest number there."""
    answers = and_(Buttons.chat_id == chat_id, Buttons.expires_at > now, Buttons.says.startswith(f"{CHOOSE} "))
    left = and_(Outbox.id == Buttons.outbox_id, Outbox.tries > 0)
    asked = select(Buttons.says, Buttons.outbox_id, Buttons.position).join(Outbox, left).where(answers)
    shown: dict[int, tuple[int, int]] = {}
    for says, outbox_id, position in await session.execute(asked):
        question = read_chosen(says)
        if question is not None:
            shown[question] = max(shown.get(question, (0, 0)), (outbox_id, position))
    unanswered = select(Questions.id).where(Questions.id.in_(shown), Questions.answered_at.is_(None))
    return [shown[question] for question in await session.scalars(unanswered)] if shown else []


async def _unanswered(session: AsyncSession, row: Any, now: datetime) -> int:
    """The highest number of the letters at hand of whose choices none was taken."""
    shown = select(func.max(Buttons.position)).join(Outbox, Outbox.id == Buttons.outbox_id)
    mine = (Buttons.chat_id == row.chat_id, Buttons.expires_at > now, Outbox.id != row.id)
    letters = (Outbox.kind != "", Outbox.seen_at.is_(None), Outbox.tries > 0, Outbox.created_at > now - AT_HAND)
    return await session.scalar(shown.where(*mine, *letters)) or 0


async def _is_answer(session: AsyncSession, row: Any) -> bool:
    """To what was said in the chat it goes to; what somebody else's words led to comes as a letter does."""
    heard = select(Inbox.id).where(Inbox.id == row.inbox_id, Inbox.channel == row.channel, Inbox.address == row.address)
    return row.inbox_id is not None and await session.scalar(heard) is not None


async def _since_heard(session: AsyncSession, row: Any) -> list[ColumnElement[bool]]:
    mine = select(Inbox.id, Inbox.received_at).where(Inbox.channel == row.channel, Inbox.address == row.address)
    heard = (await session.execute(mine.order_by(Inbox.id.desc()).limit(1))).one_or_none()
    if heard is None:
        return [Outbox.id != row.id]
    return [Outbox.id != row.id, or_(Outbox.inbox_id == heard.id, Outbox.created_at >= heard.received_at)]


async def _list_is_open(session: AsyncSession, row: Any, now: datetime, beside: Sequence[ColumnElement[bool]]) -> bool:
    """A roll call by list numbers, shown in another message than this one; or a letter that is answered by them."""
    listed = select(Buttons.token).join(Outbox, Outbox.id == Buttons.outbox_id).where(Buttons.position == 0)
    if await session.scalar(listed.where(Buttons.chat_id == row.chat_id, *beside).limit(1)) is not None:
        return True
    shows = select(Buttons.token).where(Buttons.outbox_id == row.id, Buttons.position == 0).exists()
    under_way = RollCalls.chat_id == row.chat_id, RollCalls.done_at.is_(None), RollCalls.expires_at > now
    return await session.scalar(select(RollCalls.id).where(*under_way, ~shows).limit(1)) is not None
