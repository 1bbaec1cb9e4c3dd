"""A message without a command that wants something: answered from what is known and allowed, or with a fitting tap."""

import re
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, match, may
from handlers.asked import Unclear, known_classes, leads
from handlers.asking.about import About, about
from handlers.asking.after_alarm import after_alarm
from handlers.asking.answering import of_intents
from handlers.asking.courtesy import COURTESIES
from handlers.asking.follow_up import followed_up
from handlers.asking.instructions import INSTRUCTIONS, OF_THE_ROLL, told_the_teacher
from handlers.asking.lessons import lessons_on
from handlers.asking.named import of_the_named
from handlers.asking.note_replies import note_answered
from handlers.asking.offered import answered_offer
from handlers.asking.roll_said import changed_in_words
from handlers.asking.topics import not_kept_here, one_facet
from handlers.asking.worries import worried
from handlers.cases.helpers_words import helpers_words
from handlers.figures.report_asked import asks_for_figures
from handlers.register.excuse_alone import excuse_of_the_last
from handlers.register.heard import hear
from handlers.register.scope import no_such_class
from handlers.whom_to_call import only_a_family
from letters.says.families import WRITE_TO_TEACHER, ReplyAct, note_reply
from letters.says.figures import klass, register_file, report
from models.people.class_lists import class_list, lexicon_of
from models.post.awaited import awaited
from models.shapes.message import Incoming, Said
from rules.asking.intent import OF_PARENTS, Intent
from rules.asking.intents import (
    asks,
    asks_what,
    asks_whether,
    is_question,
    read_intents,
    read_parents_intents,
    wishes_in,
)
from rules.asking.subject import means_the_last, without_names
from rules.asking.topics import Matter, read_matter
from rules.asking.words import asks_for_lessons, plain_words
from rules.calendar.against import read_against
from rules.people.roles import REPORTERS, ROLL, Role
from rules.reading.outcome import Outcome, verdict
from rules.reading.spoken import speaks_of_absence
from rules.reading.words.lexicon import IN_PART

_DONE = (Intent.VISITED, Intent.CALLED, Intent.ROLL_CALL, Intent.PAPERS)  # whatever else it is about
_ABSENCE = re.compile(r"\b(?:vang|nghi|phep|khongphep|om|benh|tre|muon|thieu|du)\b")  # may be a report: not guessed
_OF_CLASSES = frozenset((Intent.FIGURES, Intent.REPORT, Intent.SILENT, Intent.FILE))
_NO_FIGURES = (
    Intent.LATE_REPORTS,
    Intent.TARGETS,
    Intent.SILENT,
    Intent.CALENDAR,
    Intent.CASES,
    Intent.HAMLET,
    Intent.PAPERS,
    Intent.MOVEMENTS,
)
_LONGEST_CLASS = 4  # words
_BY_NAME = re.compile(r"\b(?:danh sach|ds|ke ten|liet ke)\b")
_SURE = (Outcome.RECORD, Outcome.NONE_ABSENT, Outcome.AMBIGUOUS)


