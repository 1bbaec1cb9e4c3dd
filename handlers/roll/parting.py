"""/nghicongtac: a member of the staff leaves, or is away from a day to a day; what he or she held is named."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from handlers.people.handing_on import tasks_of
from handlers.people.roster import propose
from handlers.roll.asking import day_of, line_of, stretch
from handlers.roll.asking_staff import only_heads, staff_meant
from letters.says import roll as says
from locales import N_, _
from models.people.roles import roles_of
from models.shapes.message import Incoming, Said
from papers.roster import Parting, Roster, Typed
from rules.people.roles import CHANGERS, OFFICE
from rules.staff_said import read_parting


@command(
    "nghỉ công tác",
    "staff leaves",
    help=N_("a member of the staff leaves, or is away for a time"),
    usage=N_("Bui Van Tam from 1/12: retires"),
    who=OFFICE,
    slash=True,
)
async def parting(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """With a last day every role is there again the day after. Raises Unclear."""
    chosen = says.read_parting(incoming.rest)
    line = await line_of(incoming, session, chosen.rest if chosen else incoming.rest)
    said = read_parting(line.words, line.why)
    if said.until_unread and line.last is None:
        raise Unclear(_("Until which day? Please write it as day/month: {example}").format(example=says.AWAY_EXAMPLE))
    if chosen is None and not said.who:
        raise Unclear(
            _("Who leaves, and from which day on? For example: {example}").format(example=says.PARTING_EXAMPLE)
        )
    today = local(incoming)[1].date()
    rest = " ".join(part for part in (stretch(line), f": {said.why}") if part)
    person, name = await staff_meant(incoming, session, said.who, chosen, lambda one: says.parting(one, rest), today)
    typed = Typed(day=day_of(incoming, line), until=line.last, klass=0)
    held = {one.name for one in await roles_of(session, person, local(incoming)[0].id, today)}
    office = bool(held & CHANGERS)
    only_heads(incoming, held, name)
    part = Parting(person=person, name=name, why=said.why, office=office)
    roster = Roster(pupils=[], staff=[], hamlets=[], faults=[], whole_staff=False, typed=typed, parting=part)
    lines = [task.line for task in await tasks_of(session, local(incoming)[0], person, typed) if task.line]
    return await propose(incoming, session, roster, lines=lines)
