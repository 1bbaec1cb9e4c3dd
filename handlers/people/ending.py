"""Phones that end by somebody else's word: nobody is behind them any more, and each is told so."""

from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.service import menu
from locales import _, speaking
from models.people.devices import Device, devices
from models.people.links import unlink_chat
from models.shapes.asker import NOBODY
from models.shapes.message import Act, Keys, Outgoing, Said


async def ended(session: AsyncSession, phones: Iterable[Device]) -> Sequence[Said]:
    """What they hear; letters that waited for them take another road."""
    said: list[Said] = []
    for one in phones:
        await unlink_chat(session, one.id)
        with speaking(one.language):
            text = _("**This phone has been unlinked.** If that is not right, please call the school.")
            said += [
                Outgoing(to=one.id, text=text, menu=menu(NOBODY), keys=Keys()),
                Act("chat.ended", one.id, one.school_id),
            ]
    return said


async def ended_all(session: AsyncSession, person_id: int, *, but: int) -> Sequence[Said]:
    """All phones of a person except one."""
    return await ended(session, [one for one in await devices(session, [person_id]) if one.id != but])
