"""/suacanbo: the name or the phone of a member of the staff is put right; whoever is linked stays so."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from handlers.people.roster import propose
from handlers.roll.asking_staff import only_heads, staff_meant
from letters.says import roll as says
from locales import N_, _
from models.people.roles import roles_of
from models.shapes.message import Incoming, Said
from papers.roster import Roster, StaffRow, Typed
from papers.roster.typed_staff import read_staff_facts
from rules.people.roles import OFFICE, Role


@command(
    "sửa cán bộ",
    "sửa giáo viên",
    help=N_("the name or the phone of a member of the staff put right"),
    usage=N_("Cao Thi Yen: phone 0912345678"),
    who=OFFICE,
    slash=True,
)
async def staff_put_right(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Raises Unclear."""
    chosen = says.read_staff_facts_of(incoming.rest)
    facts = read_staff_facts(chosen.rest if chosen else incoming.rest)
    school, moment = local(incoming)
    rest = says.staff_fact(facts.name, facts.phone or "")
    if facts.wrong or not rest:
        text = _("Whose name or phone is put right? For example: {example}")
        raise Unclear(text.format(example=says.STAFF_FACTS_EXAMPLE))
    person, name = await staff_meant(
        incoming, session, facts.whose, chosen, lambda one: says.staff_facts_of(one, rest), moment.date()
    )
    held = {one.name for one in await roles_of(session, person, school.id, moment.date())}
    only_heads(incoming, held, name)
    row = StaffRow(
        sheet="", row=0, full_name=facts.name or name, role=Role.TEACHER, roles=[Role.TEACHER], homeroom_class=None,
        phone=facts.phone, said=False, answer=person,
    )  # fmt: skip
    typed = Typed(day=moment.date(), klass=0)
    roster = Roster(pupils=[], staff=[row], hamlets=[], faults=[], whole_staff=False, typed=typed)
    return await propose(incoming, session, roster)
