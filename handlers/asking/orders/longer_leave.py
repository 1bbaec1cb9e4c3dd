"""`đi 2 ngày luôn cô`, said behind a request for leave that has been sent: the days that come to it are offered."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from letters.leave import days_said
from letters.says.leave import ask_for_leave, leave_days, read_withdraw_leave
from letters.says.service import behind
from locales import _
from models import Leaves
from models.leave import APPROVED, ASKED, leaves
from models.post.offered import Offered
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.amending import Amendment
from rules.calendar.days_said import school_days
from rules.people.names import given_name


async def longer_leave(
    incoming: Incoming, session: AsyncSession, offered: Offered, said: Amendment
) -> Sequence[Said] | None:
    """None: what was answered last was no request of this family, or nothing comes to its days."""
    number, today = read_withdraw_leave(behind(offered.says)), local(incoming)[1].date()
    if number is None or said.phone or said.part:
        return None
    found = await leaves(session, today, Leaves.id == number, Leaves.pupil_id.in_(incoming.asker.children))
    if not found or found[0].state not in (ASKED, APPROVED) or found[0].part:
        return None
    leave = found[0]
    days = said.changed(school_days(leave.first, (leave.last - leave.first).days + 1))
    more = [day for day in days if day > leave.last]
    if not more:
        return None
    words = f"{leave_days(more, None)} vì {leave.reason}" if leave.reason else leave_days(more, None)
    text = _("Do you ask leave for {days} as well? This has not been sent yet.")
    button = Button(_("Ask leave for {name}").format(name=given_name(leave.name)), ask_for_leave(leave.pupil_id, words))
    return [Outgoing(text=text.format(days=days_said(more[0], more[-1], None)), buttons=[[button]])]
