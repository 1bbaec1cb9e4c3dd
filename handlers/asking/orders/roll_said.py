"""The roll in plain sentences: a new pupil, a relative or a phone; shown before anything is done."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import known_classes
from handlers.asking.about import About
from handlers.asking.colleagues import named_colleagues
from handlers.asking.orders.instructions import moved_home, of_the_roll
from handlers.asking.subjects.carers import carers_kept, hands_a_place_on
from letters.says import Word, roll
from letters.says.service import meant
from models.shapes.message import Incoming, Said
from papers.roster.typed import new_number
from papers.roster.typed_staff import read_staff_facts
from rules.asking.boards import tells_who_boards
from rules.asking.put_right import (
    orders_right,
    puts_facts_right,
    puts_staff_right,
    says_it_has_changed,
    tells_new_staff,
)
from rules.asking.roll_said import moves_home, new_pupil_line, relative_in, takes_back
from rules.asking.subject import calls_somebody
from rules.asking.wish import Intent
from rules.people.roles import OFFICE, ROLL
from rules.roll_facts import named_in_words, read_facts


async def changed_in_words(
    incoming: Incoming, session: AsyncSession, about: About, intent: Intent | None
) -> Sequence[Said] | None:
    """None: it is none of these, or who writes may not change the roll."""
    said = await _of_a_place(incoming, session, about, intent)
    if said is not None or not may(incoming.asker, ROLL):
        return said
    if may(incoming.asker, OFFICE) and (said := await _of_the_staff(incoming, session, about)) is not None:
        return said
    if takes_back(incoming.text):
        return await as_if_typed(incoming, session, meant(Word("huynhap")))
    return await _of_a_pupil(incoming, session, about, intent)


async def _of_a_pupil(
    incoming: Incoming, session: AsyncSession, about: About, intent: Intent | None
) -> Sequence[Said] | None:
    named = calls_somebody(incoming.text)
    if named and orders_right(incoming.text):
        return await _facts(incoming, session, about)
    if tells_who_boards(incoming.text, " ".join(pupil.name for pupil in about.pupils)):
        return await as_if_typed(incoming, session, meant(Word("onoitru"), incoming.text))
    if intent is Intent.NEW_PUPIL:
        line = new_pupil_line(incoming.text, await _class_of(incoming, session, about))
        return await as_if_typed(incoming, session, meant(Word("hocsinhmoi"), line)) if line else None
    if intent is Intent.PHONE and (said := await _of_a_relative(incoming, session, about)) is not None:
        return said
    return await _facts(incoming, session, about) if named and puts_facts_right(incoming.text) else None


async def _facts(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Of whom the words name, else of whoever is spoken of."""
    facts = read_facts(incoming.text)
    if not named_in_words(facts.whose) and len(about.pupils) == 1:
        return await as_if_typed(incoming, session, roll.facts_of(about.pupils[0].id, facts.said()))
    return await as_if_typed(incoming, session, meant(Word("suahocsinh"), incoming.text))


async def _of_the_staff(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Somebody new, or a name or phone put right; of a pupil it is something else."""
    if about.pupils or "?" in incoming.text:
        return None
    known = await named_colleagues(incoming, session)
    if not known and tells_new_staff(incoming.text):
        return await as_if_typed(incoming, session, meant(Word("giaovienmoi"), incoming.text))
    if known and puts_staff_right(incoming.text):
        said = read_staff_facts(incoming.text)
        rest = roll.staff_fact(said.name, said.phone or "")
        one = roll.staff_facts_of(known[0].person_id, rest) if len({each.person_id for each in known}) == 1 else None
        if rest or says_it_has_changed(incoming.text):
            return await as_if_typed(incoming, session, one or meant(Word("suacanbo"), incoming.text))
    return None


async def _of_a_place(
    incoming: Incoming, session: AsyncSession, about: About, intent: Intent | None
) -> Sequence[Said] | None:
    """Who looks after a place that is named, or which pupil has moved there."""
    if about.place is None:
        return None
    if not about.pupils:
        handed = hands_a_place_on(incoming.text) and await named_colleagues(incoming, session)
        return await carers_kept(incoming, session, about) if handed else None
    others = (Intent.WORRY, Intent.REPORTED, Intent.NEW_PUPIL)
    moved = may(incoming.asker, ROLL) and about.to is None and moves_home(incoming.text) and intent not in others
    return await moved_home(incoming, session, about) if moved else None


async def _of_a_relative(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    said = relative_in(incoming.text, about.pupils[0].name if len(about.pupils) == 1 else "")
    if said and about.pupils:
        return await of_the_roll(incoming, session, about, roll.relative, Word("phuhuynh"), said)
    if (number := new_number(incoming.text)) and len(about.pupils) > 1:
        return await of_the_roll(incoming, session, about, roll.relative, Word("phuhuynh"), number)
    return None


async def _class_of(incoming: Incoming, session: AsyncSession, about: About) -> str:
    if (named := about.to or about.klass) is not None:
        return named.name
    mine = [one.name for one in await known_classes(incoming, session) if one.id in incoming.asker.classes()]
    return mine[0] if len(mine) == 1 else ""
