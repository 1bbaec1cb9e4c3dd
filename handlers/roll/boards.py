"""/onoitru: a pupil boards from a day on, or no longer does."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.roll.asking import line_for, offer, pupil_meant, the_other_day
from handlers.roll.several import Way, offer_all, several
from letters.says import roll as says
from locales import N_
from models.shapes.message import Incoming, Said
from papers.roster import Roster
from rules.asking.boards import Boards, read_boards
from rules.people.roles import ROLL


@command(
    "ở nội trú",
    "ở bán trú",
    "boards",
    help=N_("a pupil boards from a day on, or no longer does"),
    usage=N_("6A Nguyen Van A from 30/11"),
    who=ROLL,
    slash=True,
)
async def boards(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Also on a day to come; several together. Raises Unclear."""
    stays, leaves = says.read_boards(incoming.rest), says.read_boards_no_more(incoming.rest)
    chosen = stays or leaves
    wish = Boards(yes=stays is not None, left=chosen.rest) if chosen else read_boards(incoming.rest)
    way, writer = (Way.BOARDS, says.boards) if wish.yes else (Way.BOARDS_NO_MORE, says.boards_no_more)
    said = replace(incoming, rest=wish.left)
    if chosen is None and (everybody := await several(said, session, way)) is not None:
        rows = [replace(line_for(one), boarding=wish.yes) for one in everybody.meant]
        return await offer_all(said, session, everybody, Roster(pupils=rows, staff=[], hamlets=[], faults=[]))
    meant = await pupil_meant(said, session, writer, chosen, says.BOARDS_EXAMPLE)
    row = replace(line_for(meant), boarding=wish.yes)
    other = the_other_day(meant.line, writer, meant.pupil.id, "")
    return await offer(incoming, session, meant, Roster(pupils=[row], staff=[], hamlets=[], faults=[]), other)
