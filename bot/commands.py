"""Finds what handlers, jobs and composers there are, and which handler a message is for."""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncSession

import handlers
import jobs
from handlers import DocumentHandler, by_word, match, may
from handlers.door import answered_once, at_the_door
from handlers.family_text import family_text
from handlers.free_text import unprompted
from jobs import Schedule
from models.letter import Composer
from models.message import Incoming, Said


class Book(Struct):
    """Everything that was found, by the names it is called with."""

    documents: list[DocumentHandler]
    composers: dict[str, Composer]
    schedules: list[Schedule]

    async def answer(self, incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        """Let the right handler answer, if this person may ask for it. Rights are those of the asker, who was read
        from the database in this transaction.
        """
        if (said := await at_the_door(incoming, session)) is not None:
            return said
        return answered_once(incoming, await self._answer(incoming, session))

    async def _answer(self, incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        for handler in self.documents:
            if handler.takes(incoming):
                return await handler.run(incoming, session)
        known = match(incoming.text)
        if (said := await family_text(incoming, session, known)) is not None:
            return said
        if known is None or (known[0].everyday and not incoming.text.startswith("/")):
            said = await unprompted(incoming, session, only_clear=known is not None)
            if said is not None:
                return said
        command, rest = known or (by_word()["khonghieu"], incoming.text)
        if not may(incoming.asker, command.who):
            command, rest = by_word()["khongduoc"], command.words[0]
        return await command.run(structs.replace(incoming, rest=rest), session)


@cache
def load() -> Book:
    """Walk the packages. Raises DuplicateWordError."""
    by_word()
    composers = [found for found in _functions(handlers, jobs) if hasattr(found, "composes")]
    return Book(
        documents=list(handlers.found("document")),
        composers={found.composes: found for found in composers},
        schedules=[found.schedule for found in _functions(jobs) if hasattr(found, "schedule")],
    )


def _functions(*packages: ModuleType) -> Iterator[Any]:
    """Every function defined in the modules of these packages (not those merely imported there)."""
    for package in packages:
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            for value in list(vars(module).values()):
                if callable(value) and getattr(value, "__module__", "") == module.__name__:
                    yield value
