"""A message without a command that wants something: answered from what is known and allowed, or with a fitting tap."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import Unclear, known_classes, leads
from handlers.asking.about import About, about
from handlers.asking.answers import ANSWERS
from handlers.asking.courtesy import COURTESIES
from handlers.asking.instructions import INSTRUCTIONS, OF_THE_ROLL
from handlers.asking.note_replies import note_answered
from handlers.asking.worries import worried
from handlers.figures.report_asked import asks_for_figures
from handlers.register.heard import hear
from handlers.register.scope import no_such_class
from handlers.service import not_for_you
from letters.says import Word
from letters.says.families import WRITE_TO_TEACHER, ReplyAct, note_reply
from letters.says.figures import klass, report
from letters.says.service import meant
from locales import _
from models.people.class_lists import class_list, lexicon_of
from models.post.awaited import awaited
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.intents import OF_ALL, OF_PARENTS, Intent, asks, read_intents, read_parents_intents
from rules.people.roles import REPORTERS, Role
from rules.reading.outcome import Outcome, verdict
from rules.reading.spoken import speaks_of_absence

_OF_PUPILS = frozenset((Intent.PUPIL, Intent.HAMLET, Intent.FAMILIES, Intent.INVITE, *OF_THE_ROLL))
_OF_CLASSES = frozenset((Intent.FIGURES, Intent.REPORT, Intent.SILENT, Intent.FILE))
_LONGEST_CLASS = 4  # words
_SURE = (Outcome.RECORD, Outcome.NONE_ABSENT, Outcome.AMBIGUOUS)


async def wanted(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """The answer to what is no report; None where nothing is recognised, or a report may be meant."""
    text = incoming.text.strip()
    told = incoming.asker.person_id is not None and incoming.private and not incoming.pressed
    if not told or not text or text.startswith("/") or incoming.attachment is not None or incoming.edited:
        return None
    intents = _intents(incoming, text)
    try:
        said = await _answer_to_family(incoming, session) or await _class_alone(incoming, session)
        if said is not None or (said := await _figures(incoming, session, intents)) is not None:
            return said
        if not intents or await _is_for_others(incoming, session, intents):
            return None
        if intents[0] in COURTESIES:
            return await COURTESIES[intents[0]](incoming, session)
        return await _answered(incoming, session, intents)
    except Unclear as unclear:
        return [unclear.answer]


async def _is_for_others(incoming: Incoming, session: AsyncSession, intents: Sequence[Intent]) -> bool:
    """A report; or what a family was asked to write to the teacher, thanks and questions too. A worry is heard here."""
    if may(incoming.asker, REPORTERS) and await reports(incoming, session):
        return True
    says = await awaited(session, incoming.asker.chat_id, incoming.when) if intents[0] is not Intent.WORRY else None
    return says is not None and (intents[0] in COURTESIES or says.startswith(WRITE_TO_TEACHER))


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
    """What leaders ask the report for, in its own words."""
    of_others = bool(intents) and intents[0] in (Intent.SILENT, Intent.CALENDAR, Intent.CASES, *INSTRUCTIONS)
    if of_others or not leads(incoming.asker):
        return None
    if await awaited(session, incoming.asker.chat_id, incoming.when) or not await asks_for_figures(incoming, session):
        return None
    return await as_if_typed(incoming, session, report(incoming.text))


async def _answered(incoming: Incoming, session: AsyncSession, intents: Sequence[Intent]) -> Sequence[Said] | None:
    if intents[0] is Intent.WORRY:
        return await worried(
            incoming, session, await about(incoming, session, of_pupils=may(incoming.asker, REPORTERS))
        )
    if await awaited(session, incoming.asker.chat_id, incoming.when) and "?" not in incoming.text:
        return None
    found = await about(incoming, session, of_pupils=not _OF_PUPILS.isdisjoint(intents))
    if found.unknown and intents[0] in _OF_CLASSES:
        raise no_such_class(found.unknown, await known_classes(incoming, session))
    if found.pupils and intents[0] in OF_ALL:
        intents = [Intent.PUPIL, *intents]
    for intent in intents:
        if intent in INSTRUCTIONS:
            return await INSTRUCTIONS[intent](incoming, session, found)
        for words in ANSWERS[intent](found) if intent in ANSWERS else ():
            if (said := await as_if_typed(incoming, session, words)) is not None:
                return said
    if intents[0] is not Intent.PUPIL:
        return [not_for_you(incoming.asker)]
    return await _of_a_pupil(incoming, session, found) if found.klass is not None else None


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
    if "?" in incoming.text:
        return False
    heard = await hear(incoming, session, incoming.text)
    if heard.reading.chat or verdict(heard.reading).outcome not in _SURE:
        return False
    named = [one.class_id for one in heard.reading.reports if one.class_id is not None and (one.items or one.nobody)]
    lists = [(await class_list(session, heard.school, one, heard.today)).index for one in named]
    speaks = speaks_of_absence(heard.text, heard.moment, heard.known, lists, lexicon_of(session))
    complete = any(one.nobody for one in heard.reading.reports) and not asks(incoming.text)
    return bool(named) and (speaks or complete)
