"""A home visit that is told of, or planned: its report is begun by one tap, with the words that were said."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asking.about import About
from handlers.cases.visit_more import LONGEST_NOTE, VISITORS
from handlers.cases.visit_whose import OFFERED, label_of, own_cases
from letters.says.cases import visit
from locales import _
from models.ladder.facts import Fact
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.questions import is_question

PLANNED = 3  # homes offered to be reported after


async def visit_told(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Of whoever is named, else of each child with a case of one's own. None: there is no such case, or no right."""
    facts = [] if is_question(about.text) else await _whose(incoming, session, about)
    if not facts:
        return None
    words = " ".join(about.text.split())[:LONGEST_NOTE]
    if len(facts) == 1:
        text = _("Shall this be written down as a visit to the home of {name}? Nothing is written down yet: “{words}”")
        button = Button(_("Report this home visit"), visit(facts[0].id, words))
        return [Outgoing(text=text.format(name=label_of(facts[0]), words=words), buttons=[[button]])]
    buttons = [[Button(label_of(one), visit(one.id, words))] for one in facts[:OFFERED]]
    return [Outgoing(text=_("Whose home did you visit? Nothing is written down yet."), buttons=buttons)]


async def visit_planned(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    facts = await _whose(incoming, session, about)
    if not facts:
        return None
    text = _("Thank you. When you are back, please tap here and say whom you met and what was promised.")
    label = _("Visited {name}")
    buttons = [[Button(label.format(name=one.name), visit(one.id))] for one in facts[:PLANNED]]
    return [Outgoing(text=text, buttons=buttons)]


async def _whose(incoming: Incoming, session: AsyncSession, about: About) -> list[Fact]:
    if not may(incoming.asker, VISITORS):
        return []
    mine = await own_cases(incoming, session)
    named = {one.id for one in (*about.pupils, *about.hidden)}
    return [one for one in mine if not named or one.pupil_id in named]
