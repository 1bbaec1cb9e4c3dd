"""What nobody understood: said so, with what may have been meant; nothing was recorded."""

import re
from collections.abc import Sequence

from msgspec import structs
from rapidfuzz import fuzz, process
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import ANYONE, Command, by_word, command, match, may, spelled
from handlers.asked import local
from handlers.asking.about import About, about
from handlers.asking.answers import ANSWERS
from handlers.asking.named import nothing_recorded
from handlers.asking.passing import with_passing_on
from handlers.asking.subjects.worries import gone_on
from handlers.cases.visit_more import visit_note
from handlers.service import OFFERED, allowed, with_taps
from handlers.sponsors.note import words_after
from handlers.whom_to_call import no_longer_here, only_a_family, whom_to_call
from letters.says import Word
from letters.says.families import note
from letters.says.service import meant
from locales import _
from locales.words import opening
from models.families.notes import LONGEST
from models.people.class_lists import classes
from models.shapes.asker import Asker
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.questions import is_question
from rules.asking.topics import topics_in
from rules.asking.wanted import nearest
from rules.asking.wish import Intent, Wish
from rules.people.codes import told_code
from rules.people.names import fold
from rules.people.roles import OFFICE, REPORTERS, Role

LIKE = 70  # of 100: how close a word must come to a command to be offered
MOST = 2  # commands offered for what is named
_CALLED = re.compile(r"\b(?:tên|ten)(?: là| la)? ((?:[A-ZĐÀ-Ỹ][\w’']*(?: |$)?){1,4})")
_A_PUPIL, _A_CLASS = re.compile(r"Nguyen Van A|Binh|Lan"), re.compile(r"\d+[A-Z]")  # as examples name them


def _reports_only() -> Outgoing:
    return Outgoing(text=_("In this group I read reports only. For anything else please write to me in private."))


