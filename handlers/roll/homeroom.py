"""/doichunhiem: who is the homeroom teacher of a class from a day on, or stands in from a day to a day."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear
from handlers.people.roster import propose
from handlers.roll.asking import day_of, line_of, stretch, typed_now
from handlers.roll.asking_staff import staff_meant
from letters.says import roll as says
from locales import N_, _
from models.shapes.message import Incoming, Said
from papers.roster import Roster, StaffRow
from rules.people.roles import OFFICE, Role


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
    day = day_of(incoming, line)
    rest = " ".join(part for part in (klass.name, stretch(line)) if part)
    words = " ".join(part for part in (line.words, line.why) if part)
    person_id, name = await staff_meant(
        incoming, session, words, chosen, lambda person: says.homeroom(person, rest), day
    )
    row = StaffRow(
        sheet="", row=0, full_name=name, role=Role.HOMEROOM, roles=[Role.HOMEROOM], homeroom_class=klass.name,
        phone=None, said=line.last is None, answer=person_id,
    )  # fmt: skip
    roster = Roster(pupils=[], staff=[row], hamlets=[], faults=[], whole_staff=False)
    return await propose(incoming, session, replace(roster, typed=typed_now(incoming, klass, line)))
