"""The button below an announcement: its reader has read it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from letters.says.announcements import read_seen
from locales import _
from models import Outbox
from models.announcements import mark_read
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.letters import Kind
from rules.people.roles import EMPLOYED, Role


@command("đã đọc", help="", who=EMPLOYED | {Role.GUARDIAN, Role.VILLAGE_HEAD}, hidden=True, slash=True)
async def seen(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Only of what this person was sent."""
    person = incoming.linked.person_id
    mine = select(Outbox.about).where(
        Outbox.kind == Kind.ANNOUNCEMENT, Outbox.person_id == person, Outbox.about.in_(read_seen(incoming.rest))
    )
    numbers = sorted({one for one in await session.scalars(mine) if one})
    if not numbers:
        return [Outgoing(text=_("There is no announcement here to be read."))]
    for number in numbers:
        await mark_read(session, number, person, incoming.when)
    return [
        Outgoing(text=_("Thank you. It is noted that you have read it.")),
        *(Act("announcement.read", one) for one in numbers),
    ]
