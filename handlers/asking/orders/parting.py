"""`thầy Tám nghỉ hưu từ 1/12`: who of the staff leaves or is away, to be shown before a tap makes it so."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asking.about import About
from handlers.asking.colleagues import named_colleagues
from handlers.asking.matters import not_kept
from letters.says import Word
from letters.says.roll import parting
from letters.says.service import meant
from locales import _
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.wish import Matter
from rules.people.roles import OFFICE


async def parts(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """The command with whom it is about and the words as they were said. Who may not change it is told whom to ask."""
    if not may(incoming.asker, OFFICE):
        return await not_kept(incoming, session, Matter.COLLEAGUES, about)
    named = {one.person_id: one.name for one in await named_colleagues(incoming, session)}
    if len(named) == 1:
        return await as_if_typed(incoming, session, parting(next(iter(named)), incoming.text)) or []
    if named:
        buttons = [[Button(name, parting(person, incoming.text))] for person, name in named.items()]
        return [Outgoing(text=_("Who of the staff is meant?"), buttons=buttons)]
    return await as_if_typed(incoming, session, meant(Word("nghicongtac"))) or []