async def wanted(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """The answer to what is no report; None where nothing is recognised, or a report may be meant."""
    text = incoming.text.strip()
    told = incoming.asker.person_id is not None and incoming.private and not incoming.pressed
    if not told or not text or text.startswith("/") or incoming.attachment is not None or incoming.edited:
        return None
    intents = _intents(incoming, text)

    async def usual() -> Sequence[Said] | None:
        try:
            return await _understood(incoming, session, intents)
        except Unclear as unclear:
            return [unclear.answer]

    said = None if _is_a_command(incoming) else await after_alarm(incoming, session, intents, usual)
    return said if said is not None else await usual()


async def _understood(incoming: Incoming, session: AsyncSession, intents: Sequence[Intent]) -> Sequence[Said] | None:
    """Raises Unclear."""
    for answers in (_answer_to_family, answered_offer, _excuse, _class_alone, followed_up, _lessons):
        if (said := await answers(incoming, session)) is not None:
            return said
    if (said := await _figures(incoming, session, intents)) is not None:
        return said
    if await _is_for_others(incoming, session, intents):
        return None
    if not (intents and intents[0] in (Intent.WORRY, *COURTESIES)) and (said := await helpers_words(incoming, session)):
        return said
    if intents and intents[0] in COURTESIES:
        return await COURTESIES[intents[0]](incoming, session)
    return await _answered(incoming, session, intents)


async def _is_for_others(incoming: Incoming, session: AsyncSession, intents: Sequence[Intent]) -> bool:
    """A report; or what a family was asked to write to the teacher, thanks and questions too. A worry is heard here."""
    first = intents[0] if intents else None
    said = plain_words(incoming.text)
    leaves = (
        first in OF_THE_ROLL or first is Intent.NEW_PUPIL or (first is Intent.HEADCOUNT and _BY_NAME.search(said))
    ) and not _ABSENCE.search(said)
    if may(incoming.asker, REPORTERS) and not leaves and await reports(incoming, session):
        return True
    says = await awaited(session, incoming.asker.chat_id, incoming.when) if first is not Intent.WORRY else None
    return says is not None and (first is None or first in COURTESIES or says.startswith(WRITE_TO_TEACHER))


async def _answer_to_family(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """A report stays one, whatever was asked before."""
    note_id = await note_answered(incoming, session)
    if note_id is None or await reports(incoming, session):
        return None
    return await as_if_typed(incoming, session, note_reply(ReplyAct.WRITE, note_id, incoming.text))


def _intents(incoming: Incoming, text: str) -> list[Intent]:
    """Who keeps the roll tells of a pupil who has left to have it written down, and not as an alarm."""
    asker = incoming.asker
    parent = Role.GUARDIAN in asker.role_names() and not may(asker, REPORTERS)
    found = read_parents_intents(text) if parent else read_intents(text)
    leaves = not {Intent.REMOVE, Intent.DROP_OUT}.isdisjoint(found)
    told = {Intent.WORRY} if leaves and may(asker, ROLL) else {Intent.DROP_OUT}
    told |= {Intent.REMOVE, Intent.DROP_OUT} if Intent.UNDO in found else set()  # `em bấm nhầm cho Sơn thôi học`
    return [intent for intent in found if intent not in told and (parent or intent not in OF_PARENTS)]


async def _excuse(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`không phép nha` behind the own report of one pupil."""
    known = match(incoming.text)
    if not may(incoming.asker, REPORTERS) or (known is not None and not known[0].everyday):
        return None
    return await excuse_of_the_last(incoming, session, incoming.text)


async def _class_alone(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`7A`: a class and nothing else is looked at."""
    if len(incoming.text.split()) > _LONGEST_CLASS or not may(incoming.asker, REPORTERS):
        return None
    if await awaited(session, incoming.asker.chat_id, incoming.when):
        return None
    found = await about(incoming, session, of_pupils=False)
    if not found.only:
        return None
    if found.klass is None:
        raise no_such_class(found.unknown, await known_classes(incoming, session))
    return await as_if_typed(incoming, session, klass(found.klass.name))


async def _figures(incoming: Incoming, session: AsyncSession, intents: Sequence[Intent]) -> Sequence[Said] | None:
    """What leaders ask the report for, or its file, in its own words; homeroom teachers too where days are compared."""
    matter = read_matter(incoming.text)
    of_others = means_the_last(incoming.text) or (bool(intents) and intents[0] in (*_NO_FIGURES, *INSTRUCTIONS))
    asks_it = leads(incoming.asker) or (read_against(incoming.text)[0] and incoming.asker.classes())
    if of_others or not asks_it or (matter is not None and matter.matter is Matter.STAFF):
        return None
    if await awaited(session, incoming.asker.chat_id, incoming.when) or not await asks_for_figures(incoming, session):
        return None
    asked_for = register_file if intents[:1] == [Intent.FILE] else report
    return await as_if_typed(incoming, session, asked_for(incoming.text))


async def _lessons(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`mai có học không`, `khi nào nghỉ Tết`."""
    if not asks_for_lessons(incoming.text) or await awaited(session, incoming.asker.chat_id, incoming.when):
        return None
    return await lessons_on(incoming, session, await about(incoming, session, of_pupils=False))


async def _answered(incoming: Incoming, session: AsyncSession, intents: Sequence[Intent]) -> Sequence[Said] | None:
    first = intents[0] if intents else None
    changes = (first in OF_THE_ROLL or first is Intent.PHONE) and may(incoming.asker, ROLL)
    staff = changes or may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF})
    if first is Intent.WORRY:
        meant = await about(incoming, session, of_pupils=staff)
        return await worried(incoming, session, [pupil.id for pupil in meant.pupils])
    if await awaited(session, incoming.asker.chat_id, incoming.when) and "?" not in incoming.text:
        return None
    found = await about(incoming, session, of_pupils=staff)
    if found.unknown and first in _OF_CLASSES and not found.pupils:
        raise no_such_class(found.unknown, await known_classes(incoming, session))
    if first in (Intent.PHONE, Intent.LATE) and only_a_family(incoming):
        late = first is Intent.LATE
        return None if late and _is_a_command(incoming) else [await told_the_teacher(incoming, session, late=late)]
    said = await changed_in_words(incoming, session, found, first)
    if said is None and first in INSTRUCTIONS:
        said = await INSTRUCTIONS[first](incoming, session, found)
    return said if said is not None else await _told(incoming, session, found, intents)


async def _told(
    incoming: Incoming, session: AsyncSession, found: About, intents: Sequence[Intent]
) -> Sequence[Said] | None:
    """What is known of it, by whatever is told most."""
    done = bool(intents) and intents[0] in _DONE
    for answers in () if done or _is_a_command(incoming) else _before(incoming, found):
        if (said := await answers(incoming, session, found)) is not None:
            return said
    said = await of_intents(incoming, session, found, intents) if intents else None
    return said if said is not None else await _asked_of(incoming, session, found)


_Answers = Callable[[Incoming, AsyncSession, About], Awaitable[Sequence[Said] | None]]


def _before(incoming: Incoming, found: About) -> Sequence[_Answers]:
    """What is not kept, where that is spoken of most; what is asked of one pupil."""
    wishes = wishes_in(without_names(incoming.text, found.pupils))
    best = wishes[0].words if wishes else 0
    matter = read_matter(without_names(incoming.text, found.pupils))
    return [not_kept_here, one_facet] if matter is not None and matter.words >= best else [one_facet]


def _is_a_command(incoming: Incoming) -> bool:
    """`nhắn cô cháu quên vở`: the whole of a command's words is no accident."""
    known = match(incoming.text)
    if known is None or known[0].everyday or not may(incoming.asker, known[0].who):
        return False
    return len(incoming.text.split()) - len(known[1].split()) > 1


async def _asked_of(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """A question about whoever or whatever is named: what is known of it, or whom to ask."""
    text = incoming.text
    if only_a_family(incoming) or not is_question(text):
        return None
    return await not_kept_here(incoming, session, found) or await of_the_named(incoming, session, found)


async def reports(incoming: Incoming, session: AsyncSession) -> bool:
    """Whether an absence is said in so many words of somebody who is known, and nothing is asked."""
    if (
        "?" in incoming.text
        or asks_whether(incoming.text)
        or asks_what(incoming.text)
        or (leads(incoming.asker) and is_question(incoming.text))
    ):
        return False
    heard = await hear(incoming, session, incoming.text)
    if heard.reading.chat or verdict(heard.reading).outcome not in _SURE:
        return False
    named = [one.class_id for one in heard.reading.reports if one.class_id is not None and (one.items or one.nobody)]
    lists = [(await class_list(session, heard.school, one, heard.today)).index for one in named]
    speaks = speaks_of_absence(heard.text, heard.moment, heard.known, lists, lexicon_of(session))
    complete = any(one.nobody for one in heard.reading.reports) and not asks(incoming.text)
    in_part = any(item.kind in IN_PART for one in heard.reading.reports for item in one.items)
    return bool(named) and (speaks or complete or in_part)
