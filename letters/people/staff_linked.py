"""Who of the staff was linked by a slip: the leadership is told, and ends a phone that is not theirs with one tap."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.devices import DeviceAct, device
from locales import _
from locales.channels import channel_words
from models.people.devices import devices_of_chats
from models.readers import LINKED, somebody_else
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.roles import HEADS

MOST = 8


@composes(Kind.STAFF_LINKED, to=somebody_else(LINKED, *HEADS), about=kind_words.LINKS)
async def staff_linked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Only of phones that are still linked."""
    found = await devices_of_chats(session, [due.about for due in dues])
    if not found:
        return None
    text = _("• {name}, by {channel}")
    lines = [
        _("**Linked just now by a slip of the staff**"),
        *(text.format(name=one.name, channel=channel_words(one.channel)) for one in found),
        _("A slip that was lost lets in whoever finds it. If one of these phones is not theirs, please tap its name."),
    ]
    says = _("Not theirs: {name}")
    buttons = [[Button(says.format(name=one.name), device(DeviceAct.END, one.id))] for one in found[:MOST]]
    return Letter(text="\n".join(lines), told=dues_about(dues, (one.id for one in found)), buttons=buttons)
