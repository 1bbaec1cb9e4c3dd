"""What a village head or commune officer writes without a command: a child they were asked about, or the answer."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.cases.answers import LONGEST_NOTE
from handlers.cases.case import case_command
from letters.says.cases import CaseAct, case
from locales import _
from models import Cases
from models.cases.sight import is_inside, seen_by
from models.ladder.facts import Fact, case_facts
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.questions import asks, asks_what, asks_whether
from rules.people.names import fold, given_name

FEW = 3  # words beside a name: it is asked for, and nothing is told of it
MOST = 4


async def helpers_words(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The card of a child that is named and nothing more; else one tap passes the words on. Empty: nothing was handed
    to them, they work at the school and have commands for it, or they want something else.
    """
    if is_inside(incoming.asker) or incoming.text.startswith("/"):
        return []
    seen = select(Cases.id).where(seen_by(incoming.asker, local(incoming)[1].date()), Cases.closed_on.is_(None))
    facts = await case_facts(session, list(await session.scalars(seen)))
    named = [fact for fact in facts if _named(fact, incoming.text)]
    if len(named) == 1 and (_asks(incoming.text) or _only_asked(named[0], incoming.text)):
        return await case_command(structs.replace(incoming, rest=str(named[0].id)), session)
    tells = bool(named) or (len(incoming.text.split()) > FEW and not _asks(incoming.text))
    return [_pass_on(named or facts, incoming.text)] if facts and tells else []


def _asks(text: str) -> bool:
    return asks(text) or asks_what(text) or asks_whether(text)


def _named(fact: Fact, text: str) -> bool:
    words = f" {_words(text)} "
    return any(f" {_words(name)} " in words for name in (fact.name, given_name(fact.name)))


def _words(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())


def _only_asked(fact: Fact, text: str) -> bool:
    words, name = _words(text), _words(fact.name)
    beside = words.replace(name, "", 1) if name in words else words.replace(_words(given_name(fact.name)), "", 1)
    return len(beside.split()) <= FEW


def _pass_on(facts: Sequence[Fact], text: str) -> Outgoing:
    words = " ".join(text.split())[:LONGEST_NOTE]
    said = _("Not passed on yet. Shall the school read this: “{words}”?").format(words=words)
    label = _("Pass this on: {name}")
    taps = [[Button(label.format(name=one.name), case(one.id, CaseAct.ANSWER, words))] for one in facts[:MOST]]
    return Outgoing(text=said, buttons=taps)
