"""What a command answers without the inbox around it, which takes Unclear as its answer."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.commands import Book
from handlers.asked import Unclear
from models.shapes.message import Incoming, Said


async def answered(book: Book, incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    try:
        return await book.answer(incoming, session)
    except Unclear as unclear:
        return [unclear.answer]
