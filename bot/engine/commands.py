"""Finds what handlers, jobs and composers there are, and which handler a message is for."""

from collections.abc import Sequence
from functools import cache

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncSession

import handlers
import jobs
import letters
from handlers import DocumentHandler, by_word, match, may
from handlers.asking.asked import wanted
from handlers.asking.question_answered import question_answered
from handlers.families.free_text import family_text
from handlers.people.by_phone import by_phone
from handlers.people.door import answered_once, at_the_door
from handlers.people.groups import group_changed
from handlers.register.free_text import unprompted
from handlers.register.going_on import going_on
from handlers.service import only_private
from jobs import Schedule, schedules
from jobs.daily import all_that_fire, all_that_tell
from models.shapes.declared import declared
from models.shapes.letter import Composition
from models.shapes.marks_changed import all_that_follows, standing
from models.shapes.message import Incoming, Said
from rules.letters import Kind


class Book(Struct):
    """Everything that was found, by the names it is called with."""

    documents: list[DocumentHandler]
    composers: dict[str, Composition]
    schedules: list[Schedule]

    async def answer(self, incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        """Let the right handler answer, if this person may ask for it. Rights are those of the asker, who was read
        from the database in this transaction.
        """
        if incoming.change is not None:
            return await group_changed(incoming, session)
        if (said := await at_the_door(incoming, session)) is not None:
            return said
        answer = by_phone if incoming.phone else self._answer
        return answered_once(incoming, await answer(incoming, session))

    async def _answer(self, incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
        for first in (self._document, question_answered, going_on):
            if (said := await first(incoming, session)) is not None:
                return said
        known = match(incoming.text)
        if known is not None and not may(incoming.asker, known[0].who) and _writes_freely(incoming):
            known = None
        named = known is not None and not known[1].strip()  # a command's own word is that command
        if not named and (said := await wanted(incoming, session)) is not None:
            return said
        if (said := await family_text(incoming, session, known)) is not None:
            return said
        if known is None or (known[0].everyday and not incoming.text.startswith("/")):
            said = await unprompted(incoming, session, only_clear=known is not None)
            if said is not None:
                return said
        command, rest = known or (by_word()["khonghieu"], incoming.text)
        if not may(incoming.asker, command.who):
            command, rest = by_word()["khongduoc"], command.words[0]
        if not (incoming.private or command.in_group):
            return [only_private()]
        return await command.run(structs.replace(incoming, rest=rest), session)

    async def _document(self, incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
        handler = next((each for each in self.documents if each.takes(incoming)), None)
        return None if handler is None else await _taken(handler, incoming, session)


def _writes_freely(incoming: Incoming) -> bool:
    """`gọi cho tôi` of a family, `còn mấy nhà phải đi` of a colleague: words of a command that is not theirs."""
    return incoming.private and not incoming.text.startswith("/")


async def _taken(handler: DocumentHandler, incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A report written below a picture is a report. In a group no file is taken; the pictures that it is full of are
    not even remarked upon.
    """
    words = structs.replace(incoming, attachment=None)
    if handler.pictures and (said := await unprompted(words, session, only_clear=True)) is not None:
        return said
    if incoming.private:
        return await handler.run(incoming, session)
    return [] if handler.pictures else [only_private()]


class WordlessKindError(Exception):
    """A kind of letter that no composer writes."""


@cache
def load() -> Book:
    """Walk the packages. Raises DuplicateWordError, WordlessJobError, WordlessKindError."""
    by_word()
    for walk in (all_that_fire, all_that_tell, all_that_follows, standing):
        walk()  # what cannot be loaded ends the program as it starts, and not each daily check
    composers = dict(declared("composes", letters, jobs))
    if wordless := set(Kind) - composers.keys():
        raise WordlessKindError(", ".join(sorted(wordless)))
    return Book(
        documents=list(handlers.found("document")),
        composers=composers,
        schedules=list(schedules().values()),
    )
