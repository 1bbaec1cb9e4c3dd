"""`khoan báo nhà em A`: held at once where it is clear whose family, since a letter may be about to leave."""

import re
from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import OFFERED, local
from handlers.asking.about import About, about, all_named
from handlers.asking.colleagues import holding, to_call
from handlers.asking.passing import taps_to_pass_on
from handlers.register.free_text import unprompted
from letters.says import Word
from letters.says.families import hold_family
from letters.says.service import meant
from locales import _
from models import Marks
from models.figures.counting import K, live
from models.people.tables import pupil_names
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.holding import holds_family, without_hold
from rules.people.names import fold, sort_key
from rules.people.roles import EMPLOYED, LEADERS, Role

_ABSENCE = re.compile(r"\b(?:vang|nghi)\b")


async def family_held(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """None: nothing of the kind is said. What is reported besides is written down."""
    if not may(incoming.asker, EMPLOYED) or not holds_family(incoming.text):
        return None
    found = await about(incoming, session, of_pupils=True)
    if not may(incoming.asker, LEADERS | {Role.HOMEROOM}) or (found.hidden and not found.pupils):
        return [await _passed_on(incoming, session, found)]
    said = await _of_pupils(incoming, session, found)
    rest = structs.replace(incoming, text=without_hold(incoming.text))
    if said is None or not _ABSENCE.search(fold(rest.text)):
        return said
    return [*said, *(await unprompted(rest, session, only_clear=False) or ())]


async def _passed_on(incoming: Incoming, session: AsyncSession, found: About) -> Outgoing:
    """Of a class of others: who decides hears of it by a tap, or a call."""
    taps = await taps_to_pass_on(incoming, session, found.pupils or found.hidden)
    whom = to_call(await holding(incoming, session, {Role.VICE_PRINCIPAL}) or await holding(incoming, session))
    text = _("Nothing is held back yet: the homeroom teacher or a leader decides when a family is told. Please pass it "
             "on by a tap, or call: {who}.")  # fmt: skip
    return Outgoing(text=text.format(who=whom), buttons=taps)


async def _of_pupils(incoming: Incoming, session: AsyncSession, found: About) -> Sequence[Said] | None:
    """One who is named outright; else it is asked whose family, and a leader who names nobody means more than one."""
    named = {one.id: one.name for one in (*found.pupils, *await all_named(incoming, session, found))}
    if len(named) == 1:
        return await as_if_typed(incoming, session, hold_family(next(iter(named)), incoming.text))
    if not named and may(incoming.asker, LEADERS):
        return await as_if_typed(incoming, session, meant(Word("dungkhan")))
    named = named or await _absent(incoming, session)
    buttons = [[Button(name, hold_family(one, incoming.text))] for one, name in list(named.items())[:OFFERED]]
    text = _("Whose family is not to be told yet? Nothing is held back so far: please tap, or write the name.")
    return [Outgoing(text=text, buttons=buttons)]


async def _absent(incoming: Incoming, session: AsyncSession) -> dict[int, str]:
    """Who is absent without leave today in the own classes."""
    mine = (Marks.class_id.in_(incoming.asker.classes()), Marks.day == local(incoming)[1].date(), Marks.kind == K)
    found = await pupil_names(session, set(await session.scalars(select(Marks.pupil_id).where(*mine, live()))))
    return dict(sorted(found.items(), key=lambda one: sort_key(one[1])))
