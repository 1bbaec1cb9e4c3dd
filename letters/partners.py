"""A partner of the village team is asked to go along to a family: whose child and where, and nothing of why."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.partners import went_along
from locales import N_, _
from locales.words import joined, listed
from models import Cases
from models.ladder.facts import Fact, case_facts
from models.partners import PartnerAsks
from models.people.places import carers, places
from models.people.roles import homeroom
from models.readers import PARTNER_ASK, still_here
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.partners import Answer
from rules.people.phones import shown
from rules.people.roles import Role

WITHIN = timedelta(days=14)  # to answer


@composes(Kind.PARTNER_ASKED, to=still_here(PARTNER_ASK), about=N_("a family to go to"))
async def partner_asked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Falls away when the case has ended or the partner has answered."""
    open_ = select(PartnerAsks.id, PartnerAsks.case_id).join(Cases, Cases.id == PartnerAsks.case_id)
    open_ = open_.where(PartnerAsks.id.in_([due.about for due in dues]), Cases.closed_on.is_(None))
    asks = {row.id: row.case_id for row in await session.execute(open_.where(PartnerAsks.answer.is_(None)))}
    facts = {fact.id: fact for fact in await case_facts(session, set(asks.values()))}
    if not asks:
        return None
    today = reader.school.day(reader.now)
    head = _("**{school} asks you to go along to a family**").format(school=reader.school.name)
    lines = [await family_line(session, facts[case_id], today) for case_id in asks.values()]
    buttons = [row for ask_id, case_id in asks.items() for row in taps(ask_id, facts[case_id], several=len(asks) > 1)]
    tail = _("What is heard there is for the school only. Please tap what came of it:")
    text = joined([head, *lines, tail])
    return Letter(text=text, told=dues_about(dues, asks), buttons=buttons, buttons_for=WITHIN)


async def family_line(session: AsyncSession, fact: Fact, today: date) -> str:
    """To whom, where, and with whom; nothing of why."""
    text = _("• The family of {name}, {place}, together with {who}.")
    who = await _who(session, fact, today)
    return text.format(name=fact.name, place=fact.place or _("hamlet unknown"), who=who)


async def _who(session: AsyncSession, fact: Fact, today: date) -> str:
    """The homeroom teacher; of a child in no class those who look after the hamlet."""
    teacher = (await homeroom(session, [fact.class_id], today)).get(fact.class_id)
    if teacher is not None:
        return f"{teacher.name} {shown(teacher.phone) if teacher.phone else ''}".strip()
    known = await places(session, fact.school_id)
    home = known.get(fact.place_id or 0)
    there = {home.id, home.parent_id} if home else set()
    pair = [one.name for one in await carers(session, fact.school_id, today)
            if one.place_id in there and one.role == Role.HAMLET_STAFF]  # fmt: skip
    return listed(pair) if pair else _("the school")


def taps(ask_id: int, fact: Fact, *, several: bool, words: str = "") -> list[list[Button]]:
    """What came of it, with the partner's own `words` if there are any."""
    labels = {
        Answer.MET: _("Went there"),
        Answer.NOT_MET: _("Nobody met yet"),
        Answer.SCHOOL: _("The school is needed"),
    }
    behind = f": {fact.name}" if several else ""
    return [[Button(label + behind, went_along(ask_id, answer, words))] for answer, label in labels.items()]
