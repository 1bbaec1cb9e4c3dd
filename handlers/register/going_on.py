"""`thêm Lan nữa`, `bỏ Lan ra`: said behind one's own report of today, it is of that class and half day."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import local
from handlers.register.heard import Heard, hear
from handlers.register.reporting import report
from models.people.class_lists import class_names
from models.register.batches import batch, last_batch
from models.shapes.message import Incoming, Said
from rules.people.roles import REPORTERS
from rules.reading.going_on import goes_on

A_WHILE = timedelta(hours=3)


async def going_on(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """The answer, None unless every word of it is of pupils of the class that the writer has just reported."""
    if (
        not (incoming.private and incoming.text and may(incoming.asker, REPORTERS))
        or goes_on(incoming.text, "") is None
    ):
        return None
    class_name = await _just_reported(incoming, session)
    if class_name is None:
        return None
    text = goes_on(incoming.text, class_name) or ""
    heard = await hear(incoming, session, text)
    return await report(incoming, session, heard) if _is_of_pupils(heard) else None


async def _just_reported(incoming: Incoming, session: AsyncSession) -> str | None:
    """The one class of the writer's last report, if it was made a short time ago and is of today."""
    number = await last_batch(session, incoming.linked.person_id)
    done = await batch(session, number) if number else None
    if done is None or done.made_at < incoming.when - A_WHILE:
        return None
    today = local(incoming)[1].date()
    classes = {class_id for class_id, day in done.parts if day == today}
    if len(classes) != 1 or len(done.parts) != 1:
        return None
    return (await class_names(session, classes)).get(classes.pop())


def _is_of_pupils(heard: Heard) -> bool:
    reports = heard.reading.reports
    items = [item for one in reports for item in one.items]
    clear = len(reports) == 1 and not heard.reading.chat and not reports[0].unread
    return clear and bool(items) and all(item.candidates and item.meant for item in items)
