"""/choo: a pupil lives in another hamlet by now."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local, which_place
from handlers.roll.asking import line_for, offer, pupil_meant
from handlers.roll.several import Way, offer_all, several
from letters.says import roll as says
from locales import N_, _
from models.people.places import named, named_within, nearly, places
from models.shapes.message import Incoming, Said
from papers.roster import Roster
from papers.roster.typed import hamlet_and_village
from rules.people.roles import ROLL


@command(
    "chỗ ở",
    "chuyển nóc",
    "chuyển thôn",
    help=N_("a pupil lives in another village or hamlet"),
    usage=N_("6A Nguyen Van A Takta"),
    who=ROLL,
)
async def home(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """From a day on, also one to come; several who move to one place together."""
    school = local(incoming)[0]
    if (said := await _together(incoming, session)) is not None:
        return said
    meant = await pupil_meant(incoming, session, says.home, says.read_home(incoming.rest), says.HOME_EXAMPLE, more=True)
    if not meant.rest:
        text = _("Where does {name} live now? For example: {example}")
        raise Unclear(text.format(name=meant.pupil.name, example=says.HOME_EXAMPLE))
    known = await places(session, school.id)
    day = meant.line.day.isoformat() if meant.line.day else ""
    found = which_place(
        named(known, meant.rest) or nearly(known, meant.rest),
        meant.rest,
        lambda place_id: says.home(meant.pupil.id, f"{known[place_id].said} {day}".rstrip()),
    )
    hamlet, village = hamlet_and_village(found)
    line = replace(line_for(meant), hamlet=hamlet, village=village)
    return await offer(
        incoming, session, meant, Roster(pupils=[line], staff=[], hamlets=[], faults=[]), lines=[found.said]
    )


async def _together(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """None where one pupil is meant, or no one place."""
    found, left = named_within(await places(session, local(incoming)[0].id), incoming.rest)
    everybody = await several(incoming, session, Way.HOME, left) if len(found) == 1 else None
    if everybody is None:
        return None
    hamlet, village = hamlet_and_village(found[0])
    rows = [replace(line_for(one), hamlet=hamlet, village=village) for one in everybody.meant]
    roster = Roster(pupils=rows, staff=[], hamlets=[], faults=[])
    return await offer_all(incoming, session, everybody, roster, [found[0].said])
