"""Whose home a line of /tham tells of: a case's number, or the pupil's name with or without the class before it."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local
from letters.says.cases import read_visit, visit
from locales import _
from models import Cases
from models.cases.sight import own
from models.ladder.facts import Fact, case_facts
from models.shapes.message import Button, Incoming
from rules.people.names import fold, given_name

OFFERED = 8
KIN = frozenset({"anh", "ba", "bac", "bo", "cha", "chi", "chu", "co", "di", "ma", "me", "ong"})  # also given names


async def whose_home(incoming: Incoming, session: AsyncSession) -> tuple[Fact, str]:
    """The open case this person may report about, and the words of the result. Raises Unclear: homes to tap."""
    words = incoming.rest.strip()
    wish = read_visit(words)
    if wish and (numbered := await own_cases(incoming, session, Cases.id == wish.case_id)):
        return numbered[0], wish.result
    mine = await own_cases(incoming, session)
    found, result = ([], wish.result) if wish else named(words, mine)
    if len(found) == 1:
        return found[0], result
    raise Unclear(*_which(found or mine, result, numbered=wish is not None))


async def own_cases(incoming: Incoming, session: AsyncSession, *which: ColumnElement[bool]) -> list[Fact]:
    mine = own(incoming.asker, local(incoming)[1].date())
    waiting = select(Cases.id).where(mine, Cases.closed_on.is_(None), *which)
    waiting = waiting.order_by(Cases.visited_on, Cases.opened_on)
    return await case_facts(session, list(await session.scalars(waiting)))


def label_of(fact: Fact) -> str:
    """`Hồ Văn Bình, 6A`."""
    return ", ".join(filter(None, (fact.name, fact.class_name)))


def named(words: str, facts: Sequence[Fact]) -> tuple[list[Fact], str]:
    """The cases whose pupil the line begins with, and the words behind the full name or given name. A given name that
    may as well be a brother or an aunt (`anh trai nói …`) counts behind a class or before a colon only.
    """
    typed = words.split()
    folded = [fold(word.strip(":,;.")) for word in typed]
    start = _behind(folded, 0, {"lop"})
    of_class = [fact for fact in facts if folded[start : start + 1] == [fold(fact.class_name)]]
    start = _behind(folded, start + bool(of_class), {"em"})
    kin = not of_class and folded[start : start + 1] != [] and folded[start] in KIN and typed[start][-1] not in ":,;"
    for shape in (str,) if kin else (str, given_name):
        names = {fact.id: fold(shape(fact.name)).split() for fact in of_class or facts}
        found = [fact for fact in of_class or facts if folded[start:][: len(names[fact.id])] == names[fact.id]]
        if found:
            return found, " ".join(typed[start + len(names[found[0].id]) :]).lstrip(":,; ")
    return [], words


def _behind(folded: Sequence[str], start: int, words: Collection[str]) -> int:
    return start + (folded[start : start + 1] != [] and folded[start] in words)


def _which(facts: Sequence[Fact], result: str, *, numbered: bool) -> tuple[str, list[list[Button]]]:
    if not facts:
        return _("There is no open case that you may report a visit for. Please see /viec."), []
    buttons = [[Button(label_of(fact), visit(fact.id, result))] for fact in facts[:OFFERED]]
    if numbered:
        return _("There is no open case with that number that you may report about. Whose home was visited?"), buttons
    return _("Whose home was visited?"), buttons
