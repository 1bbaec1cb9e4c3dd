"""/phuhuynh: a guardian or a phone that has changed; who is linked stays so, and the teacher hears of it."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear
from handlers.roll.asking import line_for, offer, pupil_meant
from letters.says import roll as says
from letters.says.roll import Chosen
from locales import N_, _
from models.people.guardians import guardians
from models.shapes.message import Incoming, Said
from papers.roster import Roster
from papers.roster.kin import kin
from papers.roster.typed import before_relative, read_relative
from rules.people.phones import masked
from rules.people.roles import ROLL


@command(
    "phụ huynh",
    "guardian",
    help=N_("a guardian or a guardian's phone that has changed"),
    usage=N_("6A Nguyen Van A: me Dinh Thi Mo 0912345678"),
    who=ROLL,
    slash=True,
)
async def relative(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    chosen = says.read_relative(incoming.rest)
    whose, said = before_relative(chosen.rest if chosen else incoming.rest)
    asked = replace_rest(incoming, whose)
    chosen = Chosen(chosen.pupil_id, "") if chosen else None
    meant = await pupil_meant(
        asked, session, lambda pupil_id, _rest: says.relative(pupil_id, said), chosen, says.RELATIVE_EXAMPLE
    )
    row = read_relative(said)
    if row is None:
        raise Unclear(await _known(session, meant.pupil.id, meant.pupil.name))
    if not row.full_name and row.relation and await _is_somebody_else(session, meant.pupil.id, row.relation):
        text = _("{name} has no {relation} on the list: please write the full name too, for example: {example}")
        raise Unclear(text.format(name=meant.pupil.name, relation=row.relation, example=says.RELATIVE_EXAMPLE))
    line = replace(line_for(meant), guardians=[row])
    return await offer(incoming, session, meant, Roster(pupils=[line], staff=[], hamlets=[], faults=[]))


async def _is_somebody_else(session: AsyncSession, pupil_id: int, relation: str) -> bool:
    """A number alone belongs to the kin the list names, never to another of the family."""
    known = [kin(one.relation) for one in await guardians(session, [pupil_id]) if one.relation]
    return bool(known) and kin(relation) not in known


def replace_rest(incoming: Incoming, rest: str) -> Incoming:
    return replace(incoming, rest=rest)


async def _known(session: AsyncSession, pupil_id: int, name: str) -> str:
    lines = [
        f"• {one.relation} {one.name}: {masked(one.phone) if one.phone else '–'}".replace("  ", " ")
        for one in await guardians(session, [pupil_id])
    ]
    ask = _("Whose phone has changed, or who is the guardian? For example: {example}")
    head = _("**Family of {name}**").format(name=name)
    return "\n".join([head, *(lines or [_("Nobody is on the list yet.")]), ask.format(example=says.RELATIVE_EXAMPLE)])
