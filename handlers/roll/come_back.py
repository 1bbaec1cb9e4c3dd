"""/dihoclai: a pupil who had left is back, and is found again with all that was."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import OFFERED, Unclear, known_classes, local
from handlers.roll.asking import Meant, again, line_for, line_of, offer, the_other_day
from letters.says import roll as says
from letters.says.roll import Chosen
from locales import N_, _
from locales.words import short_day
from models.people.former import Former, former_pupils
from models.shapes.message import Button, Incoming, Said
from papers.roster import Roster
from rules.people.classes import ClassRef
from rules.people.roles import OFFICE, ROLL
from rules.reading.who.roster import ClassRoster, Pupil, build_index
from rules.roll import Line, named


@command(
    "đi học lại",
    "trở lại trường",
    help=N_("a pupil who had left is back at school"),
    usage=N_("Nguyen Van A to 6A from 30/11"),
    who=ROLL,
    slash=True,
)
async def come_back(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    chosen = says.read_come_back(incoming.rest)
    one, line = await _meant(incoming, session, chosen)
    klass = await _class(incoming, session, one, line)
    meant = Meant(klass=klass, pupil=_pupil(one), line=line)
    roster = Roster(pupils=[replace(line_for(meant), class_name=klass.name)], staff=[], hamlets=[], faults=[])
    other = the_other_day(line, says.come_back, one.id, f"sang {klass.name}")
    return await offer(incoming, session, meant, roster, other)


async def _meant(incoming: Incoming, session: AsyncSession, chosen: Chosen | None) -> tuple[Former, Line]:
    """One of those who are on no list of today; homeroom teachers: who left their own class. Raises Unclear."""
    line = await line_of(incoming, session, chosen.rest if chosen else incoming.rest)
    school, moment = local(incoming)
    office, own = incoming.asker.has(*OFFICE), incoming.asker.classes()
    mine = [one for one in await former_pupils(session, school.id, moment.date()) if office or one.class_id in own]
    if chosen is not None:
        found = [one for one in mine if one.id == chosen.pupil_id]
    elif line.words:
        index = build_index(ClassRoster(0, "", 0, tuple(map(_pupil, mine))))
        ids = {pupil.id for pupil in named(index, line.words)[0]}
        found = [one for one in mine if one.id in ids]
    else:
        found = mine
    if len(found) == 1 and (chosen or line.words):
        return found[0], line
    if not found:
        raise Unclear(_("Nobody who has left the lists is called so. Nothing was changed."))
    rest = again(replace(line, to=line.to or line.of), "")
    buttons = [[Button(_who(one), says.come_back(one.id, rest))] for one in found[:OFFERED]]
    raise Unclear(_("Who is back at school?"), buttons)


async def _class(incoming: Incoming, session: AsyncSession, one: Former, line: Line) -> ClassRef:
    """The class that is said, else the one that was left, if it is there this year. Raises Unclear."""
    known = [klass for klass in await known_classes(incoming, session)
             if incoming.asker.has(*OFFICE) or klass.id in incoming.asker.classes()]  # fmt: skip
    said = line.to or line.of
    wanted = [klass for klass in known if klass.id == (said.id if said else one.class_id)]
    if wanted:
        return wanted[0]
    day = line.day.isoformat() if line.day else ""
    buttons = [[Button(klass.name, says.come_back(one.id, f"sang {klass.name} {day}".rstrip()))] for klass in known]
    raise Unclear(_("Into which class does {name} come back?").format(name=one.name), buttons[:OFFERED])


def _who(one: Former) -> str:
    since = _("left {day}").format(day=short_day(one.since))
    return f"{one.name}, {one.class_name}, {since}"[:60]


def _pupil(one: Former) -> Pupil:
    return Pupil(one.id, None, one.name, one.birth_date)
