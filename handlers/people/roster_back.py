"""/huynhap: the last import of the roster is taken back whole, or what rests on it is named."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.people.roster import ADMINS, SENDERS
from locales import N_, _
from models.imports.tables import last_import
from models.imports.undo import take_back_import
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from papers.roster.said import resting_lines


@command("huỷ nhập", "hủy nhập", help=N_("take back the last import of the roster"), who=SENDERS)
async def take_back(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """With a number (from a button) that import; else the last one is named, with the button."""
    school, here = local(incoming)
    last = await last_import(session, school.id)
    if last is None:
        return [Outgoing(text=_("There is no import to take back."))]
    if not incoming.asker.has(*ADMINS) and last.person_id != incoming.asker.person_id:
        return [Outgoing(text=_("The last import was made by somebody else: only the administrator may take it back."))]
    word = incoming.rest.strip()
    if not word:
        text = _("Take back the whole import of {when}?").format(
            when=f"{last.made_at.astimezone(here.tzinfo):%H:%M %d/%m}"
        )
        return [Outgoing(text=text, buttons=[[Button(_("Take it back"), f"/huynhap {last.id}")]])]
    number = int(word) if word.isdecimal() and len(word) < 18 else 0
    resting = await take_back_import(session, school.id, number, incoming.when)
    if resting:
        lines = [_("This import cannot be taken back any more. On it rests:")]
        return [Outgoing(text="\n".join([*lines, *(f"• {line}" for line in resting_lines(resting))]))]
    return [Outgoing(text=_("Taken back: the roster is as it was before this import.")), Act("roster.undone", number)]
