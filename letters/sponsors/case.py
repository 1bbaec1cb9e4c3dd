"""Sponsors of a pupil whose case has opened."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.ladder.wording import countings, unsettled_words
from letters.says.sponsors import LIST, pupil
from locales import _
from locales.words import day_words
from models.ladder.facts import Fact, firing_facts
from models.people.roles import homeroom
from models.readers import FIRING, sponsor
from models.shapes.letter import Due, Letter, Reader, at_hand, composes, dues_about
from models.shapes.message import Button
from papers.ladder.words import case_words
from rules.letters import Kind


@composes(Kind.CASE_SPONSOR, to=sponsor(FIRING), about=kind_words.CASE)
async def case_sponsor(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The absence has become a case: the sponsor goes along with the homeroom teacher who visits."""
    facts = await firing_facts(session, [due.about for due in dues])
    if not facts:
        return None
    teachers = await homeroom(session, {fact.class_id for fact in facts}, facts[0].day)
    counting = await countings(facts, session)
    text = _("{name}, class {klass}: {run}, since {since}; homeroom teacher {teacher}")
    lines = [
        "• "
        + text.format(
            name=fact.name,
            klass=fact.class_name,
            run=case_words(fact.days, counting[fact.id]) + unsettled_words(fact),
            since=day_words(fact.run_start),
            teacher=teachers[fact.class_id].name if fact.class_id in teachers else _("nobody yet"),
        )
        for fact in facts
    ]
    head = _("**A case has been opened** for a pupil you are the sponsor of:")
    ask = _("The homeroom teacher visits the family. Please speak with each other, and go along if you can.")
    return Letter(
        text="\n".join([head, *lines, ask]), told=dues_about(dues, (fact.id for fact in facts)), buttons=_buttons(facts)
    )


def _buttons(facts: Sequence[Fact]) -> Sequence[Sequence[Button]]:
    taps = [[Button(_("See {name}").format(name=fact.name), pupil(fact.pupil_id))] for fact in facts]
    return at_hand(taps, Button(_("My pupils"), LIST))
