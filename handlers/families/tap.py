"""/baogiadinh: the teacher's tap without which no family is told, where the school has chosen so."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from letters.families.tap import named
from letters.says.families import FamilyTap, read_tell_families
from letters.told import TOLD, told_line
from locales import _
from locales.words import joined, listed
from models import Classes, Firings, Outbox
from models.families.held_back import WITHHELD, held_of, let_go, withhold
from models.post.stops import end_of_pupils
from models.shapes.message import Act, Incoming, Outgoing, Said
from models.telling import told_so
from rules.people.roles import LEADERS, Role


@command("báo gia đình", help="", who=frozenset({Role.HOMEROOM}) | LEADERS, hidden=True, slash=True)
async def decide(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """What waits and is this person's to decide is sent, or withheld; whatever else is named is left alone."""
    decision = read_tell_families(incoming.rest)
    rows = await _own(incoming, session, decision) if decision else []
    if decision is None or not rows:
        return [Outgoing(text=_("No message to a family is waiting for your word."))]
    names = listed(dict.fromkeys(named(row) for row in rows))
    pupils = dict.fromkeys(row.pupil_id for row in rows)
    if not decision.tells:
        await withhold(session, Outbox.id.in_([row.id for row in rows]), why=WITHHELD)
        text = _("**The family is not told**: {names}. The absence stays as it was reported.")
        return [Outgoing(text=text.format(names=names)), *(Act("family.withheld", pupil) for pupil in pupils)]
    if any(row.valid_until < incoming.when for row in rows):
        text = _("That day is over, and nothing was sent about {names}. If need be, please call the family.")
        return [Outgoing(text=text.format(names=names))]
    await let_go(session, [row.id for row in rows], incoming.when)
    await end_of_pupils(session, [local(incoming)[0].id], pupils, incoming.linked.person_id, incoming.when)
    text = _("**Agreed**: the family hears of it: {names}.").format(names=names)
    return [
        Outgoing(text=joined([text, await _line(incoming, session, rows)])),
        *(Act("family.told", pupil) for pupil in pupils),
    ]


async def _line(incoming: Incoming, session: AsyncSession, rows: Sequence[Any]) -> str:
    """Now, or when the rest is over, or not at all where no phone is linked by now."""
    which = Outbox.id.in_([row.id for row in rows])
    told = await told_so(session, local(incoming)[0], incoming.when, which)
    return told_line(TOLD, [(_("the family"), one.fate) for one in told])


async def _own(incoming: Incoming, session: AsyncSession, decision: FamilyTap) -> list[Any]:
    school, _moment = local(incoming)
    asker = incoming.asker
    rows = await held_of(session, school.id, decision.day, Firings.pupil_id.in_(decision.pupils))
    return [row for row in rows if asker.has(*LEADERS) or row.class_id in asker.classes()]


async def undecided(incoming: Incoming, session: AsyncSession, day: date) -> dict[int, Any]:
    """By pupil, the families of one's own classes who are not told before one taps."""
    mine = Classes.id.in_(incoming.asker.classes())
    return {row.pupil_id: row for row in await held_of(session, local(incoming)[0].id, day, mine)}
