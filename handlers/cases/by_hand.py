"""A case opened by hand with a reason, and closed by a person: transferred, dropped out, opened by mistake."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import Unclear, class_asked, local
from letters.cases.by_hand import ENDS
from letters.says import cases as says
from letters.says.cases import End
from letters.told import line_for
from locales import N_, _
from locales.words import joined
from models import Cases
from models.calendar.held import year_start
from models.cases.history import Case
from models.cases.told import told_of
from models.cases.visits import readers
from models.figures.tally import tallies
from models.ladder.facts import Fact, case_facts
from models.ladder.versions import in_force
from models.people.class_lists import ClassList, class_list
from models.people.movements import Told, leave
from models.shapes.message import Act, Button, Incoming, Notice, Notices, Outgoing, Said
from models.unlisted.children import strike
from rules.ladder.steps import CASE
from rules.letters import Kind
from rules.people.classes import ClassRef
from rules.people.movements import Movement
from rules.people.roles import HEADS, LEADERS, Role
from rules.reading.who.roster import Pupil, find

OPENERS = LEADERS | {Role.HOMEROOM}
WHY = (
    N_("often missing single sessions"),
    N_("seems about to leave school"),
    N_("the family says the child will stop"),
    N_("the family is moving away"),
)
LONGEST_REASON = 300
STILL_NEWS = timedelta(days=3)
OFFERED = 8


async def open_case(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """`6A Nguyen Van A: the reason`; homeroom teachers for their own class. Raises Unclear."""
    if not may(incoming.asker, OPENERS):
        return [Outgoing(text=_("A case is opened by the homeroom teacher, the registrar or the leadership."))]
    klass, pupil, reason = await _meant(incoming, session, words)
    already = select(Cases.id).where(Cases.pupil_id == pupil.id, Cases.closed_on.is_(None))
    if (known := await session.scalar(already)) is not None:
        text = _("There is an open case for {name} already.").format(name=pupil.name)
        return [Outgoing(text=text, buttons=[[Button(_("Show it"), says.case(known))]])]
    if not reason:
        text = _("Why should {name} be followed? Tap, or type it behind the name: /ca mở {klass} {name}: …")
        buttons = [[Button(_(why).capitalize(), says.open_case(klass.name, pupil.id, _(why)))] for why in WHY]
        return [Outgoing(text=text.format(name=pupil.name, klass=klass.name), buttons=buttons)]
    case_id = await _insert(incoming, session, klass, pupil, reason)
    school, moment = local(incoming)
    people = await readers(session, [case_id], moment.date(), incoming.asker.person_id)
    notices = [
        Notice(
            kind=Kind.CASE_BY_HAND,
            key=f"case_by_hand:{case_id}",
            school_id=school.id,
            person_id=person,
            about=case_id,
            day=moment.date(),
        )
        for person in people
    ]
    text = _("**Opened**: case {case} for {name}, class {klass}. The homeroom teacher is to visit the family.")
    said = Outgoing(
        text=text.format(case=case_id, name=pupil.name, klass=klass.name),
        buttons=[[Button(_("Show it"), says.case(case_id))]],
    )
    return [said, Act("case.opened", case_id), *notices]


async def _meant(incoming: Incoming, session: AsyncSession, words: str) -> tuple[ClassRef, Pupil, str]:
    school, moment = local(incoming)
    klass, left = await class_asked(incoming, session, words)
    if klass is None:
        raise Unclear(_("Which class? For example: /ca mở 6A Nguyen Van A: the reason"))
    if not may(incoming.asker, LEADERS) and klass.id not in incoming.asker.classes():
        raise Unclear(_("You may open cases of your own class only."))
    pupils = await class_list(session, school, klass.id, moment.date())
    found, reason = _name_and_reason(pupils, left)
    if len(found) == 1:
        return klass, found[0], reason[:LONGEST_REASON]
    if found:
        buttons = [[Button(one.name, says.open_case(klass.name, one.id, reason))] for one in found[:OFFERED]]
        raise Unclear(_("Which pupil is meant?"), buttons)
    raise Unclear(_("There is no pupil “{words}” in class {klass}.").format(words=left[:60], klass=klass.name))


def _name_and_reason(pupils: ClassList, words: str) -> tuple[tuple[Pupil, ...], str]:
    """The name is what stands before a colon or comma; without one, the longest beginning that is somebody's name."""
    for mark in (":", ",", ";", " - ", " – "):
        name, there, reason = words.partition(mark)
        if there and (found := find(pupils.index, name.strip())):
            return found, reason.strip()
    typed = words.split()
    for count in range(len(typed), 0, -1):
        if found := find(pupils.index, " ".join(typed[:count])):
            return found, " ".join(typed[count:])
    return (), ""


