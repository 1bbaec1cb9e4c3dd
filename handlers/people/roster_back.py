"""/huynhap: the last import of the roster is taken back whole, or what rests on it is named."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.people.roster import ADMINS, SENDERS
from letters.says import people as says
from letters.told import line_for
from locales import N_, _
from locales.words import joined
from models import People, Roles
from models.imports.tables import last_import, standing_import
from models.imports.undo import changed_by, take_back_import
from models.people.roles import held_on
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from papers.roster.said import resting_lines
from papers.roster.taken_back import heard_of, taken_back_told
from rules.people.roles import OFFICE, ROLL

NAMED = 5


@command("huỷ nhập", "hủy nhập", "huỷ thay đổi", help=N_("take back the last import of the roster"), who=SENDERS | ROLL)
async def take_back(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """With a number (from a button) that import or change; else the last one is named, with the button."""
    school, here = local(incoming)
    number = says.read_take_back_import(incoming.rest)
    named = number is None and not incoming.rest.strip()
    last = await (last_import(session, school.id) if named else standing_import(session, school.id, number or 0))
    if last is None:
        return [Outgoing(text=_("There is no import to take back."))]
    if not await _may(incoming, session, last.person_id):
        return [Outgoing(text=_("The last import was made by somebody else: only the administrator may take it back."))]
    if named:
        return [await _asked(incoming, session, last)]
    heard = await heard_of(session, last.id)
    resting = await take_back_import(session, school.id, last.id, incoming.when)
    if resting:
        lines = [_("This import cannot be taken back any more. On it rests:")]
        return [Outgoing(text="\n".join([*lines, *(f"• {line}" for line in resting_lines(resting))]))]
    told = await taken_back_told(session, school.id, heard, here, incoming.asker.person_id)
    words = [
        _("Taken back: the roster is as it was before this import."),
        await line_for(session, school, incoming.when, told),
    ]
    return [Outgoing(text=joined(words)), Act("roster.undone", last.id), *told]


async def _asked(incoming: Incoming, session: AsyncSession, last: Any) -> Outgoing:
    """Several people import: whose it is, if it is somebody else's."""
    when = f"{last.made_at.astimezone(local(incoming)[1].tzinfo):%H:%M %d/%m}"
    text = _("Take back the whole import of {when}?").format(when=when)
    if last.person_id not in {None, incoming.asker.person_id}:
        name = await session.scalar(select(People.full_name).where(People.id == last.person_id))
        text = _("Take back the whole import of {when} that {name} made?").format(when=when, name=name)
    names = await changed_by(session, last.id)
    more = [_("… and {count} more.").format(count=len(names) - NAMED)] if len(names) > NAMED else []
    text = joined([text, *(f"• {name}" for name in names[:NAMED]), *more])
    return Outgoing(text=text, buttons=[[Button(_("Take it back"), says.take_back_import(last.id))]])


async def _may(incoming: Incoming, session: AsyncSession, made_by: int | None) -> bool:
    """One's own; the administrator everything; what a homeroom teacher has changed, also the office."""
    asker, (school, moment) = incoming.asker, local(incoming)
    if asker.has(*ADMINS) or made_by == asker.person_id:
        return True
    held = select(Roles.id).where(
        Roles.person_id == made_by, Roles.school_id == school.id, Roles.name.in_(OFFICE), *held_on(moment.date())
    )
    return made_by is not None and asker.has(*OFFICE) and await session.scalar(held.limit(1)) is None
