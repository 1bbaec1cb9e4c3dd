"""A message without a command that wants something: answered from what is known and allowed, or with a fitting tap."""

import re
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, match, may
from handlers.aside import Aside
from handlers.asked import Unclear, classes_meant
from handlers.asking.about import About, about
from handlers.asking.after_alarm import after_alarm
from handlers.asking.again import goes_on, in_full
from handlers.asking.answering import of_intents
from handlers.asking.first_heard import counts_own_heads, may_report, reports, told_apart
from handlers.asking.follow_up import followed_up
from handlers.asking.named import of_the_named
from handlers.asking.note_replies import note_answered
from handlers.asking.orders.call_told import call_told
from handlers.asking.orders.drafts import draft_changed
from handlers.asking.orders.for_teacher import AT_HOME, for_teacher
from handlers.asking.orders.held import family_held
from handlers.asking.orders.instructions import INSTRUCTIONS, OF_THE_ROLL, told_the_teacher
from handlers.asking.orders.leave_of_each import leave_of_each
from handlers.asking.orders.of_the_shown import excuse_of_the_shown
from handlers.asking.orders.offered import answered_offer
from handlers.asking.orders.rest_complete import rest_complete
from handlers.asking.orders.roll_said import changed_in_words
from handlers.asking.orders.told_on import told_on
from handlers.asking.own_child import family_means, with_own_child
from handlers.asking.passing import helpers_say, place_passed_on
from handlers.asking.plain import class_alone, excuse_of_the_report, figures_asked, lessons_asked
from handlers.asking.shown import named_in_order
from handlers.asking.subjects.carers import carers_asked
from handlers.asking.subjects.courtesy import COURTESIES
from handlers.asking.subjects.of_families import asks_of_another, of_other_children
from handlers.asking.subjects.of_itself import colleagues_phone
from handlers.asking.subjects.topics import not_kept_here, one_facet
from handlers.asking.subjects.worries import worried
from handlers.asking.unasked import unasked
from handlers.cases.visit_more import visit_note
from handlers.families.awaiting import awaited_of
from handlers.families.free_text import tells_of_days_ahead
from handlers.register.free_text import unprompted
from handlers.register.scope import no_such_class
from handlers.whom_to_call import only_a_family
from letters.says.families import WRITE_TO_TEACHER, ReplyAct, note_reply
from models.post.last_question import still_asked
from models.shapes.message import Asked, Incoming, Said
from rules.asking.questions import asks_how, asks_whether_there, is_question, is_supposed, shows_a_report
from rules.asking.wanted import Wanted, wanted_in
from rules.asking.wish import Intent
from rules.asking.words import plain_words
from rules.people.codes import types_a_code
from rules.people.movements import is_told_to_leave
from rules.people.names import fold
from rules.people.roles import REPORTERS, ROLL, Role

_ABSENCE = re.compile(
    r"\b(?:vang|nghi|phep|khongphep|om|benh|tre|muon|thieu|(?<!day )du)\b"
)  # may be a report: not guessed
_OF_CLASSES = frozenset((Intent.FIGURES, Intent.REPORT, Intent.SILENT, Intent.FILE))
_BY_COMMAND = frozenset((Intent.NEW_PUPIL, Intent.MOVEMENTS, Intent.INVITE))  # and how that is written may be asked
_NO_LEAVE = frozenset(
    (Intent.WORRY, Intent.CALENDAR, Intent.BACK, Intent.THERE, Intent.WITHDRAW, Intent.LATE, Intent.LEAVE_STATE)
)
_SURELY = 0.6  # and not only likeliest: an alarm follows
_OF_A_REQUEST = re.compile(r"\b(?:duyet|chua|dang cho|tra loi|dong y|nao)\b")
_BY_NAME = re.compile(r"\b(?:danh sach|ds|ke ten|liet ke)\b")


