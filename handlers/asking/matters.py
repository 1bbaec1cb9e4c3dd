"""What the school does and this program keeps nothing of: who knows, and a family's words passed on by one tap."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import known_classes, leads, local
from handlers.asking.about import About
from handlers.asking.colleagues import by_post, holding, of_the_village, to_call
from handlers.asking.passing import taps_to_pass_on, with_passing_on
from handlers.figures.wording import begun
from handlers.service import with_taps
from handlers.whom_to_call import only_a_family, whom_to_call
from letters.says.families import note
from letters.says.figures import klass, pupil_card
from locales import N_, _
from locales.words import joined, listed
from models.families.notes import LONGEST
from models.figures.headcount import boarders_away, heads
from models.figures.summary import parts
from models.people.staff import Colleague
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.alarms import demands_money
from rules.asking.questions import is_question
from rules.asking.wish import Matter
from rules.asking.words import plain_words
from rules.people.roles import EMPLOYED, HEADS, Role

WORDS = {
    Matter.MONEY: N_("money matters"),
    Matter.MARKS: N_("marks and conduct"),
    Matter.EXAM: N_("exams and homework"),
    Matter.MEALS: N_("meals"),
    Matter.LESSONS: N_("the timetable"),
    Matter.MEETING: N_("meetings and events"),
    Matter.DOCUMENTS: N_("certificates and formalities"),
    Matter.COLLEAGUES: N_("teachers' leave and stand-ins"),
    Matter.DUTY: N_("the duty roster"),
    Matter.CONDUCT: N_("what happens in class"),
    Matter.CARE: N_("care at school, and who takes a child home"),
    Matter.RECORDS: N_("personal records beside the class list"),
    Matter.THINGS: N_("rooms and equipment"),
    Matter.STAFF: N_("other people of the school"),
    Matter.TASKS: N_("who takes over a task, and when"),
    Matter.RIGHTS: N_("rights and accounts"),
    Matter.PRIVACY: N_("what is told in confidence"),
    Matter.BOARDING: N_("who boards, and in which room"),
    Matter.OUTLOOK: N_("roads, weather and feasts"),
}
_NOBODY_TOLD = N_("This message has gone to nobody and nothing was recorded. Please call: {who}.")
_RIGHTS = N_("What is known of a pupil is read only by those whom the school has given that task; nothing was changed.")
_TOLD = frozenset((Matter.TASKS, Matter.PRIVACY, Matter.OUTLOOK))  # told and not asked: whom to call is what matters
_BACKUP = re.compile(r"\b(?:sao luu|backup|khoi phuc du lieu|lay lai du lieu)\b")
_KNOWS = {
    Matter.DUTY: {Role.REGISTRAR},
    Matter.CONDUCT: {Role.REGISTRAR},
    Matter.RECORDS: {Role.ADMIN},
    Matter.RIGHTS: {Role.ADMIN},
}


async def not_kept(incoming: Incoming, session: AsyncSession, matter: Matter, about: About) -> Sequence[Said]:
    """Nothing is recorded by it."""
    if only_a_family(incoming):
        return [await _to_teacher(incoming, session, matter)]
    if not may(incoming.asker, EMPLOYED):
        text = _("Sĩ Số keeps the roll, and nothing of {what}; please ask the school. What you can do here:")
        if whom := await of_the_village(incoming, session):
            text = _("Sĩ Số keeps the roll, and nothing of {what}; please call {who}.").replace("{who}", whom)
        answer = with_taps(incoming.asker, text.format(what=_(WORDS[matter])))
        return [await with_passing_on(incoming, session, answer)]
    if posted := await by_post(incoming, session):
        return [Outgoing(text=to_call(posted), buttons=_of(about))]
    if matter is Matter.RIGHTS and _BACKUP.search(plain_words(about.text)):
        text = _(
            "Sĩ Số makes no backups by itself: the administrator makes them at the machine on which it runs, as the "
            "guide to the installation says."
        )
    elif matter is Matter.RIGHTS:
        text = _(_RIGHTS)
    else:
        text = _("Sĩ Số keeps the roll, and nothing of {what}; nothing was recorded.").format(what=_(WORDS[matter]))
    knows = await holding(incoming, session, _KNOWS.get(matter, set())) or await _leaders(incoming, session)
    whom = _("If it is needed, please ask: {who}.").format(who=to_call(knows)) if knows else ""
    if matter in (Matter.MEALS, Matter.BOARDING) and (boarding := await _boarding(incoming, session)):
        text = joined([text, boarding])
    if matter in _TOLD and knows and not is_question(about.text):
        text, whom = _(_NOBODY_TOLD).format(who=to_call(knows)), ""
    taps = await taps_to_pass_on(incoming, session, about.pupils or about.hidden)
    said, rows = _beside(text, whom), [*taps, *_of(about)]
    return [Outgoing(text=said, buttons=rows) if rows else with_taps(incoming.asker, said)]


def _beside(text: str, whom: str) -> str:
    return joined([text, whom]) if "\n" in text else " ".join(filter(None, (text, whom)))


async def _boarding(incoming: Incoming, session: AsyncSession) -> str:
    """What is known: how many board, as the list has it, and who of them is recorded as absent today."""
    if not leads(incoming.asker):
        return ""
    known, (school, moment) = await known_classes(incoming, session), local(incoming)
    found = await heads(session, [one.id for one in known], moment.date())
    text = _("On the list {count} pupils board; who of them is back is kept under /{word}.")
    lines = [text.format(count=found.boarders, word="noitru")]
    if away := await boarders_away(session, school.id, moment.date()):
        lines.append(_("Recorded as absent today: {names}.").format(names=listed(away)))
    held = await parts(session, school.id, moment.date(), moment.date())
    silent = dict.fromkeys(one.class_name for one in held if not one.reported and begun(one, school, moment))
    if silent:
        lines.append(_("Not reported today: {names}").format(names=listed(silent)))
    return joined(lines)


async def _leaders(incoming: Incoming, session: AsyncSession) -> Sequence[Colleague]:
    """The deputies do the daily work; without one the principal."""
    return await holding(incoming, session, {Role.VICE_PRINCIPAL}) or await holding(incoming, session, HEADS)


def money_warning() -> str:
    return _(
        "Sĩ Số never asks for money or codes. Please send no money before you have asked the homeroom teacher "
        "yourself, by the number you know."
    )


async def _to_teacher(incoming: Incoming, session: AsyncSession, matter: Matter) -> Outgoing:
    text = _("Sĩ Số keeps the roll, and nothing of {what}. One tap passes your words on to the homeroom teacher.")
    if matter is Matter.STAFF:
        text = _("A family finds the homeroom teacher’s number here; for others of the school please ask the teacher.")
    if matter in (Matter.RIGHTS, Matter.PRIVACY):
        text = _(_RIGHTS) + " " + _("One tap passes your words on to the homeroom teacher.")
    warned = money_warning() if demands_money(incoming.text) else ""
    words = joined([warned, text.format(what=_(WORDS[matter])), await whom_to_call(incoming, session)])
    pass_on = Button(_("Pass this on to the teacher"), note(incoming.text[:LONGEST]))
    return Outgoing(text=words, buttons=[[pass_on], *with_taps(incoming.asker, words).buttons[:2]])


def _of(about: About) -> list[list[Button]]:
    """What can be seen of whom it is about."""
    pupils = [[Button(_("See {name}").format(name=one.name), pupil_card(one.id))] for one in about.pupils[:2]]
    seen = about.klass is not None and not pupils
    name = about.klass.name if about.klass is not None else ""
    return [*pupils, *([[Button(_("See {klass}").format(klass=name), klass(name))]] if seen else [])]
