"""Whoever wrote to us and was perhaps never answered is told so: a report would seem to have been heard by nobody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.outbox import EMPTY, Payload
from locales import _, speaking
from locales.words import day_words
from models import Chats, Inbox, Outbox
from models.people.askers import schools
from models.post.tables import HANDED, PENDING, in_lost
from models.shapes.asker import School
from models.shapes.message import DIGEST

AFTERWARDS = timedelta(minutes=5)  # what kept the answer from arriving may be over


async def tell_of_unanswered(session: AsyncSession, rows: Sequence[int], now: datetime) -> None:
    """Of those outbox rows which were answers and have ended without having arrived. What tells of one answers no
    message itself, so nothing more follows if it is lost too. A stranger's chat that refused one would refuse this too.
    """
    columns = (Outbox.id, Outbox.school_id, Outbox.chat_id, Outbox.payload, Inbox.received_at, Chats.language)
    answers = select(*columns).join(Chats, Chats.id == Outbox.chat_id).join(Inbox, Inbox.id == Outbox.inbox_id)
    lost = answers.where(Outbox.id.in_(rows), in_lost(), Outbox.kind == "", Chats.closed_at.is_(None))
    lost = lost.where(or_(Outbox.state == HANDED, Chats.person_id.is_not(None)))
    found = (await session.execute(lost.order_by(Outbox.id))).all()
    if not found:
        return
    known = await schools(session)
    whose = {row.id: known.get(row.school_id) or next(iter(known.values())) for row in found if known}
    told = [
        _told(row, whose[row.id], now) for row in found if row.id in whose
    ]  # before there is a school nobody is told
    if told:
        await session.execute(insert(Outbox), told)


def _told(row: Any, school: School, now: datetime) -> dict[str, Any]:
    """In a group it stands where the answer would have stood."""
    was = msgspec.msgpack.decode(row.payload or EMPTY, type=Payload)
    there = Payload(answers_to=was.answers_to, thread=was.thread)
    written = school.local(row.received_at)
    with speaking(row.language):
        text = _(
            "Sĩ Số's answer to the message of {time} on {day} may not have arrived. The message itself was received; "
            "if the answer was not read, please send it again."
        ).format(time=f"{written:%H:%M}", day=day_words(school.day(row.received_at)))
    return {
        "school_id": row.school_id,
        "chat_id": row.chat_id,
        "priority": DIGEST,
        "text": text,
        "payload": None if there == Payload() else msgspec.msgpack.encode(there),
        "state": PENDING,
        "created_at": now,
        "not_before": now + AFTERWARDS,
    }
