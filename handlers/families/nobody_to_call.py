"""What `/goi` says besides its list: who has asked to be called, and why nobody else stands there."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from letters.families.answers import URGENT, answer_line, each_decided, matters
from letters.stops import stopped_now
from locales import _
from models import Answers, Firings
from models.families.answers import OPEN
from models.figures.summary import parts
from models.post.stops import in_force
from models.shapes.message import Button, Incoming, Outgoing

MOST = 12


async def asked_to_be_called(incoming: Incoming, session: AsyncSession) -> tuple[list[str], list[list[Button]]]:
    """Families whose open answer asks the school to call; the taps are the homeroom teacher's."""
    mine = select(Answers.id).join(Firings, Firings.id == Answers.firing_id)
    mine = mine.where(Answers.school_id == local(incoming)[0].id, Answers.state == OPEN, Answers.code.in_(URGENT))
    if not leads(incoming.asker):
        mine = mine.where(Firings.class_id.in_(incoming.asker.classes()))
    ids = list(await session.scalars(mine.order_by(Answers.id)))
    found = [one for one in await matters(session, ids) if one.asked is not None]
    lines = [_("**Families that have answered and wait for a call**"), *map(answer_line, found)] if found else []
    own = [one for one in found if one.class_id in incoming.asker.classes()]
    return lines, each_decided(own[:MOST], named=True)


async def nobody(incoming: Incoming, session: AsyncSession) -> Outgoing:
    """Where nobody has reported, that is what is missing; and what a leader is still to look at is said so."""
    school, moment = local(incoming)
    held = [stop.class_id for stop in await in_force(session, [school.id]) if stop.day == moment.date()]
    if held and (leads(incoming.asker) or None in held or incoming.asker.classes() & set(held)):
        return Outgoing(text=_("Today's absences wait for the leadership's look; then whom to call stands here."))
    mine = None if leads(incoming.asker) else list(incoming.asker.classes())
    today = await parts(session, school.id, moment.date(), moment.date(), mine)
    if today and not any(one.reported for one in today):
        return Outgoing(text=_("Nothing has been reported today, so it is not known yet which families to call."))
    text = _("Nobody has to be called at this moment; a family that no message reaches will stand here. Thank you.")
    return Outgoing(text="\n".join([text, *await stopped_now(session, school, incoming.when)]))
