"""/ngung and /gothietbi: a chat is let go, by its person or by the same person's older device."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import ANYONE, command
from handlers.service import menu
from locales import N_, _
from models.asker import NOBODY
from models.links import newer_chat, unlink_chat
from models.message import Act, Button, Incoming, Outgoing, Said
from rules.names import fold

AGREED = "đồng ý"


@command("ngừng", "dừng", "stop", "đăng xuất", help=N_("stop: unlink this chat"), who=ANYONE)
async def stop(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Asked once more first: afterwards nothing is sent here, and only a new code links it again."""
    if incoming.asker.person_id is None:
        return [Outgoing(text=_("This chat is not linked to anybody; nothing is sent here."))]
    if fold(incoming.rest.strip()) != fold(AGREED):
        text = _(
            "Unlink this chat? No more messages from the school will come here. To link it again you need a new slip."
        )
        return [Outgoing(text=text, buttons=[[Button(_("Yes, unlink"), f"/ngung {AGREED}")]])]
    await unlink_chat(session, incoming.asker.chat_id)
    text = _("**Unlinked.** Nothing more is sent here. To come back, ask the school for a new slip and type /lienket.")
    return [Outgoing(text=text, menu=menu(NOBODY)), Act("chat.unlinked", incoming.asker.chat_id)]


@command("gỡ thiết bị", help="", who=ANYONE, hidden=True)
async def unlink_device(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """`rest` is the chat that was linked in the asker's name."""
    asker, number = incoming.asker, incoming.rest.strip()
    known = asker.person_id is not None and number.isdecimal() and len(number) <= 15
    if not known or not await newer_chat(session, asker.person_id or 0, asker.chat_id, int(number)):
        return [Outgoing(text=_("No device of yours was linked after this one."))]
    await unlink_chat(session, int(number))
    text = _(
        "**That device has been unlinked.** If somebody else had your code, please tell the school's administrator."
    )
    return [Outgoing(text=text), Act("chat.unlinked", int(number))]
