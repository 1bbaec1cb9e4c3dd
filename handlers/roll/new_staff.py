"""/giaovienmoi: somebody new of the staff, in one line; whoever may be somebody known is asked about."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, known_classes
from handlers.people.roster import propose
from handlers.roll.asking import day_of, line_of
from handlers.roll.asking_staff import only_heads
from letters.says import roll as says
from locales import N_, _
from models.shapes.message import Incoming, Said
from papers.roster import Roster, Typed
from papers.roster.typed_staff import NewStaff, read_new_staff
from rules.people.phones import shown
from rules.people.roles import OFFICE


@command(
    "giáo viên mới",
    "cán bộ mới",
    help=N_("somebody new of the staff: name, phone, what he or she is"),
    usage=N_("Nguyen Thi Hoa 0912345678, homeroom teacher of 6A"),
    who=OFFICE,
    slash=True,
)
async def new_staff(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Only the name must be there. Raises Unclear."""
    line = await line_of(incoming, session, incoming.rest)
    new = read_new_staff(incoming.rest)
    if new.wrong or not new.name:
        text = _("Who is new? Please write the name, and the phone behind it: {example}")
        strange = _("“{words}” was not understood. Please write it like this: {example}").format(
            words=new.wrong[:60], example=says.NEW_STAFF_EXAMPLE
        )
        raise Unclear(strange if new.wrong else text.format(example=says.NEW_STAFF_EXAMPLE))
    only_heads(incoming, new.titles.roles, new.name)
    await _class_is_there(incoming, session, new)
    typed = Typed(day=day_of(incoming, line), until=line.last, klass=0)
    roster = Roster(pupils=[], staff=[new.row()], hamlets=[], faults=[], whole_staff=False, typed=typed)
    told = _("phone {phone}").format(phone=shown(new.phone)) if new.phone else _("no phone yet")
    return await propose(incoming, session, roster, lines=[told])


async def _class_is_there(incoming: Incoming, session: AsyncSession, new: NewStaff) -> None:
    """A slip makes no new class. Raises Unclear."""
    said = new.titles.homeroom_class
    if said and said.lower() not in {one.name.lower() for one in await known_classes(incoming, session)}:
        text = _("There is no class {klass} here, or several of that name. Nothing was changed.")
        raise Unclear(text.format(klass=said))
