"""What a command answers without the inbox around it: Unclear is its answer, what is long is made aside."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.commands import Book
from handlers.aside import Aside
from handlers.asked import Unclear
from models.shapes.message import Incoming, Said


async def answered(book: Book, incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    try:
        try:
            return await book.answer(incoming, session)
        except Aside as aside:
            return await aside.make(session)
    except Unclear as unclear:
        return [unclear.answer]
