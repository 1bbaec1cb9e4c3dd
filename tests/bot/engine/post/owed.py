"""What the tests of the sender share: memos that are owed, replies, a second phone, and a clock that stands still."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.outbox import Origin, store
from models import Chats, Outbox
from models.people.askers import schools
from models.shapes.letter import Composition, Due, Letter, Reader
from models.shapes.message import Notice, Outgoing
from tests.bot.engine.post.mail import ANYBODY, column
from tests.conversation import Play


async def memo(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter:
    """A letter that lists what it is about."""
    return Letter(text=f"ghi nhớ {[due.about for due in dues]}", told=frozenset(due.outbox_id for due in dues))


async def broken(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter:
    raise LookupError


async def owe(play: Play, name: str, about: int = 1, **more: Any) -> None:
    """Owe a person a memo."""
    play.app.book.composers["memo"] = Composition(memo, to=ANYBODY)
    play.app.book.composers["broken"] = Composition(broken, to=ANYBODY)
    values = {"kind": "memo", "key": f"memo:{about}", **more}
    notice = Notice(
        school_id=play.school_id, person_id=await play.person(name), about=about, day=play.now.date(), **values
    )
    async with play.app.database.write() as session:
        known = await schools(session)
        await store(session, [(Origin(play.app.now()), [notice])], known, play.app.now())


async def reply(play: Play, phone: str, *texts: str) -> None:
    """Owe a chat replies."""
    chat_id = await chat(play, phone)
    origin = Origin(play.app.now(), chat_id)
    async with play.app.database.write() as session:
        await store(session, [(origin, [Outgoing(text=words)]) for words in texts], {}, play.app.now())


async def chat(play: Play, phone: str) -> int:
    return int((await column(play, select(Chats.id).where(Chats.address == phone)))[0])


async def states(play: Play) -> list[str]:
    return await column(play, select(Outbox.state).order_by(Outbox.id))


async def second_phone(play: Play, name: str, phone: str) -> None:
    values = {"channel": "paper", "address": phone, "person_id": await play.person(name)}
    async with play.app.database.write() as session:
        at = play.app.now() - timedelta(days=9)
        await session.execute(insert(Chats).values(**values, created_at=at, linked_at=at))


async def waits(play: Play) -> float:
    """Seconds until the only pending row may leave."""
    (moment,) = await column(play, select(Outbox.not_before).where(Outbox.state == "pending"))
    seconds: float = (moment - play.app.now()).total_seconds()
    return seconds


class Watch:
    """The sender's clock for pauses: it stands still until it is moved."""

    now = 100.0


async def heard(play: Play, phone: str, text: str) -> None:
    """Wait until the running sender has shown this."""
    while not any(parcel.text == text for parcel in play.channel.seen[phone]):  # noqa: ASYNC110, nobody tells
        await asyncio.sleep(0.01)
