"""/doichunhiem: who is the homeroom teacher of a class from a day on, or stands in from a day to a day."""

import re
from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import OFFERED, Unclear, local
from handlers.people.roster import propose
from handlers.roll.asking import line_of, typed_now
from letters.says import roll as says
from locales import N_, _
from models.people.positions import staff_names
from models.shapes.message import Button, Incoming, Said
from papers.roster import Roster, StaffRow
from rules.people.classes import ClassRef
from rules.people.names import fold
from rules.people.roles import OFFICE, Role
from rules.roll import Line

_ADDRESSED = re.compile(r"^(?:(?:sang|qua|thanh|cho|la) )*(?:(?:co|thay) )?(?:giao )?")  # sang cô Hoa


@command(
    "đổi chủ nhiệm",
    "dạy thay",
    help=N_("who is homeroom teacher of a class, or stands in for a time"),
    usage=N_("6A Cao Thi Yen from 1/12 to 31/12"),
    who=OFFICE,
)
async def homeroom(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Without a last day: from now on, in place of the class this teacher had. With one: beside it, and whoever was the
    teacher is so again the day after.
    """
    chosen = says.read_homeroom(incoming.rest)
    line = await line_of(incoming, session, chosen.rest if chosen else incoming.rest)
    klass = line.to or line.of
    if klass is None:
        raise Unclear(_("Which class, and who? For example: {example}").format(example=says.HOMEROOM_EXAMPLE))
    person_id, name = await _teacher(incoming, session, klass, line, chosen.person_id if chosen else None)
    row = StaffRow(
        sheet="", row=0, full_name=name, role=Role.HOMEROOM, roles=[Role.HOMEROOM], homeroom_class=klass.name,
        phone=None, said=line.last is None, answer=person_id,
    )  # fmt: skip
    roster = Roster(pupils=[], staff=[row], hamlets=[], faults=[], whole_staff=False)
    return await propose(incoming, session, replace(roster, typed=typed_now(incoming, klass, line)))


async def _teacher(
    incoming: Incoming, session: AsyncSession, klass: ClassRef, line: Line, chosen: int | None
) -> tuple[int, str]:
    """One of the staff. Raises Unclear."""
    school, moment = local(incoming)
    known = await staff_names(session, school.id, moment.date())
    people = [(person, name) for name, ids in known.items() for person in ids]
    words = _ADDRESSED.sub("", fold(" ".join(part for part in (line.words, line.why) if part)))
    if chosen is not None:
        found = [one for one in people if one[0] == chosen]
    else:
        found = [one for one in people if words and fold(one[1]) == words]
        found = found or [one for one in people if words and fold(one[1]).endswith(f" {words}")]
    if len(found) == 1:
        return found[0]
    if not found:
        text = _("Nobody of the staff is called “{name}”. Nothing was changed.")
        raise Unclear(text.format(name=line.words[:60] or "–"))
    rest = " ".join(part for part in (klass.name, _stretch(line)) if part)
    buttons = [[Button(name, says.homeroom(person, rest))] for person, name in found[:OFFERED]]
    raise Unclear(_("Who is meant by “{name}”?").format(name=line.words[:60]), buttons)


def _stretch(line: Line) -> str:
    days = [day.isoformat() for day in (line.day, line.last) if day is not None]
    return " đến ".join(days)
