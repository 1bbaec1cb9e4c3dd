"""What a message is about besides the roll: one facet of a pupil, a colleague's number, a matter of others."""

import re
from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, match, may
from handlers.asked import known_classes, leads
from handlers.asking.about import About, class_of_pupil, last_pupil
from handlers.asking.answers import of_pupils
from handlers.asking.colleagues import by_post, named_colleagues, not_yours, to_call
from handlers.asking.matters import not_kept
from handlers.asking.named import of_the_named
from handlers.asking.shown import shown_last
from handlers.asking.subjects.carers import who_looks_after
from handlers.asking.subjects.courtesy import COURTESIES
from handlers.asking.subjects.facets import days_of, facet_of, who_reported
from handlers.asking.subjects.office import class_meant
from handlers.families.free_text import tells_of_an_absence
from handlers.figures.report_parts import grades_of
from handlers.service import with_taps
from handlers.whom_to_call import only_a_family
from letters.says import Word
from letters.says.figures import pupil_card, pupil_month
from letters.says.service import meant
from locales import _
from locales.words import joined
from models.shapes.message import Incoming, Outgoing, Said
from rules.asking.in_order import means_all_shown
from rules.asking.subject import goes_on, means_the_last, of_somebody
from rules.asking.wanted import Wanted
from rules.asking.wish import Facet, Intent, Matter
from rules.asking.words import plain_words
from rules.people.classes import ClassRef
from rules.people.grades import read_grades
from rules.people.names import fold
from rules.people.roles import EMPLOYED
from rules.reading.who.roster import Pupil

MOST_SHOWN = 6
_MONTH = re.compile(r"\bthang\b")
_SEVERAL = re.compile(r"\b(?:cac|may|nhung) (?:em|ban|chau|nha|gia dinh)\b")


async def not_kept_here(incoming: Incoming, session: AsyncSession, found: About, wish: Wanted) -> Sequence[Said] | None:
    """A family that tells why the child is away is asking leave, whatever else it names."""
    if wish.matter is Matter.STAFF and found.place is not None and may(incoming.asker, EMPLOYED):
        return await who_looks_after(incoming, session, found)
    leave = incoming.asker.children and Intent.LEAVE in wish.wishes and tells_of_an_absence(incoming)
    return await not_kept(incoming, session, wish.matter, found) if wish.matter is not None and not leave else None


async def one_facet(incoming: Incoming, session: AsyncSession, found: About, facet: Facet) -> Sequence[Said] | None:
    if found.hidden and not found.pupils:
        return await of_the_named(incoming, session, found)
    of_a_class = facet is Facet.REPORTED_BY or found.klass or found.place
    if not found.pupils and not of_a_class and goes_on(found.text):
        found = structs.replace(found, pupils=await last_pupil(incoming, session))
    if not found.pupils and means_all_shown(found.text) and (said := await _of_all_shown(incoming, session, facet)):
        return said
    if not found.pupils and of_somebody(found.text) and (others := await _unread(incoming, session)):
        return await of_the_named(incoming, session, structs.replace(found, hidden=others))
    if not found.pupils:
        return await _of_no_pupil(incoming, session, facet, found)
    if len(found.pupils) > 1:
        return await as_if_typed(incoming, session, of_pupils(found)[0])
    return await _of_one(incoming, session, found, facet)


async def _of_one(incoming: Incoming, session: AsyncSession, found: About, facet: Facet) -> Sequence[Said] | None:
    """How often away is answered over the days that are named."""
    pupil, over_days = found.pupils[0], facet is Facet.DAYS
    month = over_days and found.month and _MONTH.search(fold(found.text))
    if month and (said := await _in_month(incoming, session, found)) is not None:
        return said
    klass = await class_of_pupil(incoming, session, pupil)
    if klass is None:
        return None
    teaches = leads(incoming.asker) or klass.id in incoming.asker.classes()
    if over_days and found.days and teaches:
        return await days_of(incoming, session, klass, pupil, found.days)
    return await facet_of(incoming, session, facet, klass, pupil)


