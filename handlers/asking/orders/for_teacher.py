"""What a colleague tells of a home it was at or called, and that is nobody's case yet; leaders write the call down."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import leads
from handlers.asking.about import About
from handlers.asking.passing import taps_to_pass_on
from handlers.cases.visit_whose import own_cases
from locales import _
from models import Cases
from models.shapes.message import Incoming, Outgoing
from rules.asking.questions import is_question
from rules.asking.wish import Intent
from rules.people.roles import EMPLOYED

AT_HOME = (Intent.VISITED, Intent.CALLED)


async def for_teacher(incoming: Incoming, session: AsyncSession, found: About, told: Intent) -> Outgoing | None:
    """`tôi đã đến nhà em A, mẹ bảo em ốm`: the homeroom teacher may read it, by a tap."""
    named = found.pupils or found.hidden
    if len(named) != 1 or not may(incoming.asker, EMPLOYED) or is_question(incoming.text):
        return None
    if told is Intent.CALLED and leads(incoming.asker):
        return None
    if await own_cases(incoming, session, Cases.pupil_id == named[0].id):
        return None
    taps = await taps_to_pass_on(incoming, session, named)
    text = _("Nothing was recorded, nothing was sent. Shall these words go to the homeroom teacher of {name}?")
    return Outgoing(text=text.format(name=named[0].name), buttons=taps) if taps else None
