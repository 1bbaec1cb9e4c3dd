"""Who looks after a village or hamlet, with the numbers to call."""

import re
from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import local
from handlers.asking.about import About, about
from handlers.asking.colleagues import not_yours, to_call
from letters.says import roll
from locales import _
from locales.words import joined, listed
from models.people.places import Carer, carers, places, with_hamlets
from models.shapes.message import Incoming, Outgoing, Said
from rules.asking.questions import asks_what, is_question
from rules.asking.words import place_in, plain_words
from rules.people.names import fold
from rules.people.roles import OFFICE, STAFF, Role

MOST = 6  # places

_HANDS_OVER = re.compile(r"\b(?:doi|thay|giao|ban giao|nhan|thoi|chuyen|phan cong|bo|them|bo sung)\b")
_IN_CHARGE = re.compile(r"\b(?:phu trach|ban giao|giao|nhan)\b")

_SPOKEN_TO = re.compile(
    r"\b(?:goi|hoi|nhan tin|nhan (?:cho|voi)|bao|gui|lien he|so dien thoai|sdt|moi|xin so|cho so)\b"
)


async def carers_kept(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """`thầy Tám nhận nóc Takta`: shown to the office, to be made so by a tap; others read who it is now."""
    if may(incoming.asker, OFFICE):
        return await as_if_typed(incoming, session, roll.carers(about.text))
    said = await _carers(incoming, session, about) if may(incoming.asker, STAFF) else None
    if said is None:
        return None
    text = _("Nothing was changed: who looks after a hamlet is changed by the office. Now:")
    return [structs.replace(said, text=joined([text, said.text]))]


async def who_looks_after(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Of the place that is named, or where the named pupil lives; else of the asker's own."""
    if about.place is not None and _HANDS_OVER.search(fold(about.text)) and not asks_what(about.text):
        return await carers_kept(incoming, session, about)
    if about.place is None and (name := place_in(about.text)) and may(incoming.asker, STAFF):
        return [await no_such_place(incoming, session, name)]
    said = await _carers(incoming, session, about)
    return [said] if said is not None else None


_ASKS_WHO = re.compile(
    r"\bai (?:dang |se )?(?:lo|phu trach|quan ly|theo doi|theo|van dong|trong coi|cham lo|coi soc)\b"
    r"|\b(?:toi|minh|tui) (?:dang |duoc (?:giao|phan cong) )?(?:lo|phu trach|quan ly|theo doi)\b.*\b(?:hay|khong|nao)\b"
)


async def carers_asked(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`Takta thì ai lo vận động vậy`, whatever else the words are like. None: of no place that is known."""
    if not may(incoming.asker, STAFF) or not _ASKS_WHO.search(plain_words(incoming.text)):
        return None
    found = await about(incoming, session, of_pupils=False)
    said = await _carers(incoming, session, found) if found.place is not None else None
    return [said] if said is not None else None


def hands_a_place_on(text: str) -> bool:
    """`từ thứ Hai cô Nga phụ trách nóc …`, and no question."""
    said = fold(text)
    told = _IN_CHARGE.search(said) is not None and _SPOKEN_TO.search(said) is None
    return told and not asks_what(text) and not is_question(text)


async def no_such_place(incoming: Incoming, session: AsyncSession, name: str) -> Outgoing:
    known = await places(session, local(incoming)[0].id)
    text = _("No place called {name} is known here. Known: {places}.")
    return Outgoing(text=text.format(name=name, places=listed(sorted(one.said for one in known.values()))))


async def _carers(incoming: Incoming, session: AsyncSession, about: About) -> Outgoing | None:
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
    return Outgoing(text=joined(lines)) if lines else await not_yours(incoming, session)


def _named(some: Sequence[Carer]) -> str:
    staff = [to_call([one]) for one in some if one.role == Role.HAMLET_STAFF]
    heads = [_("village head {name}").format(name=to_call([one])) for one in some if one.role == Role.VILLAGE_HEAD]
    return listed(dict.fromkeys([*staff, *heads]))
