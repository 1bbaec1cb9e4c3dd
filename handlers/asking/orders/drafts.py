"""A draft that waits for its tap is changed in words: `đổi thành 14h`, `thêm câu: …`, `gửi cho phụ huynh`. Nothing is
sent by it.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from handlers.announcements.audience import read_audience
from handlers.asked import local
from letters.says.announcements import Verb, act, read_act
from letters.says.service import behind
from models import Announcements
from models.post.offered import last_offered
from models.shapes.message import Incoming, Said
from rules.asking.drafting import amended, for_whom


async def draft_changed(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """None where no draft of one's own was shown last, or the words are about something else."""
    number = await _shown(incoming, session)
    mine = (Announcements.id == number, Announcements.person_id == incoming.asker.person_id)
    words = await session.scalar(select(Announcements.words).where(*mine)) if number is not None else None
    if number is None or not words:
        return None
    if changed := amended(words, incoming.text, local(incoming)[1].date()):
        return await as_if_typed(incoming, session, act(Verb.CHANGE, number, changed))
    whom = for_whom(incoming.text)
    read = await read_audience(incoming, session, f"{whom}:") if whom else None
    if read is None or read.whom is None or read.words:
        return None
    return await as_if_typed(incoming, session, act(Verb.FOR, number, whom))


async def _shown(incoming: Incoming, session: AsyncSession) -> int | None:
    """The one draft that the newest answer has taps for."""
    offered = [
        read_act(behind(one.says)) for one in await last_offered(session, incoming.linked.chat_id, incoming.when)
    ]
    numbers = {one.number for one in offered if one is not None and one.verb in (Verb.SEND, Verb.FOR)}
    return numbers.pop() if len(numbers) == 1 else None