@command("khonghieu", help="", who=ANYONE, hidden=True, in_group=True)
async def not_understood(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Say what was meant to be said next; nothing was recorded."""
    if incoming.private and (words := await no_longer_here(incoming, session)):
        return [Outgoing(text=words)]
    if incoming.rest == "nut":
        return [with_taps(incoming.asker, await _no_button(incoming, session))]
    if incoming.private:
        return await _in_private(incoming, session)
    return [_reports_only()] if incoming.named and incoming.asker.person_id is not None else []


async def _in_private(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    if not incoming.text or _talks_of_a_child(incoming):
        more = await gone_on(incoming, session) if incoming.text else []
        return more or [await _not_read(incoming, session)]
    if incoming.asker.person_id is not None:
        added = await visit_note(incoming, session) or await words_after(incoming, session)
        return added or await _suggestion(incoming, session)
    if told_code(incoming.text) is not None:  # no command, but the code that stands on the slip
        return await by_word()["lienket"].run(structs.replace(incoming, rest=incoming.text), session)
    text = _("This chat is not linked to anybody yet. Please type /lienket and the code printed on your slip.")
    return [Outgoing(text=text)]


async def _no_button(incoming: Incoming, session: AsyncSession) -> str:
    if not only_a_family(incoming):
        return _("This button is no longer valid. Please type the command, or /trogiup to see what you can say.")
    text = _("This choice is no longer open. Please write in your own words what you want to tell the school.")
    return text + " " + await whom_to_call(incoming, session)


def _talks_of_a_child(incoming: Incoming) -> bool:
    return only_a_family(incoming) and not incoming.text.startswith("/")


async def _not_read(incoming: Incoming, session: AsyncSession) -> Outgoing:
    """A voice message, a photo, or a family's words: it reads what this is, and whom to call."""
    if incoming.asker.has(Role.ADMIN) and incoming.attachment is not None and incoming.attachment.is_picture:
        return Outgoing(text=_("Names are not read from a picture of a list: please send the Excel file itself."))
    if not incoming.can.files_in and incoming.asker.has(Role.ADMIN):
        text = _(
            "Files do not come through here. A class list: please load it at the school's computer (python -m bot "
            "import FILE). Anything else: please type it, or /trogiup for help."
        )
        return Outgoing(text=text)
    if not only_a_family(incoming):
        return Outgoing(text=_("Only typed messages can be read here. Please type it, or /trogiup for help."))
    if not incoming.text:
        text = _(
            "Only words, voice messages and pictures can be passed on to the teacher. Please choose one, or write."
        )
    else:
        text = _("Sĩ Số is a machine that sends messages, and has not understood this one.")
        pass_on = [Button(_("Pass this on to the teacher"), note(incoming.text))] if _is_a_sentence(incoming) else []
        said = with_taps(incoming.asker, text + " " + await whom_to_call(incoming, session))
        return structs.replace(said, buttons=[*([one] for one in pass_on), *said.buttons])
    return with_taps(incoming.asker, text + " " + await whom_to_call(incoming, session))


def _is_a_sentence(incoming: Incoming) -> bool:
    return len(incoming.text.split()) > 1 and len(incoming.text) <= LONGEST


async def _suggestion(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Nothing was recorded; a command that is spelt nearly so is offered, else what is known of whom or what was
    named, else what this person does most.
    """
    words = {spelled(word): one for one in allowed(incoming.asker) for word in one.words}
    typed = fold(incoming.text.split()[0]).removeprefix("/")
    near = process.extractOne(typed, words.keys(), scorer=fuzz.ratio, score_cutoff=LIKE)
    if near is not None and incoming.text.startswith("/"):
        says = meant(Word(near[0]), *incoming.text.split(None, 1)[1:])
        text = _("Nothing was recorded, because this was not understood.") + " " + _("Did you mean this?")
        return [Outgoing(text=text, buttons=[[Button(says, says)]])]
    known = await _nobody_called_so(incoming, session) or await _of_the_named(incoming, session)
    return known or [await with_passing_on(incoming, session, _perhaps(incoming))]


async def _nobody_called_so(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`trường mình có em nào tên Quỳnh không`: nobody is. None: somebody is, or the asker cannot see all the lists."""
    called = _CALLED.search(incoming.text)
    if called is None or not may(incoming.asker, OFFICE) or not is_question(incoming.text):
        return None
    found = await about(incoming, session, of_pupils=True)
    if found.pupils or found.hidden or not await _has_classes(incoming, session):
        return None
    text = _("Nobody on the lists is called “{name}” now.").format(name=called[1].strip())
    return [Outgoing(text=text, buttons=_topic_taps(incoming.asker, found))]


def _topic_taps(asker: Asker, found: About) -> list[list[Button]]:
    """The commands of what is named by its word, filled in with the class or the pupil that is named."""
    rows: list[list[Button]] = []
    for word in topics_in(found.text):
        one = by_word()[word]
        if may(asker, one.who) and len(rows) < MOST:
            rows.append([Button(opening(_(one.task or one.help)), meant(Word(word), _filled(one, found)))])
    return rows


def _filled(one: Command, found: About) -> str:
    """As the command's own example has it: a pupil with the class, or a class."""
    klass = found.klass.name if found.klass is not None else ""
    pupil = found.pupils[0].name if len(found.pupils) == 1 and _A_PUPIL.search(one.usage) else ""
    return " ".join(filter(None, (klass if _A_CLASS.match(one.usage) or pupil else "", pupil)))


async def _of_the_named(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """What was named is known, and what is wanted of it is not."""
    if not may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF}) or not await _has_classes(incoming, session):
        return None
    found = await about(incoming, session, of_pupils=True)
    said = await nothing_recorded(incoming, session, found)
    if not said or not isinstance(said[0], Outgoing):
        return said
    return [structs.replace(said[0], buttons=[*_topic_taps(incoming.asker, found), *said[0].buttons]), *said[1:]]


def _perhaps(incoming: Incoming) -> Outgoing:
    """What its words come near to, then what this person does most."""
    asker = incoming.asker
    offered = {
        row[0].label: row
        for guess in nearest(incoming.text, family=only_a_family(incoming))
        for row in _taps_of(asker, guess)
    }
    named = {row[0].label: row for row in _topic_taps(asker, About(text=incoming.text))}
    near = list({**named, **offered}.values())[:MOST]
    said = _("Nothing was recorded, because this was not understood. What you can do here:")
    usual = with_taps(asker, said)
    labels = {row[0].label for row in near}
    rest = [row for row in usual.buttons if row[0].label not in labels]
    return structs.replace(usual, buttons=[*near, *rest][: max(OFFERED, len(near))])


def _taps_of(asker: Asker, guess: Wish) -> list[list[Button]]:
    """The first command that answers it and that this person has, by its own words."""
    for says in ANSWERS[guess](About(text="")) if isinstance(guess, Intent) and guess in ANSWERS else ():
        found = match(says)
        if found is not None and may(asker, found[0].who):
            return [[Button(opening(_(found[0].task or found[0].help)), says)]]
    return []


async def _has_classes(incoming: Incoming, session: AsyncSession) -> bool:
    school, moment = local(incoming)
    return bool(await classes(session, school, moment.date()))
