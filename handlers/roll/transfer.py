"""/chuyentruong: a pupil goes to another school. That is no dropout."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.roll.asking import pupil_meant
from handlers.roll.leaving import leave_together, leaves
from handlers.roll.several import Way, several
from letters.says import roll as says
from letters.says.cases import End
from locales import N_
from models.shapes.message import Incoming, Said
from rules.asking.words import school_in
from rules.people.roles import ROLL

STATE = "chuyển trường"


@command(
    "chuyển trường",
    "transfer",
    help=N_("a pupil goes to another school"),
    usage=N_("6A Nguyen Van A from 20/11: the new school"),
    who=ROLL,
)
async def transfer(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    if (everybody := await several(incoming, session, Way.TRANSFER)) is not None:
        return await leave_together(incoming, session, everybody, STATE)
    chosen = says.read_transfer(incoming.rest)
    meant = await pupil_meant(
        replace(incoming, rest=_with_the_school_last(incoming.rest)),
        session,
        says.transfer,
        chosen,
        says.TRANSFER_EXAMPLE,
    )
    return await leaves(incoming, session, meant, STATE, End.TRANSFERRED, says.transfer)


def _with_the_school_last(rest: str) -> str:
    """`bình về trường Trà Nam` is `bình về: trường Trà Nam`."""
    school = "" if ":" in rest else school_in(rest)
    before, _school, behind = rest.partition(school) if school else (rest, "", "")
    return f"{before.strip()} {behind.strip()}: {school}" if _school else rest
