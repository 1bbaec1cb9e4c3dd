"""Composing: how something owed to a person becomes words at the moment it leaves."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from models.shapes.asker import School
from models.shapes.message import Button, Paper, Says, Typed
from rules.letters import Kind
from rules.pictures import Chart

BUTTON_LIFE = timedelta(days=3)
MOST_TAPS = 10  # rows


class Due(Struct, frozen=True):
    """One thing owed: the outbox row, what it is about, and the school day it is about."""

    outbox_id: int
    about: int
    day: date


class Reader(Struct, frozen=True, kw_only=True):
    """Who will read it, and the moment it leaves."""

    person_id: int
    school: School
    now: datetime

    def reads_on(self, day: date) -> bool:
        """Whether it leaves on this day of the school: only then may it say "today" of it."""
        return self.school.day(self.now) == day


class Brief(Struct, frozen=True, kw_only=True):
    """The same letter for roads that carry no free text: `short` in at most 160 letters without marks, for SMS;
    `template` says which one it is (`absent`, `absent_again`, `case`) and `fields` what fills it, by name: pupil,
    class, day, days, teacher, phone, school.
    """

    template: str
    short: str
    fields: Mapping[str, str]


class Letter(Struct, frozen=True, kw_only=True):
    """Words for one person. `told` names the dues that are in it; the others are no longer true and are cancelled.
    Its buttons hold for `buttons_for`. List numbers typed in answer (`5, 12`) come in behind the words of `answers`;
    where there are no buttons these numbers stand in place of its choices. One without a `brief` goes to chats only.
    """

    text: str
    told: frozenset[int]
    buttons: Sequence[Sequence[Button]] = ()
    buttons_for: timedelta = BUTTON_LIFE
    charts: Sequence[Chart] = ()
    papers: Sequence[Paper] = ()
    brief: Brief | None = None
    answers: Says | Typed | None = None


def dues_about(dues: Sequence[Due], ids: Iterable[int] | None = None) -> frozenset[int]:
    """Which of the dues a letter about these ids tells; all of them where none are given."""
    wanted = None if ids is None else set(ids)
    return frozenset(due.outbox_id for due in dues if wanted is None or due.about in wanted)


def at_hand(taps: Sequence[Sequence[Button]], otherwise: Button) -> Sequence[Sequence[Button]]:
    """The taps of a letter, or where they are too many for the screen of a phone the one that leads to all of them."""
    return taps if len(taps) <= MOST_TAPS else [[otherwise]]


Composer: TypeAlias = Callable[[Sequence[Due], Reader, AsyncSession], Awaitable[Letter | None]]
F = TypeVar("F", bound=Composer)
Way: TypeAlias = Callable[[], Select[Any]]  # a SELECT of people, correlated to the letter's row of the outbox


ABOUT: dict[str, str] = {}  # by kind, what its letters are about: filled as composers are declared
OF: dict[str, Any] = {}  # by kind, the `Matter` of its letters, or None: likewise
TO: dict[str, "To"] = {}  # by kind, who may read its letters: likewise
OF_THEIR_HOUR: set[str] = set()  # kinds whose letters say what is so at an hour of the day: likewise


class To(Struct, frozen=True):
    """Who may read a kind of letter at the moment it leaves (the words for it are in `models.readers`): those of one of
    the `ways`, each of several conditions together. What somebody else was owed is told the `heirs` instead.
    """

    ways: tuple[tuple[Way, ...], ...]
    heirs: tuple[Way, ...] = ()
    of: Any = None  # what its letters are about (`models.readers.Matter`), where they are about something of a class

    def __or__(self, other: "To") -> "To":
        return To(self.ways + other.ways, self.heirs + other.heirs, self.of or other.of)

    def __and__(self, other: "To") -> "To":
        return To(tuple(mine + theirs for mine in self.ways for theirs in other.ways), of=self.of or other.of)

    def passed_on(self) -> "To":
        """The same, and whoever it fits by now is told in place of whom it does not fit any more."""
        return To(self.ways, tuple(way for (way,) in self.ways), self.of)


class Composition(Struct, frozen=True):
    """A kind of letter as it is declared: how its words are found, and whom they may reach."""

    compose: Composer
    to: To


def composes(kind: Kind, *, to: To, about: str, of_its_hour: bool = False) -> Callable[[F], F]:
    """Declare the composer of a kind of notice, who may read it, and in a few words, marked with N_(), what its letters
    are about: for lists of those that did not arrive. It gets everything of that kind one person is owed now, looks
    again at what is true, and returns one letter (None = nothing of it stands). It speaks the reader's language. A kind
    `of_its_hour` says how things stand at an hour: said by a clock that was ahead, it is to be said again.
    """

    if not to.ways:
        raise ValueError(f"nobody may read {kind}")

    def declare(composer: F) -> F:
        ABOUT[kind], OF[kind], TO[kind] = about, to.of, to
        if of_its_hour:
            OF_THEIR_HOUR.add(kind)
        composer.composes = (kind, Composition(composer, to))  # type: ignore[attr-defined]  # found by walking the packages
        return composer

    return declare
