"""A family that three messages brought no answer from: a person is asked to talk to it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.families.answers import SAID
from locales import _
from locales.words import day_words
from models.families.further_days import said_since, texts_of
from models.ladder.facts import firing_facts
from models.people.guardians import guardians
from models.readers import GOES_ON, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from papers.people.contacts import contact_words
from rules.letters import Kind


@composes(Kind.CALL_REPEAT, to=teacher(GOES_ON).passed_on(), about=kind_words.CALLS)
async def call_repeat(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """More texts would not help: the homeroom teacher speaks with the family."""
    facts = await firing_facts(session, [due.about for due in dues])
    if not facts:
        return None
    contacts = {fact.id: contact_words(await guardians(session, [fact.pupil_id])) for fact in facts}
    texts = await texts_of(session, [fact.id for fact in facts])
    said = await said_since(session, [fact.id for fact in facts])
    line = _("• {name}, away since {day}, messages sent: {count}, {answer}; {contacts}")
    lines = [
        line.format(
            name=fact.name,
            day=day_words(fact.day),
            count=texts.get(fact.id, 0),
            answer=_answer(said.get(fact.id)),
            contacts="; ".join(contacts[fact.id]) or _("no number on the list"),
        )
        for fact in facts
    ]
    head = _("**Please speak with these families**: of this absence Sĩ Số sends them no more messages.")
    told = {fact.id for fact in facts}
    return Letter(text="\n".join([head, *lines]), told=dues_about(dues, told))


def _answer(code: str | None) -> str:
    """What came back, if anything: who did not know of the absence has answered too."""
    if code is None:
        return _("the reason is not known yet")
    words = _(SAID[code]) if code in SAID else _("the family knows of it")
    return _("answered: {words}").format(words=words)
