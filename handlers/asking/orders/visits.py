"""A home visit that is told of, or planned: its report is begun by one tap, with the words that were said."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import leads
from handlers.asking.about import About, class_of_pupil, last_pupil
from handlers.asking.passing import taps_to_pass_on
from handlers.asking.shown import shown_last
from handlers.asking.subjects.facets import facet_of
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
from rules.asking.wish import Facet

PLANNED = 3  # homes offered to be reported after


async def visit_told(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Of whoever is named, else of each child with a case of one's own. None: there is no such case, or no right."""
    if is_question(about.text):
        return await _asked_of_one(incoming, session, about)
    facts, other = await _spoken_of(incoming, session, about, planned=False)
    if not facts:
        return other
    words = " ".join(about.text.split())[:LONGEST_NOTE]
    if len(facts) == 1:
        text = _("Shall this be written down as a visit to the home of {name}? Nothing is written down yet: “{words}”")
        button = Button(_("Report this home visit"), visit(facts[0].id, words))
        return [Outgoing(text=text.format(name=label_of(facts[0]), words=words), buttons=[[button]])]
    buttons = [[Button(label_of(one), visit(one.id, words))] for one in facts[:OFFERED]]
    return [Outgoing(text=_("Whose home did you visit? Nothing is written down yet."), buttons=buttons)]


async def visit_planned(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    facts, other = await _spoken_of(incoming, session, about, planned=True)
    if not facts:
        return other
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


async def _asked_of_one(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """`hôm qua mình lên nhà em Minh rồi mà sao vẫn báo chưa thăm`: what is known of it."""
    klass = await class_of_pupil(incoming, session, about.pupils[0]) if len(about.pupils) == 1 else None
    return await facet_of(incoming, session, Facet.VISIT, klass, about.pupils[0]) if klass is not None else None


async def _spoken_of(
    incoming: Incoming, session: AsyncSession, about: About, *, planned: bool
) -> tuple[list[Fact], Sequence[Said] | None]:
    """The cases that are meant: of whoever is named, else spoken of last, else all of one's own; or what is said where
    there is none for whoever is meant.
    """
    if about.pupils or about.hidden or not may(incoming.asker, VISITORS):
        facts = await _whose(incoming, session, about)
        return facts, None if facts else await _of_no_case(incoming, session, about, planned=planned)
    spoken = structs.replace(about, pupils=await last_pupil(incoming, session))
    if spoken.pupils and (facts := await _whose(incoming, session, spoken)):
        return facts, None
    said = await _of_no_case(incoming, session, spoken, planned=planned) or await _of_others(incoming, session)
    return ([], said) if said else (await _whose(incoming, session, about), None)


async def _of_others(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """The one whom the last answer named, of a class of others: its teacher may read these words, by a tap."""
    shown = await shown_last(incoming, session, unread=True)
    mine = {one.pupil_id for one in await own_cases(incoming, session)}
    if len(shown) != 1 or shown[0][1].id in mine:
        return None
    taps = await taps_to_pass_on(incoming, session, [shown[0][1]])
    text = _("Nothing was recorded, nothing was sent. Shall these words go to the homeroom teacher of {name}?")
    return [Outgoing(text=text.format(name=shown[0][1].name), buttons=taps)] if taps else None


async def _of_no_case(
    incoming: Incoming, session: AsyncSession, about: About, *, planned: bool
) -> Sequence[Said] | None:
    """A pupil in whose class one teaches, and who is not followed: a visit is written down in a case alone, and its
    words go into one, or to the homeroom teacher. None: of anybody else.
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
    taps = await taps_to_pass_on(incoming, session, [pupil]) if words else []
    if words:
        by_a_tap = _("By a tap the homeroom teacher reads this, or it is kept in a case: “{words}”")
        text += " " + (by_a_tap if taps else _("By a tap this is kept in a case: “{words}”"))
    buttons = [
        *taps,
        [Button(_("Open a case: {name}").format(name=pupil.name), open_case(klass.name, pupil.id, words))],
        [Button(_("See {name}").format(name=pupil.name), pupil_card(pupil.id))],
        *([Button(_("Visited {name}").format(name=one.name), visit(one.id, words))] for one in others),
    ]
    said = joined([text.format(name=pupil.name, words=words), *lines])
    return [Outgoing(text=said, buttons=buttons), Act("pupil.read", pupil.id)]
