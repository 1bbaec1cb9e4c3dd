"""A home visit that is told of, or planned: its report is begun by one tap, with the words that were said."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import leads
from handlers.asking.about import About, class_of_pupil, last_pupil
from handlers.cases.visit_more import LONGEST_NOTE, VISITORS
from handlers.cases.visit_whose import OFFERED, label_of, own_cases
from handlers.figures.pupil import absence_lines
from letters.says.cases import open_case, visit
from letters.says.figures import pupil_card
from locales import _
from locales.words import joined
from models import Cases
from models.ladder.facts import Fact
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.asking.questions import is_question

PLANNED = 3  # homes offered to be reported after


async def visit_told(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Of whoever is named, else of each child with a case of one's own. None: there is no such case, or no right."""
    if is_question(about.text):
        return None
    about = await _of_the_last(incoming, session, about)
    facts = await _whose(incoming, session, about)
    if not facts:
        return await _of_no_case(incoming, session, about, planned=False)
    words = " ".join(about.text.split())[:LONGEST_NOTE]
    if len(facts) == 1:
        text = _("Shall this be written down as a visit to the home of {name}? Nothing is written down yet: “{words}”")
        button = Button(_("Report this home visit"), visit(facts[0].id, words))
        return [Outgoing(text=text.format(name=label_of(facts[0]), words=words), buttons=[[button]])]
    buttons = [[Button(label_of(one), visit(one.id, words))] for one in facts[:OFFERED]]
    return [Outgoing(text=_("Whose home did you visit? Nothing is written down yet."), buttons=buttons)]


async def visit_planned(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    about = await _of_the_last(incoming, session, about)
    facts = await _whose(incoming, session, about)
    if not facts:
        return await _of_no_case(incoming, session, about, planned=True)
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


async def _of_the_last(incoming: Incoming, session: AsyncSession, about: About) -> About:
    """`em đi về rồi, gặp bà nội`: whoever was spoken of last, where nobody is named and it is no home of several."""
    if about.pupils or about.hidden or not may(incoming.asker, VISITORS):
        return about
    return structs.replace(about, pupils=await last_pupil(incoming, session))


async def _of_no_case(
    incoming: Incoming, session: AsyncSession, about: About, *, planned: bool
) -> Sequence[Said] | None:
    """A pupil in whose class one teaches, and who is not followed: a visit is written down in a case alone. None: of
    anybody else.
    """
    pupil = about.pupils[0] if len(about.pupils) == 1 else None
    klass = await class_of_pupil(incoming, session, pupil) if pupil is not None else None
    if pupil is None or klass is None or not (leads(incoming.asker) or klass.id in incoming.asker.classes()):
        return None
    followed = select(Cases.id).where(Cases.pupil_id == pupil.id, Cases.closed_on.is_(None))
    if await session.scalar(followed.limit(1)) is not None:
        return None
    text = _("{name} has no open case, and a home visit is written down in a case. Nothing was written down.")
    if planned:
        text += " " + _("When you are back: whom you met, why the pupil was away, what was promised, what comes next.")
    lines = await absence_lines(incoming, session, klass, pupil)
    words = "" if planned else " ".join(about.text.split())[:LONGEST_NOTE]
    others = (await own_cases(incoming, session))[:PLANNED] if not planned else []
    buttons = [
        [Button(_("Open a case: {name}").format(name=pupil.name), open_case(klass.name, pupil.id, ""))],
        [Button(_("See {name}").format(name=pupil.name), pupil_card(pupil.id))],
        *([Button(_("Visited {name}").format(name=one.name), visit(one.id, words))] for one in others),
    ]
    said = joined([text.format(name=pupil.name), *lines])
    return [Outgoing(text=said, buttons=buttons), Act("pupil.read", pupil.id)]