async def _unread(incoming: Incoming, session: AsyncSession) -> tuple[Pupil, ...]:
    """Of the one whom the last answer named, and who is not the asker's to read of, nothing more is said now."""
    shown = [pupil for _klass, pupil in await shown_last(incoming, session, unread=True)]
    mine = {pupil.id for _klass, pupil in await shown_last(incoming, session)}
    return tuple(shown) if len(shown) == 1 and shown[0].id not in mine else ()


async def _of_all_shown(incoming: Incoming, session: AsyncSession, facet: Facet) -> Sequence[Said] | None:
    """`nhà mấy em đó chỗ nào`: of each who stands in the last answer, as far as it may be read."""
    answers = [
        await facet_of(incoming, session, facet, klass, pupil)
        for klass, pupil in (await shown_last(incoming, session))[:MOST_SHOWN]
    ]
    told = [one for said in answers if said for one in said]
    texts = [one.text for one in told if isinstance(one, Outgoing)]
    rows = [row for one in told if isinstance(one, Outgoing) for row in one.buttons[:1]]
    rest = [one for one in told if not isinstance(one, Outgoing)]
    return [Outgoing(text=joined(texts), buttons=rows), *rest] if texts else None


async def _in_month(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """`tháng trước em ấy nghỉ mấy buổi`, day by day."""
    return await as_if_typed(incoming, session, pupil_month(found.pupils[0].id, found.month)) if found.month else None


async def _of_no_pupil(incoming: Incoming, session: AsyncSession, facet: Facet, found: About) -> Sequence[Said] | None:
    if facet is Facet.REPORTED_BY:
        if only_a_family(incoming):
            return await COURTESIES[Intent.THERE](incoming, session)
        klass = found.klass or await _own(incoming, session)
        return await who_reported(incoming, session, klass, found.day) if klass is not None else None
    if not may(incoming.asker, EMPLOYED):
        return None
    several = facet is Facet.REPLY and _SEVERAL.search(plain_words(found.text))
    word = Word("ca") if facet is Facet.VISIT else Word("goi") if several else None
    if word is not None and (shown := await as_if_typed(incoming, session, meant(word))):
        return shown
    if facet is Facet.PHONE and (named := await named_colleagues(incoming, session)):
        return [Outgoing(text=to_call(named))]
    asks_of_one = means_the_last(incoming.text) or (facet in (Facet.DAYS, Facet.WHY) and of_somebody(found.text))
    return [await _which_pupil(incoming, session)] if asks_of_one and found.klass is None else None


async def _which_pupil(incoming: Incoming, session: AsyncSession) -> Outgoing:
    """Nobody is asked it to hear then that it is not theirs to see."""
    card = match(pupil_card(0))
    if card is None or not may(incoming.asker, card[0].who):
        return await not_yours(incoming, session)
    return with_taps(incoming.asker, _("Which pupil is it about? Please write the name and the class."))


async def whose_number(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """A colleague who is named; of one pupil the homeroom teacher. None: whoever the command names."""
    if not may(incoming.asker, EMPLOYED):
        return None
    if found.colleague and found.klass is not None:
        return await as_if_typed(incoming, session, meant(Word("chunhiem"), found.klass.name))
    if named := await named_colleagues(incoming, session) or await by_post(incoming, session):
        return [Outgoing(text=to_call(named))]
    if (of_grades := await _of_grades(incoming, session)) is not None:
        return of_grades
    klass = found.klass or await class_meant(incoming, session, found)
    return await as_if_typed(incoming, session, meant(Word("chunhiem"), klass.name)) if klass is not None else None


async def _of_grades(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`số của mấy cô chủ nhiệm khối 5`."""
    grades = read_grades(incoming.text)
    known = await known_classes(incoming, session) if grades is not None else []
    grade = await grades_of(session, [one.id for one in known])
    lines: list[str] = []
    for klass in known:
        if grades is not None and grade[klass.id] in grades.numbers:
            said = await as_if_typed(incoming, session, meant(Word("chunhiem"), klass.name)) or []
            lines += [one.text for one in said if isinstance(one, Outgoing)]
    return [Outgoing(text="\n".join(lines))] if lines else None


async def _own(incoming: Incoming, session: AsyncSession) -> ClassRef | None:
    mine = [one for one in await known_classes(incoming, session) if one.id in incoming.asker.classes()]
    return mine[0] if len(mine) == 1 else None