async def _insert(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil, reason: str) -> int:
    """Its figures are those of the pupil's present run, if there is one; its ladder the one in force."""
    school, moment = local(incoming)
    today = moment.date()
    figures = (await tallies(session, [pupil.id], today, await year_start(session, school.id, today)))[pupil.id]
    places = (await class_list(session, school, klass.id, today)).places
    values = {
        "school_id": school.id,
        "pupil_id": pupil.id,
        "class_id": klass.id,
        "place_id": places[pupil.id],
        "opened_on": today,
        "run_start": figures.run_start or today,
        "days": figures.days,
        "ladder_id": (await in_force(session, school.id)).id,
        "step": CASE,
        "opened_by": incoming.asker.person_id,
        "opened_why": reason,
    }
    return (await session.execute(insert(Cases).values(values).returning(Cases.id))).scalar_one()


async def close_case(incoming: Incoming, session: AsyncSession, case: Case | None, why: End | None) -> Sequence[Said]:
    """Only being back closes a case by itself; a person may close it for one of three reasons, dropping out being the
    principal's alone to decide.
    """
    if not may(incoming.asker, HEADS):
        return [Outgoing(text=_("A case is closed by the pupil's return, or by the vice principal or principal."))]
    if case is None or case.closed_on is not None:
        return [Outgoing(text=_("There is no open case with that number. Please see /viec."))]
    fact = (await case_facts(session, [case.id]))[0]
    allowed = [end for end in End if end != End.DROPPED or incoming.asker.has(Role.PRINCIPAL)]
    if why is None or why not in allowed:
        buttons = [[Button(_(ENDS[end]).capitalize(), says.close_case(case.id, end))] for end in allowed]
        asks = _("Why is the case of {name} closed? It closes by itself when {name} is back in class.")
        lines = [asks.format(name=fact.name)]
        if why == End.DROPPED:
            lines.append(_("That a pupil has left school for good is for the principal to write down."))
        return [Outgoing(text=joined(lines), buttons=buttons)]
    today = local(incoming)[1].date()
    values = {"closed_on": today, "closed_why": why, "closed_by": incoming.asker.person_id}
    await session.execute(update(Cases).where(Cases.id == case.id, Cases.closed_on.is_(None)).values(values))
    if why != End.DROPPED:
        await strike(session, fact.pupil_id, today)
    text = _("**Closed**: case {case}, {name}: {why}.")
    words = text.format(case=case.id, name=fact.name, why=_(ENDS[why]))
    lines = [words, *await _off_the_lists(incoming, session, fact, why)]
    heard = told_of(Cases.id == case.id, "closed")
    notices = Notices(
        kind=Kind.CASE_CLOSED,
        select=heard.where(heard.selected_columns.person_id != incoming.asker.person_id),
        valid_until=incoming.when + STILL_NEWS,
    )
    lines.append(await line_for(session, local(incoming)[0], incoming.when, [notices]))
    return [Outgoing(text=joined(lines)), Act(f"case.closed.{why}", case.id), notices]


async def _off_the_lists(incoming: Incoming, session: AsyncSession, fact: Fact, why: End) -> list[str]:
    """Who has moved to another school or dropped out is on no list from today on."""
    if why == End.MISTAKE:
        return []
    told = Told(
        school_id=fact.school_id,
        day=local(incoming)[1].date(),
        person_id=incoming.asker.person_id,
        inbox_id=incoming.inbox_id,
    )
    if await leave(session, told, fact.pupil_id, Movement(why)) is None:
        return []
    off = _("{name} is on no class list from today on; who comes back is put on it by the administrator.")
    return [off.format(name=fact.name)]
