"""What the tests of inbox and outbox share: delivering as a channel does, handlers that do what a test wants, rows."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from bot.engine.commands import Book
from channels import Raw
from models import Inbox, People
from models.shapes.letter import To
from models.shapes.message import Handler, Incoming, Said
from tests.conversation import Play
from tests.on_paper import Words

ANYBODY = To(((lambda: select(People.id),),))  # a letter of tests, which anybody may read


class Scripted(Book, kw_only=True):
    """The real handlers, and before them what a test wants done at certain words. `heard` is (address, text)."""

    script: dict[str, Handler]
    heard: list[tuple[str, str]]

    @override
    async def answer(self, incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        self.heard.append((incoming.address, incoming.text))
        if incoming.text in self.script:
            return await self.script[incoming.text](incoming, session)
        return await Book.answer(self, incoming, session)


def scripted(play: Play, **script: Handler) -> Scripted:
    """From now on the school's worker does this at these words."""
    book = play.app.book
    found = Scripted(
        documents=book.documents, composers=book.composers, schedules=book.schedules, script=script, heard=[]
    )
    play.app.worker._book = found
    return found


def raw(play: Play, phone: str, text: str, number: str, **more: Any) -> Raw:
    words = Words(phone, text, play.app.now(), number, **more)
    return Raw(external_id=number, address=phone, body=msgspec.json.encode(words))


async def later(play: Play, **span: float) -> None:
    """Let time pass and do what is then due, without the clock's jobs."""
    play.app.now.move_to(play.app.now() + timedelta(**span))
    await play.app.settle()


async def rows(play: Play, statement: Any) -> list[Any]:
    async with play.app.database.read() as session:
        return list((await session.execute(statement)).all())


async def column(play: Play, statement: Any) -> list[Any]:
    return [row[0] for row in await rows(play, statement)]


async def inbox_states(play: Play) -> dict[str, int]:
    found = await rows(play, select(Inbox.state, func.count()).group_by(Inbox.state))
    return {state: count for state, count in found}  # noqa: C416, rows are not tuples to the type checker
