"""/doichunhiem: who is the homeroom teacher of a class from a day on, or stands in from a day to a day."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, known_classes
from handlers.people.roster import propose
from handlers.roll.asking import day_of, line_of, stretch, typed_now
from handlers.roll.asking_staff import staff_meant
from letters.says import roll as says
from locales import N_, _
from models.people.staff import staff
from models.shapes.message import Incoming, Said
from papers.roster import Roster, StaffRow
from rules.people.classes import find_classes
from rules.people.names import fold
from rules.people.roles import OFFICE, Role

_OF_A_SWAP = frozenset(("va", "voi", "cho", "nhau", "doi", "hoan", "trao", "lop", "chu", "nhiem", "gvcn", "hai", "2"))


@command(
    "đổi chủ nhiệm",
    "dạy thay",
    help=N_("who is homeroom teacher of a class, or stands in for a time"),
    usage=N_("6A Cao Thi Yen from 1/12 to 31/12"),
    who=OFFICE,
)
async def homeroom_changed(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Without a last day: from now on, in place of the class this teacher had. With one: beside it, and whoever was the
    teacher is so again the day after.
    """
    chosen = says.read_homeroom(incoming.rest)
    if chosen is None and (swap := await _swapped(incoming, session)) is not None:
        return swap
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
    row = _row(person_id, name, klass.name, for_good=line.last is None)
    roster = Roster(pupils=[], staff=[row], hamlets=[], faults=[], whole_staff=False)
    lines = [] if line.last else await _left_alone(incoming, session, person_id, klass.id, day)
    return await propose(incoming, session, replace(roster, typed=typed_now(incoming, klass, line)), lines=lines)


async def _left_alone(incoming: Incoming, session: AsyncSession, person_id: int, class_id: int, day: date) -> list[str]:
    """The classes that this teacher leaves to nobody."""
    everybody = await staff(session, incoming.linked.school.id, day, {Role.HOMEROOM})
    mine = {one.class_id for one in everybody if one.person_id == person_id} - {class_id}
    others = {one.class_id for one in everybody if one.person_id != person_id}
    known = await known_classes(incoming, session)
    return [_("{klass} needs a homeroom teacher").format(klass=one.name) for one in known if one.id in mine - others]


async def _swapped(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """`6A và 6B cho nhau`: each takes the other's class. None where a name is said, or not two classes."""
    known = await known_classes(incoming, session)
    two = list(dict.fromkeys(one for found in find_classes(known, incoming.rest) for one in found.classes))
    if len(two) != 2:
        return None
    line = await line_of(incoming, session, incoming.rest)
    if set(fold(line.words).split()) - _OF_A_SWAP:
        return None
    everybody = await staff(session, incoming.linked.school.id, day_of(incoming, line), {Role.HOMEROOM})
    teachers = {one.class_id: one for one in everybody}
    mine = [one for one in everybody if one.class_id in {each.id for each in two}]
    if len(mine) != len(two) or len({one.person_id for one in mine}) != len(two):
        raise Unclear(_("Each of the two classes must have a homeroom teacher of its own. Nothing was changed."))
    rows = [
        _row(teachers[one.id].person_id, teachers[one.id].name, other.name, for_good=line.last is None)
        for one, other in zip(two, reversed(two), strict=True)
    ]
    roster = Roster(pupils=[], staff=rows, hamlets=[], faults=[], whole_staff=False)
    return await propose(incoming, session, replace(roster, typed=typed_now(incoming, two[0], line)))


def _row(person_id: int, name: str, klass: str, *, for_good: bool) -> StaffRow:
    return StaffRow(
        sheet="", row=0, full_name=name, role=Role.HOMEROOM, roles=[Role.HOMEROOM], homeroom_class=klass,
        phone=None, said=for_good, answer=person_id,
    )  # fmt: skip