async def wanted(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """The answer to what is no report; None where nothing is recognised, or a report may be meant."""
    text = incoming.text.strip()
    told = incoming.asker.person_id is not None and incoming.private and not (incoming.pressed or incoming.edited)
    if not told or not text or text.startswith("/") or incoming.attachment is not None or types_a_code(text):
        return None
    if await counts_own_heads(incoming, session):
        return None
    heard = incoming  # what a family wrote is passed on as it was written
    in_order = await _in_order(incoming, session)
    if whole := in_order or await _whole_question(incoming, session):
        incoming = structs.replace(incoming, text=whole)
    wish = _wanted(incoming, await with_own_child(incoming, session))

    asked = Asked(incoming.text) if wish.asks and not await goes_on(incoming, session) else None

    async def usual() -> Sequence[Said] | None:
        try:
            return await _understood(incoming, session, wish)
        except Unclear as unclear:
            return [unclear.answer]

    first = Intent.PUPIL if wish.facet is not None else wish.first
    try:
        said = None if _is_a_command(incoming) else await after_alarm(heard, session, first, usual)
        said = said if said is not None else await usual()
    except Aside as aside:
        raise Aside(partial(_with, aside, asked)) from None
    if wish.first in COURTESIES:
        await still_asked(session, incoming.asker.chat_id, incoming.inbox_id)
    if said is None and in_order:
        return await unprompted(incoming, session, only_clear=False)
    return said if said is None or asked is None else [*said, asked]


async def _with(aside: Aside, asked: Asked | None, session: AsyncSession) -> Sequence[Said]:
    """What is made beside the other messages, and that it was asked."""
    made = await aside.make(session)
    return made if asked is None else [*made, asked]


async def _in_order(incoming: Incoming, session: AsyncSession) -> str:
    if not may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF}):
        return ""
    try:
        return await named_in_order(incoming, session)
    except Unclear:  # there are no classes yet
        return ""


async def _whole_question(incoming: Incoming, session: AsyncSession) -> str:
    try:
        return await in_full(incoming, session, _wanted(incoming, incoming.text.strip()))
    except Unclear:  # there are no classes yet
        return ""


def _asks_how(first: Intent | None, text: str) -> bool:
    """`xin chuyển trường, giờ xử lý trên này sao`: what is changed by a command, and how that is written."""
    return (first in OF_THE_ROLL or first in _BY_COMMAND) and asks_how(text)


def _wanted(incoming: Incoming, text: str) -> Wanted:
    """A pupil who has left for good is told with alarm by whoever does not keep the roll."""
    if may(incoming.asker, ROLL) and is_told_to_leave(text):
        return Wanted((Intent.DROP_OUT,))
    family = Role.GUARDIAN in incoming.asker.role_names() and not may(incoming.asker, REPORTERS)
    found = wanted_in(text, family=family)
    if family and (else_ := family_means(found.first, text)) is not None:
        return Wanted((else_,))
    left = found.first in {Intent.REMOVE, Intent.DROP_OUT} and found.share >= _SURELY
    if left and not may(incoming.asker, ROLL):
        return Wanted((Intent.WORRY,))
    if found.first is not Intent.WORRY and _is_a_command(incoming) and _goes_first(incoming, found.first):
        return Wanted()
    if shows_a_report(text) or _asks_how(found.first, text):
        return Wanted((Intent.HOW_TO,))
    asks_it, supposed = is_question(text), is_supposed(text)
    told = {Intent.REPORTED, *OF_THE_ROLL} if asks_it else set(OF_THE_ROLL) if supposed else set()
    if not (asks_it or _OF_A_REQUEST.search(fold(text))):
        told.add(Intent.LEAVE_STATE)  # xin phép cho con nghỉ mai
    return found.without(told | ({Intent.THERE, Intent.BACK} if asks_whether_there(text) else set()))


async def _understood(incoming: Incoming, session: AsyncSession, wish: Wanted) -> Sequence[Said] | None:
    """Raises Unclear."""
    for answers in _FIRST:
        if (said := await answers(incoming, session)) is not None:
            return said
    if (said := await figures_asked(incoming, session, wish)) is not None:
        return said
    if await _is_for_others(incoming, session, wish):
        return None
    if wish.first not in (Intent.WORRY, *COURTESIES) and (said := await helpers_say(incoming, session)):
        return said
    if wish.first is not None and wish.first in COURTESIES:
        return await COURTESIES[wish.first](incoming, session)
    return await _answered(incoming, session, wish)


