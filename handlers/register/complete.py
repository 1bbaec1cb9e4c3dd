"""/du: nobody is absent. Silence is not presence, so this too is a report."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.register.edited import replacing
from handlers.register.heard import NOBODY, hear
from handlers.register.reporting import report
from letters.says.register import read_confirmed
from locales import N_
from models.shapes.message import Incoming, Said
from rules.people.roles import REPORTERS, Role


@command(
    "đủ",
    "vắng 0",
    help=N_("report that nobody is absent"),
    usage=N_("6A"),
    daily=2,
    who=REPORTERS,
    everyday=True,
    in_group=True,
    begins={Role.HOMEROOM: "{klass}"},
)
async def nobody_absent(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """With absences there already it is asked whether they are wrong; the button says which."""
    confirmed, words = read_confirmed(incoming.rest)
    heard = replace(await hear(incoming, session, words, mark=NOBODY, command=True), confirmed=confirmed)
    if incoming.edited and (said := await replacing(incoming, session, heard)) is not None:
        return said
    return await report(incoming, session, heard)
