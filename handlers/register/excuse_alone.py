"""`có phép nha`, `sửa từ k sang p` behind an own report of one pupil: of that pupil, in those half days."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed
from letters.says.register import mark, scope_typed
from models import Outbox
from models.people.class_lists import class_names
from models.register.batches import batch, last_batch
from models.shapes.message import Incoming, Said
from rules.asking.excuse import excuse_alone
from rules.marks import ABSENT, Mark

LATELY = timedelta(minutes=30)


async def excuse_of_the_last(incoming: Incoming, session: AsyncSession, text: str) -> Sequence[Said] | None:
    """None where the words say more, or the last report is old or of several."""
    excused = excuse_alone(text)
    number = await last_batch(session, incoming.linked.person_id) if excused is not None else None
    done = await batch(session, number) if number else None
    if done is None or done.made_at < incoming.when - LATELY or await _named(incoming, session, done.inbox_id) != 1:
        return None
    absent = [one for one in done.marks if one.kind in ABSENT]
    if len({(one.pupil_id, one.class_id, one.day) for one in absent}) != 1:
        return None
    one, name = absent[0], (await class_names(session, done.classes))[absent[0].class_id]
    scope = scope_typed(name, sorted({each.part for each in absent}, reverse=True), one.day)
    return await as_if_typed(incoming, session, mark(scope, one.pupil_id, Mark.EXCUSED if excused else Mark.UNEXCUSED))


async def _named(incoming: Incoming, session: AsyncSession, inbox_id: int) -> int:
    """How many its receipt names: of who was written down so before, the report wrote no mark."""
    mine = (Outbox.inbox_id == inbox_id, Outbox.chat_id == incoming.asker.chat_id)
    texts = await session.scalars(select(Outbox.text).where(*mine))
    return sum(line.startswith("•") for text in texts for line in (text or "").splitlines())
