"""What a family wants, where it calls its own child by name."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.leave.asking import own_children
from handlers.whom_to_call import only_a_family
from models.shapes.message import Incoming
from rules.asking.own_child import as_a_child
from rules.asking.wish import Intent
from rules.leave import comes_late, tells_illness


async def with_own_child(incoming: Incoming, session: AsyncSession) -> str:
    """The text as it is weighed; what is passed on of it stays as it was written."""
    text = incoming.text.strip()
    if not only_a_family(incoming):
        return text
    children = await own_children(session, incoming.asker.children, local(incoming)[1].date())
    return as_a_child(text, [child.name for child in children.values()])


def family_means(first: Intent | None, text: str) -> Intent | None:
    """What the words are like, and what they say: `con sốt rồi cô` is no child that is back."""
    if first is Intent.LEAVE and comes_late(text):
        return Intent.LATE
    return Intent.LEAVE if first in (Intent.BACK, Intent.THERE) and tells_illness(text) else None
