"""/choo: a pupil lives in another hamlet by now."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local, which_place
from handlers.roll.asking import line_for, offer, pupil_meant
from letters.says import roll as says
from locales import N_, _
from models.people.places import named, places
from models.shapes.message import Button, Incoming, Said
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
    """Where a pupil lives is said once it is so: only days up to today."""
    school, moment = local(incoming)
    meant = await pupil_meant(incoming, session, says.home, says.read_home(incoming.rest), says.HOME_EXAMPLE, more=True)
    if not meant.rest:
        text = _("Where does {name} live now? For example: {example}")
        raise Unclear(text.format(name=meant.pupil.name, example=says.HOME_EXAMPLE))
    if meant.line.day and meant.line.day > moment.date():
        text = _("That day has not come yet. Please say where {name} lives once it is so.")
        now = [[Button(_("From today on"), says.home(meant.pupil.id, meant.rest))]]
        raise Unclear(text.format(name=meant.pupil.name), now)
    known = await places(session, school.id)
    day = meant.line.day.isoformat() if meant.line.day else ""
    found = which_place(
        named(known, meant.rest),
        meant.rest,
        lambda place_id: says.home(meant.pupil.id, f"{known[place_id].said} {day}".rstrip()),
    )
    hamlet, village = hamlet_and_village(found)
    line = replace(line_for(meant), hamlet=hamlet, village=village)
    return await offer(
        incoming, session, meant, Roster(pupils=[line], staff=[], hamlets=[], faults=[]), lines=[found.said]
    )
