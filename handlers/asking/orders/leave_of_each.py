"""Leave for several children of a family on days of their own: each by its own tap, with its own days."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.families.awaiting import awaited_of
from handlers.leave.asking import own_children
from handlers.whom_to_call import only_a_family
from letters.leave import days_said
from letters.says.leave import ask_for_leave
from locales import _
from models.families.notes import LONGEST
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.of_each import is_here, told_of_each
from rules.asking.questions import asks_what, asks_whether
from rules.leave import read_leave
from rules.people.names import given_name


async def leave_of_each(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """None: it is not told of each, or something is asked."""
    text, today = incoming.text, local(incoming)[1].date()
    asks = "?" in text or asks_whether(text) or asks_what(text) or len(text) > LONGEST
    if asks or not only_a_family(incoming) or len(incoming.asker.children) < 2:
        return None
    known = await own_children(session, incoming.asker.children, today)
    told = told_of_each(text, {pupil: one.name for pupil, one in known.items()})
    away = {pupil: said for pupil, said in told.items() if not is_here(said)}
    wishes = {pupil: read_leave(said, today) for pupil, said in away.items()}
    dated = all(wish.days and wish.days[0] >= today and not wish.problem for wish in wishes.values())
    if not away or not dated or await awaited_of(incoming, session):
        return None
    lines = [_("Do you ask leave like this? The request has not been sent yet.")]
    buttons = []
    for pupil, wish in wishes.items():
        name = given_name(known[pupil].name)
        lines.append(f"• {name}: {days_said(wish.days[0], wish.days[-1], wish.part)}")
        buttons.append([Button(_("Ask leave for {name}").format(name=name), ask_for_leave(pupil, away[pupil]))])
    return [Outgoing(text="\n".join(lines), buttons=buttons)]
