"""/quyetdinh: the principal's tap, whether the request goes to the commune."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from letters.says.cases import read_decide_case
from letters.told import line_for
from locales import _
from locales.words import joined, pupil_words
from models.cases.decisions import REQUEST, WAIT, Decided, decide
from models.ladder.facts import Fact, case_facts
from models.ladder.look_again import OUT_COMMUNE
from models.ladder.recipients import told_at_once
from models.people.holders import holders
from models.shapes.asker import School
from models.shapes.message import Act, Incoming, Notices, Outgoing, Paper, Said
from rules.papers import PaperKind
from rules.people.roles import Role

HELP_DAYS = timedelta(days=3)


@command("quyết định", help="", who=frozenset({Role.PRINCIPAL}), hidden=True)
async def decision(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A case's number, and whether the request is sent or the school goes on persuading."""
    said, (school, moment) = read_decide_case(incoming.rest), local(incoming)
    case = await _own_case(session, school, said.case_id) if said else None
    if said is None or case is None:
        return [Outgoing(text=_("There is no open case with that number. Please see /viec."))]
    chosen = REQUEST if said.sends else WAIT
    done = await decide(session, case.id, chosen, incoming.asker.person_id, moment.date())
    if done is None:
        text = _("The case of {name} is closed already: /ca {case}")
        return [Outgoing(text=text.format(name=case.name, case=case.id))]
    act = Act(f"case.decided.{chosen}", case.id)
    asked = Paper(kind=PaperKind.REQUEST, school_id=school.id, day=moment.date(), ids=(case.id,))
    told = await _told(session, school, done, incoming)
    words = joined([_answer(done, case), await line_for(session, school, incoming.when, told)])
    return [Outgoing(text=words, papers=[asked] if chosen == REQUEST else []), act, *told]


async def _own_case(session: AsyncSession, school: School, number: int) -> Fact | None:
    found = await case_facts(session, [number])
    return found[0] if found and found[0].school_id == school.id else None


def _answer(done: Decided, case: Fact) -> str:
    who = pupil_words(case.name, case.class_name)
    if done.decision == WAIT:
        return _("**Recorded**: {who}: the school goes on persuading; nothing leaves the school.").format(who=who)
    if done.firing_id is None:
        return _("**Recorded**: {who}: this had been decided already; nobody is told again.").format(who=who)
    text = _("**Recorded**: {who}: the commune is asked for help. Here is the request to sign.")
    return text.format(who=who)


async def _told(session: AsyncSession, school: School, done: Decided, incoming: Incoming) -> list[Notices]:
    """The village team, those who have worked on it, and officers of the commune who have a chat with us."""
    if done.firing_id is None:
        return []
    day, until = local(incoming)[1].date(), incoming.when + HELP_DAYS
    key = f"{OUT_COMMUNE}:{done.firing_id}"
    officers = holders([Role.COMMUNE_OFFICER], [school.id], day, about=done.firing_id, key=key)
    commune = Notices(kind=OUT_COMMUNE, select=officers, valid_until=until)
    return [*await told_at_once(session, school.id, day, done.firing_id, until=until), commune]
