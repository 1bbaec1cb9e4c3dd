"""We do not stay in groups where nobody has said that we belong, whether anybody talks there or not."""

from collections.abc import Sequence
from datetime import time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jobs import job
from locales import _, speaking
from models.people.groups import leave_group, unbound
from models.shapes.message import Act, Outgoing, Round, Said

UNBOUND = timedelta(days=1)
HOURS = (7, 10, 13, 16, 19)


@job(times=lambda _school: [time(hour, 10) for hour in HOURS], late=timedelta(hours=3))
async def left_alone(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Groups that strangers added us to are no school's: whichever school's hour it is says goodbye."""
    said: list[Said] = []
    for chat_id in await unbound(session, round_.now - UNBOUND):
        await leave_group(session, chat_id, None, round_.now)
        with speaking(next(iter(round_.schools.values())).language):
            text = _("No school has bound this group, so Sĩ Số leaves it. Goodbye.")
        said += [Outgoing(text=text, to=chat_id, leave=True), Act("group.left", chat_id)]
    return said
