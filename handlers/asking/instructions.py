"""Instructions: the command that does it, with the blanks filled; nothing is done before the tap."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from handlers.asked import local
from handlers.asking.about import About
from handlers.service import not_for_you, with_taps
from letters.says import Typed, Word
from letters.says.calendar import day_off, make_up
from letters.says.service import meant
from locales import _
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.intents import Intent
from rules.asking.words import part_of_school_in, reason_in
from rules.people.roles import CHANGERS


async def _off(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    return await _offered(
        incoming, session, about, day_off, _("Shall this day off be entered in the calendar? Nothing was done yet.")
    )


async def _made_up(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    return await _offered(
        incoming, session, about, make_up, _("Shall this make-up day be entered in the calendar? Nothing was done yet.")
    )


async def _offered(
    incoming: Incoming, session: AsyncSession, about: About, says: Callable[[str], Typed], text: str
) -> Sequence[Said]:
    """Who may not change the calendar is told so by its command."""
    _school, moment = local(incoming)
    day = about.day or moment.date() + timedelta(days=1)
    scope = about.klass.name if about.klass is not None else part_of_school_in(about.text)
    words = says(" ".join(filter(None, (f"{day:%d/%m}", scope, reason_in(about.text)))))
    if not incoming.asker.has(*CHANGERS):
        return await as_if_typed(incoming, session, words) or [not_for_you(incoming.asker)]
    return [Outgoing(text=text, buttons=[[Button(words, words)]])]


async def _announced(incoming: Incoming, _session: AsyncSession, _about: About) -> Sequence[Said]:
    text = _("Sĩ Số passes on no announcements; nothing was sent. What it can do here:")
    return [with_taps(incoming.asker, text, more=[Button(_("Days off, make-up days"), meant(Word("lich")))])]


INSTRUCTIONS: dict[Intent, Callable[[Incoming, AsyncSession, About], Awaitable[Sequence[Said]]]] = {
    Intent.DAY_OFF: _off,
    Intent.MAKE_UP: _made_up,
    Intent.ANNOUNCE: _announced,
}
