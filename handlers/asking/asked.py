"""A message without a command that wants something: answered from what is known and allowed, or with a fitting tap."""

import re
from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, match, may
from handlers.asked import Unclear, known_classes, leads
from handlers.asking.about import About, about
from handlers.asking.answers import ANSWERS, of_pupils
from handlers.asking.colleagues import not_yours
from handlers.asking.courtesy import COURTESIES
from handlers.asking.follow_up import followed_up
from handlers.asking.headcount import headcount
from handlers.asking.instructions import INSTRUCTIONS, OF_THE_ROLL, told_the_teacher
from handlers.asking.lessons import lessons_on
from handlers.asking.note_replies import note_answered
from handlers.asking.roll_said import changed_in_words
from handlers.asking.topics import not_kept_here, one_facet, whose_number
from handlers.asking.worries import worried
from handlers.cases.helpers_words import helpers_words
from handlers.figures.report_asked import asks_for_figures
from handlers.register.heard import hear
from handlers.register.scope import no_such_class
from handlers.whom_to_call import only_a_family
from letters.says import Word
from letters.says.families import WRITE_TO_TEACHER, ReplyAct, note, note_reply
from letters.says.figures import klass, register_file, report
from letters.says.service import meant
from locales import _
from models.families.notes import LONGEST
from models.people.class_lists import class_list, lexicon_of
from models.post.awaited import awaited
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.carriers import surely
from rules.asking.intents import (
    OF_ALL,
    OF_PARENTS,
    Intent,
    asks,
    asks_what,
    asks_whether,
    read_intents,
    read_parents_intents,
)
from rules.asking.subject import calls_somebody, means_the_last
from rules.asking.words import asks_for_lessons, plain_words
from rules.people.roles import REPORTERS, ROLL, Role
from rules.reading.outcome import Outcome, verdict
from rules.reading.spoken import speaks_of_absence
from rules.reading.words.lexicon import IN_PART

_DONE = (Intent.VISITED, Intent.CALLED, Intent.ROLL_CALL, Intent.PAPERS)  # whatever else it is about
_ABSENCE = re.compile(r"\b(?:vang|nghi|phep|khongphep|om|benh|tre|muon|thieu|du)\b")  # may be a report: not guessed
_OF_CLASSES = frozenset((Intent.FIGURES, Intent.REPORT, Intent.SILENT, Intent.FILE))
_NO_FIGURES = (Intent.SILENT, Intent.CALENDAR, Intent.CASES, Intent.HAMLET, Intent.PAPERS, Intent.MOVEMENTS)
_LONGEST_CLASS = 4  # words
_OF_PLACES = (Intent.FIGURES, Intent.REPORT, Intent.HEADCOUNT, Intent.PUPIL, Intent.CASES)
_BY_NAME = re.compile(r"\b(?:danh sach|ds|ke ten|liet ke)\b")
_SURE = (Outcome.RECORD, Outcome.NONE_ABSENT, Outcome.AMBIGUOUS)


