"""Which colleague is named, `cô Tâm`, `thầy hiệu trưởng`, and whom the staff asks about what is not kept here."""

import re
from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import local
from handlers.service import not_for_you, with_taps
from locales import _
from locales.words import listed
from models.people.places import Carer, carers, places, with_hamlets
from models.people.staff import Colleague, staff
from models.shapes.message import Incoming, Outgoing
from rules.asking.words import plain_words
from rules.people.names import fold, syllables
from rules.people.phones import shown
from rules.people.roles import EMPLOYED, HEADS, Role

_TITLES = frozenset(("co", "thay", "anh", "chi", "dong"))
_CALLED = {
    r"\bhieu truong\b(?<!pho hieu truong)": Role.PRINCIPAL,
    r"\b(?:hieu pho|pho hieu truong|pht)\b": Role.VICE_PRINCIPAL,
    r"\b(?:tong phu trach|tpt|van phong|van thu)\b": Role.REGISTRAR,
    r"\b(?:quan tri|admin)\b": Role.ADMIN,
    r"\b(?:uy ban|ubnd|can bo xa|chu tich)\b": Role.COMMUNE_OFFICER,
    r"\btruong (?:thon|ban|lang)\b": Role.VILLAGE_HEAD,
}


async def named_colleagues(incoming: Incoming, session: AsyncSession) -> list[Colleague]:
    """Whoever fits the words behind a title, by the given name or more of it; a line for each role."""
    words = [fold(word).strip("?!.,:;") for word in syllables(incoming.text)]
    behind = [words[at + 1 : at + 4] for at, word in enumerate(words[:-1]) if word in _TITLES]
    if not behind:
        return []
    school, moment = local(incoming)
    everybody = await staff(session, school.id, moment.date(), EMPLOYED)
    return [one for one in everybody if any(_fits(fold(one.name).split(), said) for said in behind)]


def _fits(name: Sequence[str], said: Sequence[str]) -> bool:
    return any(list(name[-length:]) == list(said[:length]) for length in range(len(said), 0, -1))


async def by_post(incoming: Incoming, session: AsyncSession) -> list[Colleague]:
    """Whoever holds the post that is named."""
    said = plain_words(incoming.text)
    posts = [role for pattern, role in _CALLED.items() if re.search(pattern, said)]
    return await holding(incoming, session, posts) if posts else []


async def holding(incoming: Incoming, session: AsyncSession, roles: Collection[Role] = HEADS) -> list[Colleague]:
    """But for whoever asks."""
    school, moment = local(incoming)
    found = await staff(session, school.id, moment.date(), roles)
    return [one for one in found if one.person_id != incoming.asker.person_id]


def to_call(people: Sequence[Colleague | Carer]) -> str:
    """Names and numbers, each once."""
    return listed(dict.fromkeys(f"{one.name} {shown(one.phone) if one.phone else ''}".strip() for one in people))


async def not_yours(incoming: Incoming, session: AsyncSession) -> Outgoing:
    """Understood, and not this person's to see; a colleague reads who gives rights."""
    gives = await holding(incoming, session, {Role.ADMIN}) if may(incoming.asker, EMPLOYED) else []
    whom = to_call(gives) or await of_the_village(incoming, session)
    if not whom:
        return await not_for_you(incoming, session)
    text = _("That cannot be seen here with your tasks at the school. If it is needed, please ask: {who}.")
    return with_taps(incoming.asker, text.format(who=whom))


async def of_the_village(incoming: Incoming, session: AsyncSession) -> str:
    """Whom a village head calls: the school's pair there, else its leaders. Nothing for anybody else."""
    if Role.VILLAGE_HEAD not in incoming.asker.role_names():
        return ""
    school, moment = local(incoming)
    here = with_hamlets(await places(session, school.id), incoming.asker.places(Role.VILLAGE_HEAD))
    pair = [
        one
        for one in await carers(session, school.id, moment.date())
        if one.role == Role.HAMLET_STAFF and one.place_id in here
    ]
    return to_call(pair or await holding(incoming, session))