async def _told_beside_a_question(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    told = await told_apart(incoming, session)
    return await unprompted(structs.replace(incoming, text=told), session, only_clear=False) if told else None


async def _held(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """Words of danger that are said with it go to people all the same."""
    said = await place_passed_on(incoming, session) or await family_held(incoming, session)
    wish = _wanted(incoming, incoming.text.strip()) if said is not None else Wanted()
    alarm = await _answered(incoming, session, wish) if wish.first is Intent.WORRY else None
    return said if said is None else [*said, *(alarm or ())]


async def _is_for_others(incoming: Incoming, session: AsyncSession, wish: Wanted) -> bool:
    """A report, or leave; or what a family was asked to write to the teacher, thanks and questions too. A worry is
    heard here.
    """
    first, said = wish.first, plain_words(incoming.text)
    if may(incoming.asker, ROLL) and is_told_to_leave(incoming.text):
        return False
    if first in (Intent.REPORTED, Intent.LEAVE):
        return True
    if only_a_family(incoming) and first not in _NO_LEAVE and tells_of_days_ahead(incoming):
        return True
    leaves = (
        first in OF_THE_ROLL or first is Intent.NEW_PUPIL or (first is Intent.HEADCOUNT and _BY_NAME.search(said))
    ) and not _ABSENCE.search(said)
    if may(incoming.asker, REPORTERS) and await may_report(incoming, session, wish, leaves=bool(leaves)):
        return True
    says = await awaited_of(incoming, session) if first is not Intent.WORRY else None
    return says is not None and (first is None or first in COURTESIES or says.startswith(WRITE_TO_TEACHER))


async def _answer_to_family(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """A report stays one, whatever was asked before."""
    note_id = await note_answered(incoming, session)
    if note_id is None or await reports(incoming, session):
        return None
    return await as_if_typed(incoming, session, note_reply(ReplyAct.WRITE, note_id, incoming.text))


async def _answered(incoming: Incoming, session: AsyncSession, wish: Wanted) -> Sequence[Said] | None:
    first = wish.first
    changes = (first in OF_THE_ROLL or first is Intent.PHONE) and may(incoming.asker, ROLL)
    staff = changes or may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF})
    if first is Intent.WORRY:
        meant = await about(incoming, session, of_pupils=staff)
        return await worried(
            incoming, session, [pupil.id for pupil in meant.pupils or meant.hidden]
        )  # nothing is read of them
    if await awaited_of(incoming, session) and "?" not in incoming.text:
        return None
    found = await about(incoming, session, of_pupils=staff)
    if found.unknown and first in _OF_CLASSES and not found.pupils:
        raise no_such_class(found.unknown, await classes_meant(incoming, session))
    if first in (Intent.PHONE, Intent.LATE) and only_a_family(incoming):
        late = first is Intent.LATE
        return None if late and _is_a_command(incoming) else [await told_the_teacher(incoming, session, late=late)]
    said = await changed_in_words(incoming, session, found, first)
    if said is None and first is not None and first in INSTRUCTIONS:
        said = await INSTRUCTIONS[first](incoming, session, found)
    return said if said is not None else await _told(incoming, session, found, wish)


async def _told(incoming: Incoming, session: AsyncSession, found: About, wish: Wanted) -> Sequence[Said] | None:
    """What is known of it."""
    said: Sequence[Said] | None = None
    if only_a_family(incoming) and wish.asks and await asks_of_another(incoming, session):
        return await of_other_children(incoming, session, found)
    if wish.first in AT_HOME and (added := await visit_note(incoming, session)):
        return added
    if wish.first is Intent.CALLED and (written := await call_told(incoming, session, found)):
        return [written]
    if wish.first in AT_HOME and (offered := await for_teacher(incoming, session, found, wish.first)):
        return [offered]
    if wish.facet is not None:
        said = await one_facet(incoming, session, found, wish.facet)
    elif wish.matter is not None:
        said = await not_kept_here(incoming, session, found, wish)
    whole = (Intent.PUPIL,) if wish.facet is not None and only_a_family(incoming) else ()  # the own child
    if said is None and (whole or wish.intents):
        said = await of_intents(incoming, session, found, (*whole, *wish.intents))
    return said if said is not None else await _asked_of(incoming, session, found)


def _goes_first(incoming: Incoming, first: Intent | None) -> bool:
    """A command before what its words may mean: one that writes to the teacher, or where something would be done."""
    known = match(incoming.text)
    writes = known is not None and WRITE_TO_TEACHER.startswith(f"/{known[0].word}")
    deeds = {Intent.LEAVE, Intent.WITHDRAW} if only_a_family(incoming) else INSTRUCTIONS.keys()
    return writes or first is None or first in deeds


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
    return await of_the_named(incoming, session, found)


_FIRST: tuple[Callable[[Incoming, AsyncSession], Awaitable[Sequence[Said] | None]], ...] = (
    _held,
    leave_of_each,
    rest_complete,
    _answer_to_family,
    draft_changed,
    answered_offer,
    told_on,
    colleagues_phone,
    carers_asked,
    excuse_of_the_shown,
    excuse_of_the_report,
    class_alone,
    followed_up,
    lessons_asked,
    unasked,
    _told_beside_a_question,
)
