"""Teachers do not type commands, they type messages: one that reads as a report is handled as one."""

import re
from collections.abc import Sequence
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import Unclear
from handlers.register.amend import swap
from handlers.register.by_name import only_named
from handlers.register.edited import replacing
from handlers.register.heard import Heard, hear
from handlers.register.in_private import in_private
from handlers.register.reporting import report
from handlers.register.undo import scopes
from letters.says.register import correct, undo
from locales import _
from locales.words import listed
from models.proposals import put_in_question
from models.register.batches import Undoing, batch, last_batch
from models.register.proposed import WRONG
from models.register.reported import absent_now
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.calendar.parts import Part
from rules.people.names import fold
from rules.people.roles import REPORTERS
from rules.reading.outcome import Outcome, verdict
from rules.reading.said.reported import ClassReport, Item, Reading
from rules.reading.words.lexicon import IN_PART, Kind

# What is said of absences, and never only asks for a list or a card.
_ABSENT = re.compile(r"\b(?:vang|nghi|khong phep|co phep|xin phep|kp|cp)\b")
_TAKES_BACK = re.compile(
    r"\b(?:bao|nhan|ghi|gui) (?:nham|sai|lon)\b(?! nhom\b)|\b(?:huy|rut lai|xoa) (?:bao cao|tin|bao vang)\b"
)
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
        sure = only_clear or not incoming.private
        if not _is_report(heard, only_clear=sure) or await _unsettled_there(session, heard):
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
    answers = partial(unprompted, session=session)
    if await _unsettled_there(session, heard):
        return await in_private(incoming, session, partial(answers, only_clear=False))
    if not incoming.private and not heard.reading.chat and _is_clear(heard.reading, heard.text):
        return await in_private(incoming, session, partial(answers, only_clear=True))
    return None if only_clear else await _taken_back(incoming, session)


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
    items = [item for one in known for item in one.items if item.candidates and (item.meant or len(known) > 1)]
    return any(spoken or _tells(item) for item in items)


def _tells(item: Item) -> bool:
    return item.excused is not None or item.reason_code is not None


async def _taken_back(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`nãy em báo nhầm`: the last report is offered to be undone."""
    if not _TAKES_BACK.search(fold(incoming.text)):
        return None
    if incoming.private:
        return await offer_undo(incoming, session)
    reported = await last_batch(session, incoming.linked.person_id) is not None
    return await in_private(incoming, session, partial(offer_undo, session=session)) if reported else None


async def _unsettled_there(session: AsyncSession, heard: Heard) -> bool:
    """`Thút đến rồi`, in a group and of somebody who stands as absent: whoever is to be told waits for the tap that
    settles it, which names a pupil. (Who is swapped for another is settled.)
    """
    if heard.private or heard.reading.chat or heard.reading.retracted:
        return False
    return any(
        [
            await _stands_absent(session, heard, one, item)
            for one in heard.reading.reports
            for item in one.items
            if item.candidates and item.kind in (Kind.PRESENT, *IN_PART)
        ]
    )


async def _stands_absent(session: AsyncSession, heard: Heard, one: ClassReport, item: Item) -> bool:
    day = (item.days or one.days or (heard.today,))[-1]
    marked = await absent_now(session, one.class_id or 0, day, tuple(Part), item.candidates)
    return not {row.pupil_id for row in marked}.isdisjoint(item.candidates)


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
