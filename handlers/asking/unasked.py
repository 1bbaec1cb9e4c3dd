"""A few words that answer a question, where none is open: nothing is guessed from them."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.families.awaiting import awaited_of
from handlers.service import with_taps
from handlers.whom_to_call import only_a_family
from locales import _
from models.shapes.message import Incoming, Outgoing, Said
from rules.asking.reply import Reply, is_an_order, is_only_an_answer, read_reply


async def unasked(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """What families answer is for their teacher; where words are awaited these are they."""
    if only_a_family(incoming) or not is_only_an_answer(incoming.text) or await awaited_of(incoming, session):
        return None
    if read_reply(incoming.text) in {Reply.YES, Reply.READ, Reply.NO_MORE} and not is_an_order(incoming.text):
        return [Outgoing(text=_("All right."))]
    text = _("No question is open here now, so nothing was recorded and nothing is sent. What can be done:")
    return [with_taps(incoming.asker, text)]
