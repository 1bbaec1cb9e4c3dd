"""/chuyenlop: a pupil goes to another class, also one of another site, from a day on."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import OFFERED, Unclear, known_classes
from handlers.roll.asking import Meant, line_for, offer, pupil_meant, the_other_day
from letters.says import roll as says
from locales import N_, _
from models.shapes.message import Button, Incoming, Said
from papers.roster import Roster
from rules.people.roles import ROLL


@command(
    "chuyển lớp",
    "move",
    help=N_("a pupil goes to another class"),
    usage=N_("6A Nguyen Van A to 6B from 30/11"),
    who=ROLL,
)
async def move(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    chosen = says.read_move(incoming.rest)
    meant = await pupil_meant(incoming, session, says.move, chosen, says.MOVE_EXAMPLE)
    to = meant.line.to
    if to is None or to == meant.klass:
        raise Unclear(*await _where_to(incoming, session, meant))
    row = replace(line_for(meant), class_name=to.name)
    other = the_other_day(meant.line, says.move, meant.pupil.id, f"sang {to.name}")
    return await offer(incoming, session, meant, Roster(pupils=[row], staff=[], hamlets=[], faults=[]), other)


async def _where_to(incoming: Incoming, session: AsyncSession, meant: Meant) -> tuple[str, list[list[Button]]]:
    """Classes of the same grade first."""
    grade = meant.klass.name[:2].rstrip("ABCDEGHK/.")
    others = [one for one in await known_classes(incoming, session) if one != meant.klass]
    others.sort(key=lambda one: not one.name.startswith(grade))
    day = meant.line.day.isoformat() if meant.line.day else ""
    buttons = [
        [Button(one.name, says.move(meant.pupil.id, f"sang {one.name} {day}".rstrip()))] for one in others[:OFFERED]
    ]
    text = _("To which class does {name}, {klass}, go?")
    return text.format(name=meant.pupil.name, klass=meant.klass.name), buttons
