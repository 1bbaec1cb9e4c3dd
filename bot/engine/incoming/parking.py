"""A message whose handler failed is tried again a little later, and in the end set aside with a word to its writer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.outbox import Origin, origin_of
from bot.engine.trouble import parked, responsible
from locales import _, speaking
from models import Chats, Inbox
from models.shapes.asker import School
from models.shapes.message import Incoming, Outgoing, Said

MOST_TRIES = 5
RETRY = (1, 2, 4, 8)  # seconds after each failed try; then the message is parked


def is_last_try(row: Any) -> bool:
    """The try that has just failed was the last one of this inbox row."""
    return bool(row.tries + 1 >= MOST_TRIES)


async def count_failure(session: AsyncSession, row: Any, error: Exception, now: datetime) -> None:
    tries = row.tries + 1
    values: dict[str, Any] = {"tries": tries, "error": type(error).__name__}
    values |= (
        {"state": "parked", "done_at": now}
        if is_last_try(row)
        else {"try_at": now + timedelta(seconds=RETRY[tries - 1])}
    )
    await session.execute(update(Inbox).where(Inbox.id == row.id, Inbox.state == "new").values(values))


async def _writer(session: AsyncSession, row: Any, now: datetime) -> tuple[Origin, str] | None:
    """Of a message that no reader understands, as when the other side has changed its shape: whose chat it came from,
    if somebody is linked there, and the language.
    """
    theirs = (Chats.channel == row.channel, Chats.address == row.address, Chats.person_id.is_not(None))
    chat = (await session.execute(select(Chats.id, Chats.language).where(*theirs))).first()
    return None if chat is None else (Origin(now, chat.id, inbox_id=row.id), chat.language)


async def give_up(
    session: AsyncSession, row: Any, incoming: Incoming | None, schools: dict[int, School], now: datetime
) -> list[tuple[Origin, Sequence[Said]]]:
    """A message that is set aside is answered, and the administrators of its school (added to `schools`) hear of it."""
    said: list[tuple[Origin, Sequence[Said]]] = []
    writer = (origin_of(incoming, now), incoming.asker.language) if incoming else await _writer(session, row, now)
    if writer is not None:
        with speaking(writer[1]):
            words = _("Sorry, this message could not be handled. It is kept. If it is urgent, please call the school.")
        said.append((writer[0], [Outgoing(text=words)]))
    school = await responsible(session, incoming.asker.school if incoming else None)
    if school is not None:
        schools[school.id] = school
        said.append(parked(row.id, school, now))
    return said
