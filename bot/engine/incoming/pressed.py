"""What somebody pressed or typed, as words that can be handled and kept."""

import re
from datetime import datetime

from msgspec import Struct, structs
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.incoming.digits import Unsure, chosen, is_digits
from bot.engine.incoming.which_school import shown_by_its_school
from letters.says.service import no_choice
from models import Buttons
from models.post.awaited import awaited
from models.post.seen import seen
from models.shapes.message import Incoming
from rules.choice import read_choice

_BLANKS = re.compile(r"\s{9,}")
EXPIRED_BUTTON = "khonghieu nut"


def sayable(text: str) -> str:
    """Without what no database keeps and nobody types: NUL, halves of letters, blanks without end."""
    return _BLANKS.sub(_fewer, text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8"))


def _fewer(blanks: re.Match[str]) -> str:
    return "\n" if "\n" in blanks[0] else " "


async def pressed(session: AsyncSession, incoming: Incoming, now: datetime) -> Incoming:
    """Put a button's words in place of its token, or of the digit typed for it; a question that is answered by list
    numbers puts its words before them. Whose it is and whether it still holds is checked here; what it may do is
    checked when its words are handled, like anything typed.
    """
    if not incoming.pressed and not (incoming.private and is_digits(incoming.text)):
        return incoming  # in a group a number is talk: what was shown there last was shown to everybody
    meant = await _meant(session, incoming, now)
    if meant is not None:
        return await shown_by_its_school(session, structs.replace(incoming, text=meant.says), meant.shown)
    return structs.replace(incoming, text=EXPIRED_BUTTON) if incoming.pressed else incoming


class Meant(Struct, frozen=True):
    """What a button says, and the message it was shown with, if it was."""

    says: str
    shown: int | None = None


async def _meant(session: AsyncSession, incoming: Incoming, now: datetime) -> Meant | None:
    mine = and_(Buttons.chat_id == incoming.asker.chat_id, Buttons.expires_at > now)
    if incoming.pressed:
        button = select(Buttons.says, Buttons.outbox_id).where(mine, Buttons.token == incoming.text)
        pressed_ = (await session.execute(button)).first()
        if pressed_ is not None:
            await seen(session, pressed_.outbox_id, now)
        return None if pressed_ is None else Meant(pressed_.says, pressed_.outbox_id)
    found, number = await chosen(session, incoming, mine), read_choice(incoming.text)
    if number is not None and (found is None or isinstance(found, Unsure)):
        words = await _no_choice(session, incoming, number, found)
        return None if words is None else Meant(words)
    if found is None or isinstance(found, Unsure):
        return None
    await seen(session, found.outbox_id, now)
    return Meant(f"{found.says} {incoming.text}" if found.position == 0 else found.says, found.outbox_id)


async def _no_choice(session: AsyncSession, incoming: Incoming, number: int, found: Unsure | None) -> str | None:
    """What a number is that presses nothing for sure, where choices are numbers; where words were asked for it may be
    one of them.
    """
    if incoming.can.buttons or await awaited(session, incoming.asker.chat_id, incoming.when):
        return None
    return str(no_choice(number, found.message if found else None, listed=found is not None and found.listed))
