"""What a hamlet's pair tells of a home it has been to or called, and that is nobody's case yet."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asking.about import About, class_of_pupil
from handlers.cases.visit_whose import own_cases
from handlers.families.by_staff import PAIR, looks_after_home, offer
from models import Cases
from models.shapes.message import Incoming, Outgoing
from rules.asking.questions import is_question
from rules.asking.wish import Intent

AT_HOME = (Intent.VISITED, Intent.CALLED)


async def for_teacher(incoming: Incoming, session: AsyncSession, found: About) -> Outgoing | None:
    """`tôi đã đến nhà em A, mẹ bảo em ốm` of a hamlet's pair, where no case waits for it: the teacher may read it."""
    if len(found.pupils) != 1 or not may(incoming.asker, PAIR) or is_question(incoming.text):
        return None
    pupil = found.pupils[0]
    taught = await class_of_pupil(incoming, session, pupil)
    if (taught and taught.id in incoming.asker.classes()) or await own_cases(
        incoming, session, Cases.pupil_id == pupil.id
    ):
        return None
    return offer(incoming, pupil.id, pupil.name) if await looks_after_home(incoming, session, pupil.id) else None
