"""Whose home a line of /tham tells of: a case's number, or the pupil's name with or without the class before it."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.roll import Unclear, local
from locales import _
from models import Cases
from models.caseview import own
from models.ladder import Fact, case_facts
from models.message import Button, Incoming
from rules.names import fold, given_name

OFFERED = 8


async def whose_home(incoming: Incoming, session: AsyncSession) -> tuple[Fact, str]:
    """The open case this person may report about, and the words of the result. Raises Unclear: homes to tap."""
    words = incoming.rest.strip()
    mine = await _own_cases(incoming, session)
    found, result = numbered(words, mine) or named(words, mine)
    if len(found) == 1:
        return found[0], result
    raise Unclear(*_which(words, found or mine, result))


async def _own_cases(incoming: Incoming, session: AsyncSession) -> list[Fact]:
    mine = own(incoming.asker, local(incoming)[1].date())
    waiting = select(Cases.id).where(mine, Cases.closed_on.is_(None)).order_by(Cases.visited_on, Cases.opened_on)
    return await case_facts(session, list(await session.scalars(waiting)))


def numbered(words: str, facts: Sequence[Fact]) -> tuple[list[Fact], str] | None:
    """None if the line begins with no number."""
    number, _blank, result = words.partition(" ")
    number = number.removeprefix("#").rstrip(":,")
    return ([fact for fact in facts if str(fact.id) == number], result.strip()) if number.isdecimal() else None


def named(words: str, facts: Sequence[Fact]) -> tuple[list[Fact], str]:
    """The cases whose pupil the line begins with, and the words behind the full name or given name."""
    typed = words.split()
    folded = [fold(word.strip(":,;.")) for word in typed]
    start = _behind(folded, 0, {"lop"})
    of_class = [fact for fact in facts if folded[start : start + 1] == [fold(fact.class_name)]]
    start = _behind(folded, start + bool(of_class), {"em"})
    for shape in (str, given_name):
        names = {fact.id: fold(shape(fact.name)).split() for fact in of_class or facts}
        found = [fact for fact in of_class or facts if folded[start:][: len(names[fact.id])] == names[fact.id]]
        if found:
            return found, " ".join(typed[start + len(names[found[0].id]) :]).lstrip(":,; ")
    return [], words


def _behind(folded: Sequence[str], start: int, words: Collection[str]) -> int:
    return start + (folded[start : start + 1] != [] and folded[start] in words)


def _which(words: str, facts: Sequence[Fact], result: str) -> tuple[str, list[list[Button]]]:
    if not facts:
        return _("There is no open case that you may report a visit for. Please see /viec."), []
    buttons = [
        [Button(f"{fact.name}, {fact.class_name}", f"/tham {fact.id} {result}".strip())] for fact in facts[:OFFERED]
    ]
    if numbered(words, facts):
        return _("There is no open case with that number that you may report about. Whose home was visited?"), buttons
    return _("Whose home was visited?"), buttons
