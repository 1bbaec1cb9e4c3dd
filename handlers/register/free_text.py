"""Teachers do not type commands, they type messages: one that reads as a report is handled as one."""

import re
from collections.abc import Sequence
from typing import TypeGuard

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import Unclear
from handlers.register.amend import swap
from handlers.register.by_name import only_named
from handlers.register.edited import replacing
from handlers.register.heard import Heard, hear
from handlers.register.reporting import report
from handlers.register.undo import scopes
from letters.says.register import correct, undo
from locales import _
from locales.words import listed
from models.people.askers import known_askers
from models.proposals import WRONG, put_in_question
from models.register.batches import Undoing, batch, last_batch
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.people.names import fold
from rules.people.roles import REPORTERS
from rules.reading.outcome import Outcome, verdict
from rules.reading.said.reported import ClassReport, Item, Reading
from rules.reading.words.lexicon import IN_PART

# What is said of absences, and never only asks for a list or a card.
_ABSENT = re.compile(r"\b(?:vang|nghi|khong phep|co phep|xin phep|kp|cp)\b")
_TAKES_BACK = re.compile(r"\b(?:bao|nhan|ghi|gui) (?:nham|sai|lon)\b|\b(?:huy|rut lai|xoa) (?:bao cao|tin|bao vang)\b")
_CLEAR = (Outcome.RECORD, Outcome.NONE_ABSENT)


async def unprompted(incoming: Incoming, session: AsyncSession, *, only_clear: bool) -> Sequence[Said] | None:
    """The answer to a message without a command, None if it is no report. `only_clear`: it may be something else, or it
    was said in a group, where only what is clearly a report is answered, and what is to be asked is asked in private.
    """
    if not may(incoming.asker, REPORTERS) or not incoming.text or incoming.text.startswith("/"):
        return None
    try:
        heard = await hear(incoming, session, incoming.text)
        if incoming.edited and (said := await replacing(incoming, session, heard)) is not None:
            return said
        if not _is_report(heard, only_clear=only_clear or not incoming.private):
            return await _no_clear_report(incoming, session, heard, only_clear=only_clear)
        if heard.leads and not any(one.class_id or one.class_words for one in heard.reading.reports):
            return None  # of no class: a leader is not asked which
        heard, shown = await only_named(incoming, session, await swap(session, heard) or heard)
        return [*shown, *(await report(incoming, session, heard) if heard.reading.reports else ())]
    except Unclear as unclear:
        return None if only_clear else [unclear.answer]


async def _no_clear_report(
    incoming: Incoming, session: AsyncSession, heard: Heard, *, only_clear: bool
) -> Sequence[Said] | None:
    if not incoming.private and not heard.reading.chat and _is_clear(heard.reading, heard.text):
        return await _in_private(incoming, session)
    return None if only_clear else await _taken_back(incoming, session)


async def _in_private(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """As if it had been said in the writer's private chat, where it is answered by name; the group reads that it was
    heard.
    """
    theirs = (incoming.channel, incoming.sender)
    asker = (await known_askers(session, [theirs], incoming.when)).get(theirs)
    if asker is None or asker.person_id != incoming.asker.person_id:
        return None
    alone = structs.replace(incoming, private=True, address=incoming.sender, sender="", thread="", asker=asker)
    said = await unprompted(alone, session, only_clear=True)
    if said is None:
        return None
    there = [structs.replace(one, to=asker.chat_id) if _is_for_writer(one) else one for one in said]
    return [Outgoing(text=_("Received. Something is unclear: I ask you in your private chat.")), *there]


def _is_for_writer(said: Said) -> TypeGuard[Outgoing]:
    return isinstance(said, Outgoing) and said.to is None


def _is_report(heard: Heard, *, only_clear: bool) -> bool:
    if heard.reading.chat:
        return False
    if only_clear and not heard.private:
        return verdict(heard.reading).outcome in _CLEAR or _tells_of_a_part(heard.reading)
    if only_clear:
        return _is_clear(heard.reading, heard.text)
    return any(_says_something(one) or one.class_words for one in heard.reading.reports)


def _tells_of_a_part(reading: Reading) -> bool:
    """`6A Hùng bỏ tiết 3`: no absence, and clear all the same."""
    items = [item for one in reading.reports if one.class_problem is None for item in one.items]
    return bool(items) and all(item.kind in IN_PART and item.pupil is not None for item in items)


def _says_something(one: ClassReport) -> bool:
    before = one.as_before and one.class_id is not None
    return bool(one.items) or one.nobody or one.count_said is not None or before


def _is_clear(reading: Reading, text: str) -> bool:
    """Behind a word that is a command's too: an absence is spoken of, and somebody known, or a number."""
    spoken = _ABSENT.search(fold(text)) is not None
    known = [one for one in reading.reports if one.class_problem is None]
    if any(one.nobody or one.count_said is not None for one in known):
        return True
    return any(item.candidates and item.meant and (spoken or _tells(item)) for one in known for item in one.items)


def _tells(item: Item) -> bool:
    return item.excused is not None or item.reason_code is not None


async def _taken_back(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`nãy em báo nhầm`: the last report is offered to be undone."""
    if not incoming.private or not _TAKES_BACK.search(fold(incoming.text)):
        return None
    return await offer_undo(incoming, session)


async def offer_undo(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Nothing is done before the tap."""
    number = await last_batch(session, incoming.linked.person_id)
    done = await batch(session, number) if number else None
    if done is None:
        return [Outgoing(text=_("There is no report of yours to take back."))]
    by = Undoing(person_id=incoming.linked.person_id, at=incoming.when)
    await put_in_question(session, done, by, incoming.inbox_id, {}, WRONG)
    text = _("Should your last report be taken back: {scope}?")
    buttons = [[Button(_("Undo"), undo(done.inbox_id)), Button(_("Correct"), correct(done.inbox_id))]]
    return [Outgoing(text=text.format(scope=listed(await scopes(session, done))), buttons=buttons)]
