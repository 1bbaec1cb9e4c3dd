"""Whether the reader of reports is heard before what a message may want: what may be a report, or put one right, is not
taken for anything else. What the roll is told (`leaves`) stays with the roll.
"""

import re

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import Unclear, leads
from handlers.register.heard import Heard, hear
from models.people.class_lists import class_list, lexicon_of
from models.shapes.message import Incoming
from rules.asking.put_right import puts_facts_right
from rules.asking.questions import asks, asks_what, asks_whether, is_question, shows_a_report
from rules.asking.wanted import Wanted
from rules.asking.wish import Facet, Intent, Matter
from rules.people.names import fold
from rules.people.roles import REPORTERS
from rules.reading.apart.halves import of_both_halves
from rules.reading.apart.head_counts import counts_heads, only_counts
from rules.reading.outcome import Outcome, verdict
from rules.reading.said.reported import Reading
from rules.reading.spoken import speaks_of_absence
from rules.reading.words.lexicon import IN_PART, Kind
from rules.roll_several import is_of_the_list

_PLAINLY = 0.5  # of all that may be wanted
_LIKE_CORRECTIONS = frozenset(  # in their words
    (Intent.CORRECTED, Intent.ANGRY, Matter.RECORDS, Matter.COLLEAGUES, Facet.WHY, Facet.DAYS)
)
_SURELY = 0.9
_ABSENT = re.compile(r"\b(?:vang|nghi|phep|om)\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NO_REPORTS = frozenset(  # of a colleague's own leave, and of what is yet to be
    (Intent.WORRY, Intent.STAND_IN, Intent.PARTING, Intent.VISIT_PLANNED, Intent.PASSED_ON, Intent.REMIND,
     Matter.COLLEAGUES)
)  # fmt: skip
_SURE = (Outcome.RECORD, Outcome.NONE_ABSENT, Outcome.AMBIGUOUS)


async def may_report(incoming: Incoming, session: AsyncSession, wish: Wanted, *, leaves: bool) -> bool:
    """It reports; or, as `Lan đến rồi`, asks nothing, and the reader of reports would write it down, or ask about it
    where nothing else is plainly told.
    """
    if wish.first in (Intent.DROP_OUT, Intent.REMOVE, Intent.CHANGE_CLASS) and is_of_the_list(incoming.text):
        return False
    try:
        heard = await hear(incoming, session, incoming.text)
    except Unclear as unclear:
        if unclear.answer.buttons:  # which of the own classes is complete
            raise
        # between two years only what says an absence is answered so
        return _ABSENT.search(fold(incoming.text)) is not None and not is_question(incoming.text)
    return await _may_be(incoming, session, wish, heard, leaves=leaves)


async def _may_be(incoming: Incoming, session: AsyncSession, wish: Wanted, heard: Heard, *, leaves: bool) -> bool:
    none = not _NO_REPORTS.isdisjoint(wish.wishes[:1])
    if none and wish.share >= _SURELY and verdict(heard.reading).outcome is not Outcome.RECORD:
        return False
    counted = counts_heads(incoming.text, heard.known) or of_both_halves(heard.reading)
    if counted or (not leaves and await _reports(incoming, session, heard)):
        return True
    if wish.first is Intent.WORRY or is_question(incoming.text) or puts_facts_right(incoming.text):
        return False
    other = wish.first not in (Intent.REPORTED, Intent.PUPIL) and wish.share >= _SURELY  # `gọi nhà Bình rồi, số sai`
    if not (leaves or other or none) and _says_who_is_here(heard):
        return True
    return _in_part(heard.reading) or (not heard.reading.chat and _reader_first(heard.reading, wish, leaves=leaves))


async def counts_own_heads(incoming: Incoming, session: AsyncSession) -> bool:
    """`8/8`, whatever was spoken of before."""
    if not (only_counts(incoming.text) and may(incoming.asker, REPORTERS)):
        return False
    try:
        heard = await hear(incoming, session, incoming.text)
    except Unclear:  # there are no classes yet
        return False
    return any(one.nobody or one.count_said is not None for one in heard.reading.reports)


async def told_apart(incoming: Incoming, session: AsyncSession) -> str:
    """`6B vắng Hùng. Hùng xin qua 6A phải k`: the sentences that report, where one behind them asks; nothing where what
    is asked comes first (`sao ghi vắng? Hùng hôm qua nghỉ …`), or other days are told of.
    """
    sentences = [one for one in _SENTENCE.split(incoming.text) if one.strip()]
    told = [one for one in sentences if not is_question(one)]
    if not told or told[0] != sentences[0] or len(told) == len(sentences) or not may(incoming.asker, REPORTERS):
        return ""
    apart = structs.replace(incoming, text=" ".join(told))
    heard = await hear(apart, session, apart.text)
    days = any(one.days or any(item.days for item in one.items) for one in heard.reading.reports)
    clear = verdict(heard.reading).outcome is Outcome.RECORD and not days and await _reports(apart, session, heard)
    return apart.text if clear else ""


async def reports(incoming: Incoming, session: AsyncSession) -> bool:
    """Whether an absence is said in so many words of somebody who is known, and nothing is asked."""
    return await _reports(incoming, session, await hear(incoming, session, incoming.text))


def _reader_first(read: Reading, wish: Wanted, *, leaves: bool) -> bool:
    outcome = verdict(read).outcome
    if any(one.as_before for one in read.reports) or (wish.first is Intent.DROP_OUT and outcome is Outcome.RECORD):
        return True
    if not _LIKE_CORRECTIONS.isdisjoint((wish.first, wish.matter, wish.facet)):
        return read.retracted or any(one.items for one in read.reports)
    return not leaves and wish.share < _PLAINLY and outcome in (*_SURE, Outcome.UNKNOWN_CLASS)


async def _reports(incoming: Incoming, session: AsyncSession, heard: Heard) -> bool:
    text = incoming.text
    if "?" in text or asks_whether(text) or asks_what(text) or shows_a_report(text):
        return False
    if (leads(incoming.asker) and is_question(text)) or heard.reading.chat:
        return False
    outcome = verdict(heard.reading).outcome
    if outcome not in _SURE or (outcome is Outcome.AMBIGUOUS and is_question(text)):
        return False
    named = [one.class_id for one in heard.reading.reports if one.class_id is not None and (one.items or one.nobody)]
    lists = [(await class_list(session, heard.school, one, heard.today)).index for one in named]
    speaks = speaks_of_absence(heard.text, heard.moment, heard.known, lists, lexicon_of(session))
    complete = any(one.nobody for one in heard.reading.reports) and not asks(text)
    return bool(named) and (speaks or complete or _in_part(heard.reading))


def _says_who_is_here(heard: Heard) -> bool:
    """And nothing else, of pupils who are known, by whoever is in charge of them; or that one came late, whoever of a
    name it is.
    """
    named = [item for one in heard.reading.reports for item in one.items]
    theirs = all(one.class_id is not None and heard.in_charge(one.class_id) for one in heard.reading.reports)
    here = all(
        (item.kind is Kind.PRESENT and item.pupil is not None) or (item.kind is Kind.LATE and item.candidates)
        for item in named
    )
    return bool(named) and here and theirs and not heard.reading.chat


def _in_part(read: Reading) -> bool:
    return any(item.kind in IN_PART for one in read.reports for item in one.items)