async def wanted(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """The answer to what is no report; None where nothing is recognised, or a report may be meant."""
    text = incoming.text.strip()
    told = incoming.asker.person_id is not None and incoming.private and not incoming.pressed
    if not told or not text or text.startswith("/") or incoming.attachment is not None or incoming.edited:
        return None
    try:
        return await _understood(incoming, session, _intents(incoming, text))
    except Unclear as unclear:
        return [unclear.answer]


async def _understood(incoming: Incoming, session: AsyncSession, intents: Sequence[Intent]) -> Sequence[Said] | None:
    """Raises Unclear."""
    for answers in (_answer_to_family, _class_alone, followed_up, _lessons):
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
    asker = incoming.asker
    parent = Role.GUARDIAN in asker.role_names() and not may(asker, REPORTERS)
    found = read_parents_intents(text) if parent else read_intents(text)
    if Intent.DROP_OUT in found:  # of those who keep the roll it is a change of it, of others a worry
        of_the_roll = may(asker, ROLL)
        found = tuple(one for one in found if one is not (Intent.WORRY if of_the_roll else Intent.DROP_OUT))
    return [intent for intent in found if parent or intent not in OF_PARENTS]


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
    """What leaders ask the report for, or its file, in its own words."""
    of_others = means_the_last(incoming.text) or (bool(intents) and intents[0] in (*_NO_FIGURES, *INSTRUCTIONS))
    if of_others or not leads(incoming.asker):
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
        return await worried(incoming, session, await about(incoming, session, of_pupils=staff))
    if await awaited(session, incoming.asker.chat_id, incoming.when) and "?" not in incoming.text:
        return None
    found = await about(incoming, session, of_pupils=staff)
    if found.unknown and first in _OF_CLASSES and not found.pupils:
        raise no_such_class(found.unknown, await known_classes(incoming, session))
    if first is Intent.PHONE and only_a_family(incoming):
        return [await told_the_teacher(incoming, session)]
    said = await changed_in_words(incoming, session, found, first)
    if said is None and first in INSTRUCTIONS:
        said = await INSTRUCTIONS[first](incoming, session, found)
    if said is not None:
        return said
    for answers in (not_kept_here, one_facet) if first not in _DONE and not _is_a_command(incoming) else ():
        if (said := await answers(incoming, session, found)) is not None:
            return said
    said = await _of_intents(incoming, session, found, intents) if intents else None
    return said if said is not None else await _guessed(incoming, session, found)


def _is_a_command(incoming: Incoming) -> bool:
    """`nhắn cô cháu quên vở`: the whole of a command's words is no accident."""
    known = match(incoming.text)
    if known is None or known[0].everyday or not may(incoming.asker, known[0].who):
        return False
    return len(incoming.text.split()) - len(known[1].split()) > 1


async def _guessed(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """By its words alone; what may be a report is not guessed."""
    text = incoming.text
    if only_a_family(incoming):
        return None
    if asks_whether(text) or asks_what(text) or asks(text):
        if (said := await _of_whom(incoming, session, found)) is not None:
            return said
    elif _ABSENCE.search(plain_words(text)):
        return None
    guess = surely(text)
    if guess is None or found.pupils:
        return None
    if guess in COURTESIES:
        return await COURTESIES[guess](incoming, session)
    return await _of_intents(incoming, session, found, [guess])


async def _of_whom(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """A question about a pupil who is named, somebody of a class, or the class."""
    if found.pupils:
        return await as_if_typed(incoming, session, of_pupils(found)[0])
    if found.klass is None:
        return None
    sees = leads(incoming.asker) or found.klass.id in incoming.asker.classes()
    if sees and not calls_somebody(incoming.text):
        return await as_if_typed(incoming, session, klass(found.klass.name, found.days))
    return await _of_a_pupil(incoming, session, found)


async def _of_intents(
    incoming: Incoming, session: AsyncSession, found: About, intents: Sequence[Intent]
) -> Sequence[Said] | None:
    if found.pupils and intents[0] in OF_ALL and not (intents[0] is Intent.HAMLET and found.home):
        intents = [Intent.PUPIL, *intents]
    if not may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF, Role.GUARDIAN}) and calls_somebody(incoming.text):
        return [await not_yours(incoming, session)]
    of_nobody = Intent.PUPIL in intents and not found.pupils and not incoming.asker.children
    if of_nobody and found.klass is not None and not found.colleague and calls_somebody(incoming.text):
        return await _of_a_pupil(incoming, session, found)
    if intents[0] is Intent.STOP and not only_a_family(incoming):  # a tired word at work ends no link
        return await COURTESIES[Intent.ANGRY](incoming, session)
    kept = [one for one in intents if not (one is Intent.PUPIL and of_nobody and found.klass is None)]
    if found.place is not None and kept and kept[0] in _OF_PLACES:
        kept = [Intent.HAMLET, *kept]
    for intent in kept:
        if (said := await _of_intent(incoming, session, found, intent)) is not None:
            return said
    return [await not_yours(incoming, session)] if set(kept) - {Intent.PUPIL} else None


async def _of_intent(incoming: Incoming, session: AsyncSession, found: About, intent: Intent) -> Sequence[Said] | None:
    if intent is Intent.HEADCOUNT:
        return await headcount(incoming, session, found)
    if intent is Intent.TEACHERS and (said := await whose_number(incoming, session, found)) is not None:
        return said
    if intent in INSTRUCTIONS:
        return await INSTRUCTIONS[intent](incoming, session, found)
    for words in ANSWERS[intent](found) if intent in ANSWERS else ():
        if (said := await as_if_typed(incoming, session, words)) is not None:
            return _or_the_teacher(incoming, said) if intent in OF_ALL else said
    return None


def _or_the_teacher(incoming: Incoming, said: Sequence[Said]) -> Sequence[Said]:
    """What a family reads of its child may be less than it asked: the teacher knows more."""
    if not only_a_family(incoming) or not isinstance(said[0], Outgoing) or len(incoming.text) > LONGEST:
        return said
    ask = [Button(_("Ask the teacher this"), note(incoming.text))]
    return [structs.replace(said[0], buttons=[*said[0].buttons, ask]), *said[1:]]


async def _of_a_pupil(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """Of a class that is named, of whom nobody was found: whom to ask, or that there is no such pupil."""
    assert found.klass is not None  # noqa: S101, checked by the caller
    asker, name = incoming.asker, found.klass.name
    if not (leads(asker) or found.klass.id in asker.classes()):
        return await as_if_typed(incoming, session, meant(Word("chunhiem"), name))
    text = _("Nobody of that name was found in {klass}; nothing was recorded.").format(klass=name)
    return [Outgoing(text=text, buttons=[[Button(_("See {klass}").format(klass=name), klass(name))]])]


async def reports(incoming: Incoming, session: AsyncSession) -> bool:
    """Whether an absence is said in so many words of somebody who is known, and nothing is asked."""
    if (
        "?" in incoming.text
        or asks_whether(incoming.text)
        or asks_what(incoming.text)
        or (leads(incoming.asker) and asks(incoming.text))
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
