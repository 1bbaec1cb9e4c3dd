"""/dabiet: whoever was asked to do something has read it. (The press itself is kept: `bot.engine.incoming.pressed`.)"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from locales import _
from models.shapes.message import Incoming, Outgoing, Said
from rules.people.roles import STAFF


@command("đã biết", help="", who=STAFF, hidden=True, slash=True)
async def known(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return [Outgoing(text=_("Thank you. The school sees on the case that you know."))]
