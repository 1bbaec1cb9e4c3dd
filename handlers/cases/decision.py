"""/quyetdinh: the principal's tap, whether the request goes to the commune."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.cases.request import request_file
from handlers.register.scope import local
from locales import _
from locales.words import day_words
from models import Cases
from models.cases.decisions import REQUEST, WAIT, Decided, decide
from models.ladder.facts import Fact, case_facts, firing_facts
from models.ladder.look_again import OUT_COMMUNE
from models.ladder.recipients import told_at_once
from models.people.holders import holders
from models.shapes.asker import School
from models.shapes.letter import Due, Letter, Reader, composes
from models.shapes.message import Act, Button, Incoming, Notices, Outgoing, Said
from rules.people.names import fold

WORDS = {"gui": REQUEST, "chua": WAIT}
HELP_DAYS = timedelta(days=3)


@command("quyết định", help="", who=frozenset({"principal"}), hidden=True)
async def decision(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A case's number, and whether the request is sent or the school goes on persuading."""
    number, _blank, words = incoming.rest.partition(" ")
    school, moment = local(incoming)
    chosen, case = WORDS.get(fold(words)), await _own_case(session, school, number)
    if chosen is None or case is None:
        return [Outgoing(text=_("There is no open case with that number. Please see /viec."))]
    done = await decide(session, case.id, chosen, incoming.asker.person_id, moment.date())
    if done is None:
        text = _("The case of {name} is closed already: /ca {case}")
        return [Outgoing(text=text.format(name=case.name, case=case.id))]
    act = Act(f"case.decided.{chosen}", case.id)
    files = [await request_file(session, school, case, moment.date())] if chosen == REQUEST else []
    return [Outgoing(text=_answer(done, case), files=files), act, *await _told(session, school, done, incoming)]


async def _own_case(session: AsyncSession, school: School, number: str) -> Fact | None:
    if not number.isdecimal() or len(number) > 15:
        return None
    found = await case_facts(session, [int(number)])
    return found[0] if found and found[0].school_id == school.id else None


def _answer(done: Decided, case: Fact) -> str:
    who = _("{name}, class {klass}").format(name=case.name, klass=case.class_name)
    if done.decision == WAIT:
        return _("**Recorded**: {who}: the school goes on persuading; nothing leaves the school.").format(who=who)
    if done.firing_id is None:
        return _("**Recorded**: {who}: this had been decided already; nobody is told again.").format(who=who)
    text = _(
        "**Recorded**: {who}: the commune is asked for help. Here is the request to sign; the village team is told."
    )
    return text.format(who=who)


async def _told(session: AsyncSession, school: School, done: Decided, incoming: Incoming) -> list[Notices]:
    """The village team, those who have worked on it, and officers of the commune who have a chat with us."""
    if done.firing_id is None:
        return []
    day, until = local(incoming)[1].date(), incoming.when + HELP_DAYS
    key = f"{OUT_COMMUNE}:{done.firing_id}"
    officers = holders(["commune_officer"], [school.id], day, about=done.firing_id, key=key)
    commune = Notices(kind=OUT_COMMUNE, select=officers, valid_until=until)
    return [*await told_at_once(session, school.id, day, done.firing_id, until=until), commune]


@composes("out_commune")
async def out_commune(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """An officer of the commune: the school's request is on its way, and here is whom it is about."""
    fired = await firing_facts(session, [due.about for due in dues], marked=False)
    handed = select(Cases.id).where(
        Cases.id.in_([fact.case_id for fact in fired]), Cases.closed_on.is_(None), Cases.decision == REQUEST
    )
    still = set(await session.scalars(handed))
    facts = [fact for fact in fired if fact.case_id in still]
    if not facts:
        return None
    head = _("**{school} asks the commune for help**; the written request follows.").format(school=reader.school.name)
    lines = [_out_line(fact) for fact in facts]
    tail = _("To answer the school: tap the name, or type /ca, the number, trả lời and a few words.")
    standing = {fact.id for fact in facts}
    told = frozenset(due.outbox_id for due in dues if due.about in standing)
    buttons = [[Button(fact.name, f"/ca {fact.case_id}")] for fact in facts]
    return Letter(text="\n".join([head, *lines, tail]), told=told, buttons=buttons)


@composes("out_village")
async def out_village(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The village team: the principal asks for their help."""
    head = _("**The principal asks the village team for help**")
    ask = _("Please go to the family together, and tell the homeroom teacher what was said.")
    return await _out(dues, session, head, ask)


@composes("out_known")
async def out_known(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Those who have worked on the case hear where it has gone."""
    head = _("**The principal has decided to ask the commune for help**")
    return await _out(dues, session, head, _("Please go on persuading the family meanwhile."))


async def _out(dues: Sequence[Due], session: AsyncSession, head: str, ask: str) -> Letter | None:
    facts = await firing_facts(session, [due.about for due in dues], marked=False)
    if not facts:
        return None
    told = {fact.id for fact in facts}
    buttons = [[Button(_("The case of {name}").format(name=fact.name), f"/ca {fact.case_id}")] for fact in facts]
    return Letter(
        text="\n".join([head, *(_out_line(fact) for fact in facts), ask]),
        told=frozenset(due.outbox_id for due in dues if due.about in told),
        buttons=buttons,
    )


def _out_line(fact: Fact) -> str:
    line = _("• {name}, class {klass} ({place}): not in class since {day}")
    return line.format(
        name=fact.name,
        klass=fact.class_name,
        place=fact.place or _("hamlet unknown"),
        day=day_words(fact.run_start),
    )
