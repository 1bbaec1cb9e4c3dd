"""/huongdan: one page to print or keep, of what the asker does here; the staff get those of others as well."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command, may
from letters.says import service as says
from locales import N_, _
from models.shapes.asker import Asker
from models.shapes.message import Button, Incoming, Outgoing, Said
from papers.people.guides import guide
from rules.guides import Guide
from rules.people.roles import EMPLOYED, REPORTERS, Role

OWN = (
    (Guide.TEACHER, REPORTERS | {Role.ADMIN}),
    (Guide.HAMLET, frozenset({Role.HAMLET_STAFF})),
    (Guide.VILLAGE, frozenset({Role.VILLAGE_HEAD})),
    (Guide.FAMILY, frozenset({Role.GUARDIAN})),
)


@command("hướng dẫn", "guide", help=N_("what you do here, on one page to print"), who=frozenset(Role))
async def guides(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Who may hand out the others' pages is the staff."""
    asker, wish = incoming.asker, says.read_guide(incoming.rest)
    own = _own(asker)
    which = wish if wish is not None and (wish in own or may(asker, EMPLOYED)) else own[0]
    page = guide(which, incoming.linked.school.name)
    others = [one for one in (Guide if may(asker, EMPLOYED) else own) if one is not which]
    buttons = [[Button(_label(one), says.guide(one))] for one in others]
    return [Outgoing(text=f"**{page.title}**\n{page.lead}", pages=[page], buttons=buttons)]


def _own(asker: Asker) -> list[Guide]:
    return [one for one, who in OWN if may(asker, frozenset(who))] or [Guide.FAMILY]


def _label(which: Guide) -> str:
    match which:
        case Guide.TEACHER:
            return _("Page for teachers")
        case Guide.FAMILY:
            return _("Page for families")
        case Guide.HAMLET:
            return _("Page for who looks after a hamlet")
        case Guide.VILLAGE:
            return _("Page for village heads")
