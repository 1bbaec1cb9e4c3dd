"""/vang, /phep, /comat, /muon: who is absent, excused, here after all, late."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.register.edited import replacing
from handlers.register.heard import hear
from handlers.register.reporting import report
from locales import N_
from models.register.reports import PRESENT
from models.shapes.message import Incoming, Said
from rules.marks import Mark
from rules.people.roles import REPORTERS, Role


@command(
    "vắng",
    "nghỉ",
    help=N_("report absent pupils: name, then P (with leave) or K, and the reason"),
    usage=N_("6A Nguyen Van A P, Le Thi B"),
    daily=1,
    who=REPORTERS,
    everyday=True,
    in_group=True,
    begins={Role.HOMEROOM: "{klass} Nguyen Van A"},
)
async def absent(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await typed(incoming, session, Mark.UNEXCUSED)


@command(
    "phép",
    "có phép",
    help=N_("a pupil's absence is with leave"),
    usage=N_("6A Nguyen Van A"),
    daily=4,
    who=REPORTERS,
    everyday=True,
    in_group=True,
)
async def excused(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await typed(incoming, session, Mark.EXCUSED)


@command(
    "có mặt",
    help=N_("a pupil is in class after all"),
    usage=N_("6A Nguyen Van A"),
    daily=5,
    who=REPORTERS,
    everyday=True,
    in_group=True,
)
async def present(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await typed(incoming, session, PRESENT)


@command(
    "muộn",
    "trễ",
    help=N_("a pupil came late"),
    usage=N_("6A Nguyen Van A"),
    daily=6,
    who=REPORTERS,
    everyday=True,
    in_group=True,
)
async def late(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return await typed(incoming, session, Mark.LATE)


async def typed(incoming: Incoming, session: AsyncSession, mark: str) -> Sequence[Said]:
    """A report behind its command: a bare name there means `mark`."""
    heard = await hear(incoming, session, incoming.rest, mark=mark, command=True)
    if incoming.edited and (said := await replacing(incoming, session, heard)) is not None:
        return said
    return await report(incoming, session, heard)
