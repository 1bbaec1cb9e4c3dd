"""What people can say: one file a command family, and here how a file declares its commands.

A handler gets what was said (`Incoming`, its `rest` is the text after the command word) and the transaction; it
returns what to say. It never sends, commits, reads the wall clock or knows a channel. `bot` finds every function
marked with `@command` or `@document` by walking this package; no list is kept by hand.
"""

import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear
from models.shapes.asker import Asker
from models.shapes.declared import declared
from models.shapes.message import Handler, Incoming, Said
from rules.people.names import fold, spelling

MOST_WORDS = 3  # a command's word may be typed apart

ANYONE: frozenset[str] = frozenset()
_NOBODY: Mapping[str, str] = {}


class Command(Struct, frozen=True, kw_only=True):
    """Words that start it (folded when matched), one line of help, and the roles that may say it (empty = anyone).
    `everyday` words also begin ordinary messages: without a slash, a report that begins so is read as a report. With
    `slash` its first word is too common to be taken for the command without one: `cả lớp đủ` is not `/ca`. What is said
    every day stands first in help and menu, by its number `daily`; the others follow in the order of the files.
    `begins` are the roles that begin with it, each with the words behind it that the local chat suggests, `{klass}` for
    a class. A label `task` makes it one tap without those words, for them, or for all who may say it. What it does is
    `own` where it writes down or passes on what its sayer has just said: then a yes to its tap is as good as the tap.
    """

    words: tuple[str, ...]
    help: str
    who: frozenset[str]
    usage: str
    hidden: bool
    everyday: bool
    run: Handler
    slash: bool = False
    in_group: bool = False
    daily: int = 0
    task: str = ""
    begins: Mapping[str, str] = {}
    own: bool = False

    @property
    def word(self) -> str:
        """Its first word, as it stands in a menu."""
        return spelled(self.words[0])


def command(
    *words: str,
    help: str,  # noqa: A002, reads as prose where a command is declared
    who: frozenset[str],
    usage: str = "",
    hidden: bool = False,
    everyday: bool = False,
    slash: bool = False,
    in_group: bool = False,
    daily: int = 0,
    task: str = "",
    begins: Mapping[str, str] = _NOBODY,
    own: bool = False,
) -> Callable[[Handler], Handler]:
    """Declare a command. `help` and `usage` are marked with N_() for the catalogues. In a group chat it is refused
    unless `in_group` says that it names no child and no family there.
    """

    def declare(run: Handler) -> Handler:
        declared = Command(
            words=words,
            help=help,
            who=who,
            usage=usage,
            hidden=hidden,
            everyday=everyday,
            run=run,
            slash=slash,
            in_group=in_group,
            daily=daily,
            task=task,
            begins=begins or dict.fromkeys(who if task else (), ""),
            own=own,
        )
        run.command = declared  # type: ignore[attr-defined]  # the walk reads it
        return run

    return declare


Prepare: TypeAlias = Callable[[bytes], Awaitable[Any]]


class DocumentHandler(Struct, frozen=True):
    """A handler for files: `prepare` reads the bytes outside any transaction; its result is `Incoming.prepared`.
    Without it nothing is fetched. One for `pictures` gets only those, and the others everything else. None takes files
    in a group, as a command does not unless it says so: there they are refused unread.
    """

    who: frozenset[str]
    prepare: Prepare | None
    run: Handler
    pictures: bool = False
    unless: frozenset[str] = frozenset()

    def takes(self, incoming: Incoming) -> bool:
        """Whether this file, from this person, is for it. A picture under a command goes with the command."""
        file = incoming.attachment
        if file is None or file.is_picture is not self.pictures or not may(incoming.asker, self.who):
            return False
        if not self.unless.isdisjoint(incoming.asker.role_names()):
            return False
        return not (file.is_picture and match(incoming.text))


def document(
    *, who: frozenset[str], prepare: Prepare | None, pictures: bool = False, unless: frozenset[str] = frozenset()
) -> Callable[[Handler], Handler]:
    """Declare the handler of files that people with these roles send, `unless` they hold one of those."""

    def declare(run: Handler) -> Handler:
        run.document = DocumentHandler(who, prepare, run, pictures, unless)  # type: ignore[attr-defined]  # the walk reads it
        return run

    return declare


def found(attribute: str) -> Iterator[Any]:
    """What the functions of this package's modules declared, in the order of the files."""
    return declared(attribute, sys.modules[__name__])


class DuplicateWordError(Exception):
    """Two commands claim the same word: the program does not start."""


@cache
def commands() -> tuple[Command, ...]:
    """Every command there is."""
    return tuple(found("command"))


@cache
def by_word() -> dict[str, Command]:
    """The commands by their words as matched. Raises DuplicateWordError."""
    words: dict[str, Command] = {}
    for one in commands():
        for word in map(spelled, one.words):
            if words.setdefault(word, one) is not one:
                raise DuplicateWordError(word)
    return words


def spelled(word: str) -> str:
    """A command word as it is matched and stands in a menu: no slash, no marks, no case, no blanks."""
    return fold(word).replace(" ", "").removeprefix("/")


def match(text: str) -> tuple[Command, str] | None:
    """The command a text begins with, and what follows it. Words may be typed apart: "báo cáo", "có mặt"."""
    words = text.split(None, MOST_WORDS)
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        one = by_word().get(spelled("".join(words[:count])))
        slashed = text.lstrip().startswith("/")
        if one is not None and (slashed or (not one.slash and _is_so_marked(words[:count], one))):
            return one, [*text.split(None, count), ""][count]
    return None


def _is_so_marked(typed: Sequence[str], one: Command) -> bool:
    """`vâng` is no `vắng`: what is typed with marks has those of the command's word."""
    marked = {spelling(word.lower()) for word in typed if not word.isascii()}
    return not marked or any(marked <= set(map(spelling, word.lower().split())) for word in one.words)


def may(asker: Asker, who: frozenset[str]) -> bool:
    """Whether this person holds one of the roles now."""
    return not who or not who.isdisjoint(asker.role_names())


async def as_if_typed(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said] | None:
    """The answer of the command that these words are; None where they are none, or none that this person may say."""
    found = match(words)
    if found is None or not may(incoming.asker, found[0].who):
        return None
    try:
        async with session.begin_nested():
            return await found[0].run(structs.replace(incoming, text=words, rest=found[1]), session)
    except Unclear as unclear:  # what the command asks back is an answer: whoever looked may have a better one
        return [unclear.answer]
