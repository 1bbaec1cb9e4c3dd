"""What was not sent in time, because the program or its channel stood still: one letter a person."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.words import listed, opening, short_day
from models import Outbox
from models.letter import Due, Letter, Reader, composes
from models.message import Button
from papers.kind_words import about


@composes("late")
async def late(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Staff read which letters were too late, by what they were about; what is still to be done stands in /viec."""
    rows = await session.execute(
        select(Outbox.kind, Outbox.day, Outbox.created_at)
        .where(Outbox.id.in_([due.about for due in dues]))
        .order_by(Outbox.day, Outbox.id)
    )
    days: dict[str, list[str]] = {}
    for row in rows:
        day, seen = short_day(row.day or row.created_at.date()), days.setdefault(about(row.kind), [])
        seen += [day] if day not in seen else []
    lines = [f"• {opening(what)}: {listed(when)}" for what, when in days.items()]
    head = _("**Not sent in time**: Sĩ Số could not send letters for a while, and these are out of date by now:")
    text = "\n".join([head, *lines, _("What is still to be done is shown by one tap:")])
    told = frozenset(due.outbox_id for due in dues)
    return Letter(text=text, told=told, buttons=[[Button(_("All that is waiting for me"), "/viec")]])
