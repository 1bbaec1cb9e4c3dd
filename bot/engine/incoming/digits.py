"""A digit typed for a choice: which of those this chat has been shown it is for."""

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.choices import AT_HAND
from letters.says.register import read_choose, read_chosen, read_chosen_pupil
from models import Buttons, Enrolments, Inbox, Outbox
from models.shapes.message import Incoming
from rules.choice import by_its_number, read_choice
from rules.register import read_numbers

READING = timedelta(seconds=1)  # nobody reads an answer and types on faster; what a phone sends twice comes so
LOOKED_AT = 50  # choices with that number, newest first


class Unsure(Struct, frozen=True):
    """The number is of this message, which was left behind; or (`listed`) it is as well a pupil's there."""

    message: int
    listed: bool


async def chosen(session: AsyncSession, incoming: Incoming, mine: Any) -> Any:
    """The button (`says`, `position`, `outbox_id`) that is meant, None if none is, or Unsure. `mine`: whose, and which
    still hold.

    Where there are buttons it is one of the message shown last. Elsewhere letters, questions and lists keep their
    numbers; of other answers only the last one counts, so that no old digit undoes anything.
    """
    shown = _shown(incoming).where(mine)
    with_number = shown.where(Buttons.position.in_(_positions(incoming.text)))
    newest = (await session.execute(shown.where(Buttons.position > 0).limit(1))).first()
    if incoming.can.buttons:
        there = shown.where(Buttons.outbox_id == (newest.outbox_id if newest else 0))
        listed = await _by_list_number(session, incoming.text, there)
        return listed or (await session.execute(with_number.where(there.whereclause))).first()
    last = (await session.execute(shown.where(Buttons.position > 0, Inbox.id.is_not(None)).limit(1))).first()
    for button in await session.execute(with_number.limit(LOOKED_AT)):
        if button.position == 0 and button.heard is None and await _said_since(session, incoming, button):
            continue  # the list of a letter is answered at once or not by mere numbers
        if _lasts(button) or button.heard is None or last is None or button.heard == last.heard:
            if newest is not None and await _left_behind(session, incoming, button, newest.outbox_id):
                return Unsure(button.outbox_id, listed=False)
            listed = await _names_another(session, incoming, shown, button)
            return Unsure(button.outbox_id, listed=True) if listed else button
    return None


def _lasts(button: Any) -> bool:
    """A list, or a question: what answers it is sure however old it is."""
    return button.position == 0 or read_chosen(button.says) is not None


async def _left_behind(session: AsyncSession, incoming: Incoming, button: Any, newest: int) -> bool:
    """Of another day, and something else was said or asked since."""
    if _lasts(button) or button.outbox_id == newest or incoming.arrived - button.created_at < AT_HAND:
        return False
    return button.heard is not None or await _said_since(session, incoming, button)


async def _said_since(session: AsyncSession, incoming: Incoming, button: Any) -> bool:
    mine = (Inbox.channel == incoming.channel, Inbox.address == incoming.address, Inbox.id != incoming.inbox_id)
    heard: datetime | None = await session.scalar(select(func.max(Inbox.received_at)).where(*mine))
    return heard is not None and heard > button.created_at


async def _names_another(session: AsyncSession, incoming: Incoming, shown: Any, button: Any) -> bool:
    """`số 3` beside choices of pupils one of whom is number 3 on the list, and is not the third choice."""
    if not by_its_number(incoming.text):
        return False
    listed = await _by_list_number(session, incoming.text, shown.where(Buttons.outbox_id == button.outbox_id))
    return listed is not None and listed.says != button.says


async def _by_list_number(session: AsyncSession, text: str, there: Any) -> Any:
    """The choice of the pupil who has this number on the list: the number that is read there."""
    number = read_choice(text)
    pupils = dict[int, Any]()
    for button in await session.execute(there):
        said = read_choose(button.says.partition(" ")[2])
        pupil_id = read_chosen_pupil(said.answer) if said else None
        pupils |= {pupil_id: button} if pupil_id is not None else {}
    if number is None or not pupils:
        return None
    listed = select(Enrolments.pupil_id).where(Enrolments.pupil_id.in_(pupils), Enrolments.ends.is_(None))
    found = (await session.scalars(listed.where(Enrolments.list_no == number))).all()
    return pupils[found[0]] if len(found) == 1 else None


def _shown(incoming: Incoming) -> Any:
    """Newest first. What came together with another message is not for the answer to that: nobody has read it yet."""
    read_by = incoming.arrived - (READING if not incoming.can.buttons else timedelta(0))
    there = and_(Inbox.id == Outbox.inbox_id, Inbox.channel == incoming.channel, Inbox.address == incoming.address)
    columns = (Buttons.says, Buttons.position, Buttons.outbox_id, Outbox.created_at, Inbox.id.label("heard"))
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
