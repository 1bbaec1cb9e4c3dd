"""A family that three messages brought no answer from: a person is asked to talk to it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from locales import _
from locales.words import day_words
from models.families.further_days import texts_of
from models.ladder.facts import firing_facts
from models.people.guardians import guardians
from models.readers import FIRING, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from papers.people.contacts import contact_words
from rules.letters import Kind


@composes(Kind.CALL_REPEAT, to=teacher(FIRING).passed_on(), about=kind_words.CALLS)
async def call_repeat(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """More texts would not help: the homeroom teacher speaks with the family."""
    facts = await firing_facts(session, [due.about for due in dues])
    if not facts:
        return None
    contacts = {fact.id: contact_words(await guardians(session, [fact.pupil_id])) for fact in facts}
    texts = await texts_of(session, [fact.id for fact in facts])
    line = _("• {name}, away since {day}, messages sent: {count}; {contacts}")
    lines = [
        line.format(
            name=fact.name,
            day=day_words(fact.day),
            count=texts.get(fact.id, 0),
            contacts="; ".join(contacts[fact.id]) or _("no number on the list"),
        )
        for fact in facts
    ]
    head = _("**Please speak with these families**: no answer has come, and Sĩ Số sends no more messages.")
    told = {fact.id for fact in facts}
    return Letter(text="\n".join([head, *lines]), told=dues_about(dues, told))
