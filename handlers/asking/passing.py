"""What is told of a pupil and recorded nowhere here: one tap passes it on to who decides about that pupil."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asking.about import About, class_of_pupil
from handlers.asking.colleagues import by_post, holding, named_colleagues, to_call
from handlers.cases.helpers_words import helpers_words
from handlers.families.notes import pass_on
from handlers.families.passed_on import followed_in_village, named_in_village
from handlers.partners.own_words import partners_words
from handlers.service import with_taps
from handlers.whom_to_call import only_a_family, whom_to_call
from letters.says.families import note, passed_on
from locales import _
from locales.words import joined
from models.families.notes import LONGEST
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.questions import is_question
from rules.asking.subject import calls_somebody
from rules.people.roles import HEADS, Role
from rules.reading.who.roster import Pupil
from rules.written import PLACE

FEWEST, MOST = 4, 3  # words of what tells something; pupils offered


async def place_passed_on(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """Where a family says it is reaches the teacher as its voice and pictures do."""
    if not incoming.text.startswith(PLACE) or not only_a_family(incoming):
        return None
    return await pass_on(incoming, session, incoming.text)


async def helpers_say(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Those outside the school who were asked to help with a child: their words about it."""
    return await helpers_words(incoming, session) or await partners_words(incoming, session)


async def passing_on(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """`báo giùm cô chủ nhiệm`: of a pupil by the tap; else whom to call, as nothing was passed on."""
    if only_a_family(incoming):
        text = _("These words have not gone out yet. One tap passes them on to the homeroom teacher.")
        words = joined([text, await whom_to_call(incoming, session)])
        return [
            Outgoing(text=words, buttons=[[Button(_("Pass this on to the teacher"), note(incoming.text[:LONGEST]))]])
        ]
    if taps := await taps_to_pass_on(incoming, session, about.pupils or about.hidden):
        return [Outgoing(text=_("Nothing has gone out yet. Shall the homeroom teacher read this?"), buttons=taps)]
    whom = await by_post(incoming, session) or await named_colleagues(incoming, session)
    whom = whom or await holding(incoming, session, {Role.VICE_PRINCIPAL}) or await holding(incoming, session, HEADS)
    text = _("This message has gone to nobody and nothing was recorded. Please call: {who}.")
    return [await with_passing_on(incoming, session, with_taps(incoming.asker, text.format(who=to_call(whom))))]


async def taps_to_pass_on(incoming: Incoming, session: AsyncSession, pupils: Collection[Pupil]) -> list[list[Button]]:
    """Of pupils in classes of others: who is their homeroom teacher knows it by writing it."""
    theirs = {}
    for one in pupils:
        klass = await class_of_pupil(incoming, session, one)
        if klass is not None and klass.id not in incoming.asker.classes():
            theirs[one.id] = one.name
    return _taps(incoming, theirs)


def _taps(incoming: Incoming, pupils: Mapping[int, str]) -> list[list[Button]]:
    words = incoming.text
    if not len(words.split()) >= FEWEST or len(words) > LONGEST:
        return []
    label = _("Pass this on: {name}")
    return [[Button(label.format(name=name), passed_on(one, words))] for one, name in list(pupils.items())[:MOST]]


async def with_passing_on(incoming: Incoming, session: AsyncSession, said: Outgoing) -> Outgoing:
    """What a village head tells of a child of the own village is offered to be passed on; of whoever has an open case,
    where nobody is named and nothing asked.
    """
    named = await named_in_village(incoming, session)
    if not named and not is_question(incoming.text) and not calls_somebody(incoming.text):
        named = await followed_in_village(incoming, session)
    taps = _taps(incoming, named)
    return structs.replace(said, buttons=[*taps, *said.buttons]) if taps else said
