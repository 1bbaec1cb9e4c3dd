"""`thêm Lan nữa`, `bỏ Lan ra`: said behind one's own report of today, it is of that class and half day."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import local
from handlers.register.edited import replacing
from handlers.register.heard import Heard, hear
from handlers.register.reporting import report
from letters.says.register import scope_typed
from models.people.class_lists import class_names
from models.register.batches import batch, last_batch
from models.shapes.message import Incoming, Said
from rules.asking.questions import is_question
from rules.people.roles import REPORTERS
from rules.reading.going_on import goes_on

A_WHILE = timedelta(hours=3)


async def going_on(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """The answer, None unless every word of it is of pupils of the class that the writer has just reported. Changed
    afterwards, it takes the place of what it said before.
    """
    mine = incoming.private and bool(incoming.text) and may(incoming.asker, REPORTERS)
    if not mine or goes_on(incoming.text, "") is None or is_question(incoming.text):
        return None
    scope = await _just_reported(incoming, session)
    if not scope:
        return None
    text = goes_on(incoming.text, scope) or ""
    heard = await hear(incoming, session, text)
    if not _is_of_pupils(heard):
        return None
    again = structs.replace(incoming, text=text)  # what a button says it by
    if incoming.edited and (said := await replacing(again, session, heard)) is not None:
        return said
    return await report(incoming, session, structs.replace(heard, text=incoming.text))


async def _just_reported(incoming: Incoming, session: AsyncSession) -> str:
    """The one class and half days of the writer's last report, as they are typed, if it was made a short time ago and
    is of today; else nothing.
    """
    number = await last_batch(session, incoming.linked.person_id)
    done = await batch(session, number) if number else None
    today = local(incoming)[1].date()
    if done is None or done.made_at < incoming.when - A_WHILE or [day for _class, day in done.parts] != [today]:
        return ""
    ((class_id, _day), parts) = next(iter(done.parts.items()))
    names = await class_names(session, {class_id})
    return scope_typed(names[class_id], parts, today)


def _is_of_pupils(heard: Heard) -> bool:
    reports = heard.reading.reports
    items = [item for one in reports for item in one.items]
    clear = len(reports) == 1 and not heard.reading.chat and not reports[0].unread
    return clear and bool(items) and all(item.candidates and item.meant for item in items)
