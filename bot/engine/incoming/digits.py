"""A digit typed for a choice: which of those this chat has been shown it is for."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.register import read_chosen
from models import Buttons, Inbox, Outbox
from models.shapes.message import Incoming
from rules.choice import read_choice
from rules.register import read_numbers

READING = timedelta(seconds=1)  # nobody reads an answer and types on faster; what a phone sends twice comes so
LOOKED_AT = 50  # choices with that number, newest first


async def chosen(session: AsyncSession, incoming: Incoming, mine: Any) -> Any:
    """The button (`says`, `position`, `outbox_id`) that is meant, None if none is. `mine`: whose, and which still hold.

    Where there are buttons it is one of the message shown last. Elsewhere letters, questions and lists keep their
    numbers; of other answers only the last one counts, so that no old digit undoes anything.
    """
    shown = _shown(incoming).where(mine)
    with_number = shown.where(Buttons.position.in_(_positions(incoming.text)))
    if incoming.can.buttons:
        newest = (await session.execute(shown.limit(1))).first()
        there = Buttons.outbox_id == (newest.outbox_id if newest else 0)
        return (await session.execute(with_number.where(there))).first()
    last = (await session.execute(shown.where(Buttons.position > 0, Inbox.id.is_not(None)).limit(1))).first()
    for button in await session.execute(with_number.limit(LOOKED_AT)):
        is_old_answer = button.heard is not None and last is not None and button.heard != last.heard
        if not is_old_answer or button.position == 0 or read_chosen(button.says) is not None:
            return button
    return None


def _shown(incoming: Incoming) -> Any:
    """Newest first. What came together with another message is not for the answer to that: nobody has read it yet."""
    read_by = incoming.arrived - (READING if not incoming.can.buttons else timedelta(0))
    there = and_(Inbox.id == Outbox.inbox_id, Inbox.channel == incoming.channel, Inbox.address == incoming.address)
    columns = (Buttons.says, Buttons.position, Buttons.outbox_id, Inbox.id.label("heard"))
    buttons = select(*columns).join(Outbox, Outbox.id == Buttons.outbox_id).outerjoin(Inbox, there)
    shown = buttons.where(Outbox.tries > 0, Outbox.created_at <= read_by)
    return shown.order_by(Buttons.outbox_id.desc(), Buttons.position)


def is_digits(text: str) -> bool:
    """Whether it may be for a choice, or for a list that is answered by numbers."""
    return read_choice(text) is not None or read_numbers(text) is not None


def _positions(text: str) -> list[int]:
    """Of a choice its number; 0 is what a list of numbers answers."""
    lists = [0] if read_numbers(text) is not None else []
    return [*lists, read_choice(text) or 0] if read_choice(text) else lists
