"""What leaving the lists has in common, whatever the way: an open case is closed by the heads, not by the lists."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear
from handlers.roll.asking import Meant, Writer, line_for, offer, the_other_day
from handlers.roll.several import Several, offer_all
from letters.says import cases as case_says
from letters.says.cases import End
from locales import _
from models import Cases
from models.shapes.message import Button, Incoming, Said
from papers.roster import AsideRow, Roster
from rules.people.roles import HEADS, Role


async def leaves(
    incoming: Incoming, session: AsyncSession, meant: Meant, state: str, end: End, writer: Writer
) -> Sequence[Said]:
    """Raises Unclear while a case of the pupil is open."""
    await _no_open_case(incoming, session, meant, end)
    why = f"{state}: {meant.line.why}" if meant.line.why else state
    aside = AsideRow(row=line_for(meant), gone=True, state=why)
    rest = f": {meant.line.why}" if meant.line.why else ""
    other = the_other_day(meant.line, writer, meant.pupil.id, "")
    if other and rest:
        day = meant.line.other.isoformat() if meant.line.other else ""
        other = [[Button(other[0][0].label, writer(meant.pupil.id, f"{day}{rest}"))]]
    roster = Roster(pupils=[], staff=[], hamlets=[], faults=[], aside=[aside])
    return await offer(incoming, session, meant, roster, other)


async def leave_together(incoming: Incoming, session: AsyncSession, everybody: Several, state: str) -> Sequence[Said]:
    """Who is being followed is left out: the case is closed first. Raises Unclear where nobody is left."""
    case = select(Cases.pupil_id).where(Cases.closed_on.is_(None))
    ids = [one.pupil.id for one in everybody.meant]
    followed = set(await session.scalars(case.where(Cases.pupil_id.in_(ids))))
    rows = []
    for one in everybody.meant:
        if one.pupil.id in followed:
            text = _("{name}, who is being followed: the case is closed first")
            everybody.left.append(text.format(name=one.pupil.name))
            continue
        why = f"{state}: {one.line.why}" if one.line.why else state
        rows.append(AsideRow(row=line_for(one), gone=True, state=why))
    everybody.meant = [one for one in everybody.meant if one.pupil.id not in followed]
    return await offer_all(incoming, session, everybody, Roster(pupils=[], staff=[], hamlets=[], faults=[], aside=rows))


async def _no_open_case(incoming: Incoming, session: AsyncSession, meant: Meant, end: End) -> None:
    """Who is followed does not vanish from the lists: whoever may close the case does so, and the lists follow."""
    case = select(Cases.id).where(Cases.pupil_id == meant.pupil.id, Cases.closed_on.is_(None))
    number = await session.scalar(case)
    if number is None:
        return
    may_close = incoming.asker.has(*([Role.PRINCIPAL] if end is End.DROPPED else HEADS))
    if may_close:
        text = _("Case {case} of {name} is open. Closing it so takes {name} off the lists.")
        buttons = [[Button(_("Close the case"), case_says.close_case(number, end))]]
        raise Unclear(text.format(case=number, name=meant.pupil.name), buttons)
    text = _("{name} is being followed: this is for the principal to decide, in the case. Nothing was changed.")
    raise Unclear(text.format(name=meant.pupil.name))
