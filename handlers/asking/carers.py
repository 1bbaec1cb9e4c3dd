"""Who looks after a village or hamlet, with the numbers to call."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import local
from handlers.asking.about import About
from handlers.asking.colleagues import not_yours, to_call
from locales import _
from locales.words import joined, listed
from models.people.places import Carer, carers, places, with_hamlets
from models.shapes.message import Incoming, Outgoing, Said
from rules.people.roles import STAFF, Role

MOST = 6  # places


async def who_looks_after(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Of the place that is named, or where the named pupil lives; else of the asker's own."""
    if not may(incoming.asker, STAFF):
        return None
    school, moment = local(incoming)
    known = await places(session, school.id)
    place = about.place or about.home
    meant = [place] if place is not None else sorted(incoming.asker.places())
    everybody = await carers(session, school.id, moment.date())
    lines = []
    for one in [known[number] for number in meant if number in known][:MOST]:
        near = {one.parent_id, *with_hamlets(known, [one.id])}
        here = [each for each in everybody if each.place_id in near and each.person_id != incoming.asker.person_id]
        lines.append(_("{place}: {names}").format(place=one.said, names=_named(here) or _("nobody in charge")))
    return [Outgoing(text=joined(lines))] if lines else [await not_yours(incoming, session)]


def _named(some: Sequence[Carer]) -> str:
    staff = [to_call([one]) for one in some if one.role == Role.HAMLET_STAFF]
    heads = [_("village head {name}").format(name=to_call([one])) for one in some if one.role == Role.VILLAGE_HEAD]
    return listed(dict.fromkeys([*staff, *heads]))
