"""/chuyenlop: a pupil goes to another class, also one of another site, from a day on."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import OFFERED, Unclear, known_classes
from handlers.roll.asking import Meant, line_for, offer, pupil_meant, the_other_day
from handlers.roll.several import Several, Way, offer_all, several
from letters.says import roll as says
from locales import N_, _
from models.shapes.message import Button, Incoming, Said
from papers.roster import Roster
from rules.people.roles import ROLL
from rules.roll_several import swaps


@command(
    "chuyển lớp",
    "move",
    help=N_("a pupil goes to another class"),
    usage=N_("6A Nguyen Van A to 6B from 30/11"),
    who=ROLL,
)
async def move(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    if (everybody := await several(incoming, session, Way.MOVE)) is not None:
        return await _moved_together(incoming, session, everybody)
    chosen = says.read_move(incoming.rest)
    meant = await pupil_meant(incoming, session, says.move, chosen, says.MOVE_EXAMPLE)
    to = meant.line.to
    if to is None or to == meant.klass:
        raise Unclear(*await _where_to(incoming, session, meant))
    row = replace(line_for(meant), class_name=to.name)
    other = the_other_day(meant.line, says.move, meant.pupil.id, f"sang {to.name}")
    return await offer(incoming, session, meant, Roster(pupils=[row], staff=[], hamlets=[], faults=[]), other)


async def _moved_together(incoming: Incoming, session: AsyncSession, everybody: Several) -> Sequence[Said]:
    """Each to the class that is said, two who change places each to the other's. Raises Unclear."""
    meant = everybody.meant
    if len(meant) == 2 and swaps(incoming.rest) and not any(one.line.to for one in meant):
        meant = [
            replace(one, line=replace(one.line, to=other.klass))
            for one, other in zip(meant, reversed(meant), strict=True)
        ]
    if any(one.line.to is None for one in meant):
        raise Unclear(_("To which class do they go? For example: {example}").format(example=says.MOVE_EXAMPLE))
    rows = [replace(line_for(one), class_name=one.line.to.name) for one in meant if one.line.to]
    return await offer_all(incoming, session, everybody, Roster(pupils=rows, staff=[], hamlets=[], faults=[]))


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
