"""The door: what is heard of somebody nobody knows, and of codes, before any command is looked at."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import match
from handlers.people.groups import at_a_group
from handlers.people.lately import said_lately
from handlers.people.second_device import waiting
from letters.says.devices import read_device
from locales import _
from models.people.links import void_codes
from models.people.staff_requests import waits_for
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.people.codes import codes_in, told_code

QUIET = timedelta(days=1)
ANSWERED = "stranger.answered"


async def at_the_door(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """The answer, or silence, for what goes no further; None: it is looked at like anything said."""
    if not incoming.private:
        void = await _shown_to_many(incoming, session)
        return void if void is not None else await at_a_group(incoming, session)
    if incoming.asker.person_id is not None or incoming.pressed or _tries_a_code(incoming) or _chooses(incoming):
        return None
    if (whose := await waits_for(session, incoming.asker.chat_id, incoming.arrived)) is not None:
        return [waiting(whose)]
    return [] if await said_lately(incoming, session, ANSWERED, QUIET) else None


async def _shown_to_many(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """A code that others have read is nobody's any more."""
    gone = await void_codes(session, codes_in(incoming.text), incoming.arrived)
    if not gone:
        return None
    text = _(
        "Everybody in this group has read that code, so it no longer works. Please ask the school for a new one, and "
        "type it to Sĩ Số in a private chat."
    )
    return [Outgoing(text=text), *(Act("code.void", one) for one in gone)]


def _tries_a_code(incoming: Incoming) -> bool:
    """Codes are counted and throttled on their own (`handlers.people.link`)."""
    known = match(incoming.text)
    said_so = known is not None and known[0].word in {"lienket", "start"} and known[1].strip() != ""
    return said_so or told_code(incoming.text) is not None or incoming.phone != ""


def _chooses(incoming: Incoming) -> bool:
    """Where there are no buttons, who was asked about a lost phone has typed a number."""
    known = match(incoming.text)
    return known is not None and read_device(known[1]) is not None


def answered_once(incoming: Incoming, said: Sequence[Said]) -> Sequence[Said]:
    """What somebody nobody knows is answered, with the note that makes it the only answer for a while. An answer to a
    button of ours is none: who presses it has been asked.
    """
    known = incoming.asker.person_id is not None
    if known or not incoming.private or not said or incoming.pressed or _tries_a_code(incoming):
        return said
    return [*said, Act(ANSWERED, incoming.asker.chat_id)]
