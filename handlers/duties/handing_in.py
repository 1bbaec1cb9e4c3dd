"""A deadline is marked as handed in by whoever is in charge, or not after all; its draft is made again."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local
from letters.duties.due import draft
from letters.duties.words import duty_words, numbered
from letters.says import duties as says
from letters.says.duties import Act as Wish
from letters.says.duties import Verb
from locales import _
from locales.words import listed
from models.duties.owed import Time, keep_handed_in, people_in_charge, still_owed, take_back, time_of
from models.duties.owed import handed_in as known
from models.shapes.letter import Reader
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.people.roles import HEADS


async def handed_in(incoming: Incoming, session: AsyncSession, wish: Wish) -> Sequence[Said]:
    """By one of those in charge; by the heads for any of them, where one hands it in for the school."""
    time = await _own(incoming, session, wish.number)
    school, person_id = incoming.linked.school, incoming.linked.person_id
    said = [one for one in await known(session, [time.id or 0]) if not time.duty.each or one.person_id == person_id]
    if said:
        text = _("It is marked as handed in already: {title}, {who}.")
        who = listed(f"{one.name} {school.local(one.at):%d/%m %H:%M}" for one in said)
        return [Outgoing(text=text.format(title=duty_words(time.duty), who=who), buttons=_back(time, person_id, said))]
    await keep_handed_in(session, time.id or 0, person_id, incoming.when)
    text = _("**Marked as handed in:** {title}, by {name}, {at}.")
    at = f"{school.local(incoming.when):%d/%m %H:%M}"
    said_so = text.format(title=duty_words(time.duty), name=incoming.linked.name, at=at)
    mistake = [[Button(_("A mistake: not yet"), says.act(Verb.UNDONE, numbered(time.id)))]]
    return [Outgoing(text=said_so, buttons=mistake), Act("duty.handed_in", time.id or 0)]


async def not_yet(incoming: Incoming, session: AsyncSession, wish: Wish) -> Sequence[Said]:
    """Only one's own mark is taken back."""
    time = await _of_school(incoming, session, wish.number)
    person_id = incoming.linked.person_id
    if not any(one.person_id == person_id for one in await known(session, [time.id or 0])):
        raise Unclear(_("You have not marked this as handed in."))
    await take_back(session, time.id or 0, person_id)
    text = _("Taken back: {title} is not handed in yet.").format(title=duty_words(time.duty))
    return [Outgoing(text=text, buttons=_done(time)), Act("duty.taken_back", time.id or 0)]


async def drafted(incoming: Incoming, session: AsyncSession, wish: Wish) -> Sequence[Said]:
    """The file with the figures of now, for those in charge and the heads, as far as they may read it."""
    time = await _own(incoming, session, wish.number)
    reader = Reader(person_id=incoming.linked.person_id, school=incoming.linked.school, now=incoming.when)
    paper = await draft(session, reader, time)
    if paper is None:
        raise Unclear(_("There is no draft of this that you may read."))
    text = _(
        "The draft with the figures of now: {title}. It may hold pupils' names: please keep it among those who need it."
    )
    return [
        Outgoing(text=text.format(title=duty_words(time.duty)), papers=[paper], buttons=_done(time)),
        Act("paper.drafted", time.id or 0),
    ]


async def _own(incoming: Incoming, session: AsyncSession, number: int | None) -> Time:
    """Raises Unclear for whoever is not in charge (any more)."""
    time = await _of_school(incoming, session, number)
    school, moment = local(incoming)
    people = await people_in_charge(session, school.id, time.id or 0, moment.date())
    if incoming.linked.person_id in people or (incoming.asker.has(*HEADS) and not time.duty.each):
        return time
    owed = await still_owed(session, school.id, time, moment.date())
    text = _("{title} is with {who}; you are not in charge of it.")
    raise Unclear(text.format(title=duty_words(time.duty), who=listed(owed.values() or people.values()) or "–"))


async def _of_school(incoming: Incoming, session: AsyncSession, number: int | None) -> Time:
    time = None if number is None else await time_of(session, incoming.linked.school.id, number)
    if time is None:
        raise Unclear(_("This is not among what is due (any more). What is due is in /hannop."))
    return time


def _done(time: Time) -> list[list[Button]]:
    return [[Button(_("Handed in"), says.act(Verb.DONE, numbered(time.id)))]]


def _back(time: Time, person_id: int, said: Sequence[object]) -> list[list[Button]]:
    if not any(getattr(one, "person_id", None) == person_id for one in said):
        return []
    return [[Button(_("A mistake: not yet"), says.act(Verb.UNDONE, numbered(time.id)))]]
