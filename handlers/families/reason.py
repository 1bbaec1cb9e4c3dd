"""/lydo: a guardian's answer to what the school told of an absence; it reaches the homeroom teacher, who decides."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.whom_to_call import whom_to_call
from letters.families.answers import SAID
from letters.says import Code
from letters.says.families import answer as family_answer
from letters.says.families import read_answer
from letters.told import line_for
from locales import _
from locales.words import day_words, joined, quoted, short_day
from models.families.answers import (
    FAMILY_MATTER,
    HELP,
    ILL,
    KNOWN,
    OTHER,
    REASONS,
    UNAWARE,
    Asked,
    asked_about,
    other_guardians,
    said_before,
    store_answer,
)
from models.people.holders import deciders, leaders
from models.people.roles import Contact, homeroom
from models.post.awaited import expect_words
from models.shapes.message import Act, Incoming, Notice, Outgoing, Said
from rules.letters import Kind
from rules.people.phones import shown
from rules.people.roles import Role

CODES = (ILL, FAMILY_MATTER, UNAWARE, HELP, OTHER, KNOWN)


@command("lý do", help="", who=frozenset({Role.GUARDIAN}), hidden=True, slash=True, own=True)
async def answer(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The number of what was told, the reason's code, and the guardian's own words, if any."""
    said = read_answer(incoming.rest)
    asked = await _own(incoming, session, said.firing_id) if said else None
    if said is None or asked is None or said.code not in CODES:
        text = _("No question like this waits for the family's answer.") + " " + await whom_to_call(incoming, session)
        return [Outgoing(text=text)]
    code, words = said.code, said.words
    if code == OTHER and not words:
        says = family_answer(asked.firing_id, Code(OTHER))
        await expect_words(session, incoming.asker.chat_id, says, incoming.when)
        return [Outgoing(text=_("Please write the reason in one message; it goes to the homeroom teacher."))]
    person_id = incoming.linked.person_id
    twice = code == OTHER and await said_before(session, asked, person_id, words)
    answer_id = await store_answer(session, asked, person_id, code, words or None, incoming.when)
    act = Act("guardian.answered", answer_id)
    if code == KNOWN:
        text = _("Thank you, that is noted. You will hear again only if there is something new.")
        return [Outgoing(text=text), act]
    told = [] if twice else await _told(incoming, session, asked, answer_id, code, words)
    heard = [one for one in told if one.kind == Kind.ANSWERED]
    line = await line_for(session, local(incoming)[0], incoming.when, heard)
    return [Outgoing(text=joined([await _thanks(incoming, session, asked, code, words), line])), act, *told]


async def _own(incoming: Incoming, session: AsyncSession, number: int) -> Asked | None:
    """What was told about an own child and still stands."""
    asked = await asked_about(session, number)
    return asked if asked is not None and asked.pupil_id in incoming.asker.children else None


async def _thanks(incoming: Incoming, session: AsyncSession, asked: Asked, code: str, words: str) -> str:
    """What was understood, and what follows from it."""
    _school, moment = local(incoming)
    reason = quoted(words) if words else _(SAID[code])
    text = _("Thank you. Your answer: {reason}.").format(reason=reason)
    if code in {UNAWARE, HELP}:
        if not words:
            says = family_answer(asked.firing_id, Code(code))
            await expect_words(session, incoming.asker.chat_id, says, incoming.when)
            text += " " + _("If you like, write in one message what we should know.")
        teacher = (await homeroom(session, [asked.class_id], moment.date())).get(asked.class_id)
        return text + " " + _urgent(code, teacher)
    return text + " " + _what_follows(asked, moment.date())


def _urgent(code: str, teacher: Contact | None) -> str:
    if code == HELP:
        text = _("The school will contact you soon.")
    else:
        text = _("The school is looking into it with you at once.")
    if teacher is not None and teacher.phone:
        text += " " + _("Homeroom teacher: {name}, {phone}.").format(name=teacher.name, phone=shown(teacher.phone))
    return text


def _what_follows(asked: Asked, today: date) -> str:
    """For an answer that came days later too: which days it is about, and what becomes of them."""
    days = asked.days
    if len(days) == 1 and days[0] == today:
        return _("If the school agrees, it counts as an absence with leave.")
    span = day_words(days[0]) if len(days) == 1 else f"{short_day(days[0])} – {short_day(days[-1])}"
    text = _("If the school agrees, {days} counts as absence with leave.")
    return text.format(days=span)


async def _told(
    incoming: Incoming, session: AsyncSession, asked: Asked, answer_id: int, code: str, words: str
) -> list[Notice]:
    school, moment = local(incoming)
    today, more = moment.date(), ":words" if words and code in {UNAWARE, HELP} else ""
    own = incoming.linked.person_id

    def notice(kind: Kind, person: int, key: str) -> Notice:
        return Notice(kind=kind, key=key, school_id=school.id, person_id=person, about=answer_id, day=today)

    stamp = f"{answer_id}{more}" if code != OTHER else f"{answer_id}:{incoming.inbox_id}"
    found = [
        notice(Kind.ANSWERED, person, f"answered:{stamp}")
        for person in await deciders(session, asked.class_id, asked.pupil_id, today)
    ]
    if code == HELP:
        found += [notice(Kind.HELP_ASKED, one, f"help:{stamp}") for one in await leaders(session, school.id, today)]
    if code in REASONS:  # who asks for help, or did not know, has not spoken for the others
        others = await other_guardians(session, asked.pupil_id, own)
        found += [notice(Kind.OTHER_ANSWERED, person, f"other:{answer_id}") for person in others]
    return [one for one in found if one.person_id != own]
