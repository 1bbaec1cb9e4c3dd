"""Words that were asked for, as long as they are wanted."""

from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.families import answered_by
from models.families.answers import asked_about
from models.post.awaited import awaited
from models.shapes.message import Incoming
from rules.asking.questions import asks_whether


async def awaited_of(incoming: Incoming, session: AsyncSession) -> str | None:
    """What this text belongs behind, if it was asked for. No reason is wanted any more of an absence that was taken
    back, and `cháu có đi học không cô` gives none.
    """
    says = await awaited(session, incoming.asker.chat_id, incoming.when)
    firing_id = answered_by(says) if says else None
    if firing_id is None:
        return says
    wanted = not asks_whether(incoming.text) and await asked_about(session, firing_id) is not None
    return says if wanted else None
