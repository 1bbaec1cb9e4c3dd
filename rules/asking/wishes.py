"""Which wish is in a message: what is spoken of in it, and the frames that this fills. More told is more sure."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from rules.asking.intent import Intent
from rules.asking.words import Token, entry, tokens

_CONCEPTS = Path(__file__).with_name("concepts.toml")
_FRAMES = Path(__file__).with_name("wishes.toml")
ASKS = "asks"
WEAK, WHOLE, LONGER = 0.5, 1.0, 0.05  # worth of a concept, and of each word that told it


class _Phrase(Struct, frozen=True):
    words: tuple[Token, ...]
    concept: str


class _Frame(Struct, frozen=True):
    wish: Intent
    needs: frozenset[str]
    without: frozenset[str]


def _phrases() -> dict[str, list[_Phrase]]:
    """By the first word, the longest first."""
    rooms: dict[str, dict[str, list[str]]] = tomllib.loads(_CONCEPTS.read_text("utf-8"))
    found: dict[str, list[_Phrase]] = {}
    for room in rooms.values():
        for concept, said in room.items():
            for phrase in said:
                words = entry(phrase)
                found.setdefault(words[0].folded, []).append(_Phrase(words, concept))
    return {first: sorted(some, key=lambda one: -len(one.words)) for first, some in found.items()}


_SAID = tomllib.loads(_FRAMES.read_text("utf-8"))
_WEAK = frozenset(_SAID["weak"])
_REPORTED = frozenset(map(Intent, _SAID["reported"]))
_ASKING = frozenset((ASKS, *tomllib.loads(_CONCEPTS.read_text("utf-8"))["asking"]))


def _frame(wish: Intent, said: str) -> _Frame:
    words = said.split()
    return _Frame(
        wish,
        frozenset(word for word in words if not word.startswith("-")),
        frozenset(word[1:] for word in words if word.startswith("-")),
    )


_PHRASES = _phrases()
_FILLED = tuple(_frame(Intent(name), said) for name, frames in _SAID["frames"].items() for said in frames)


class Wish(Struct, frozen=True):
    """`score` grows with what tells it; `words` are how many tell what counts whole."""

    intent: Intent
    score: float
    words: int


class Spoken(Struct, frozen=True):
    """Each concept and how many words tell it; `wholly`: there is no other word."""

    concepts: Mapping[str, int]
    wholly: bool


def spoken_of(text: str) -> Spoken:
    said = tokens(text)
    marked = sum(one.marks is not None for one in said) * 3 >= len(said)
    found: dict[str, int] = {}
    at, wholly = 0, bool(said)
    while at < len(said):
        here = _longest(said, at, marked=marked)
        for one in here:
            found[one.concept] = max(found.get(one.concept, 0), len(one.words))
        at += len(here[0].words) if here else 1
        wholly = wholly and bool(here)
    return Spoken(found, wholly)


def _longest(said: Sequence[Token], at: int, *, marked: bool) -> list[_Phrase]:
    found: list[_Phrase] = []
    for one in _PHRASES.get(said[at].folded, ()):
        if found and len(one.words) < len(found[0].words):
            break
        if _fits(one.words, said[at : at + len(one.words)], marked=marked):
            found.append(one)
    return found


def _fits(wanted: Sequence[Token], said: Sequence[Token], *, marked: bool) -> bool:
    """Marks that are typed are those of the word; in a message that has marks one word alone is not without them."""
    if len(said) < len(wanted):
        return False
    for one, word in zip(wanted, said, strict=True):
        if one.folded != word.folded or (word.marks is not None and word.marks != one.marks):
            return False
        if word.marks is None and not one.is_plain and marked and len(wanted) == 1:
            return False
    return True


def read_wishes(text: str, *, asks: bool, bare: bool = True) -> tuple[Wish, ...]:
    """The likeliest first, each once. `bare`: words of the roll and no others ask too, as `vắng hôm nay` does."""
    spoken = spoken_of(text)
    told = dict(spoken.concepts) | ({ASKS: 0} if asks else {})
    asked = (bare and spoken.wholly) or not _ASKING.isdisjoint(told)
    best: dict[Intent, Wish] = {}
    for frame in _FILLED:
        if frame.needs <= told.keys() and frame.without.isdisjoint(told) and (asked or frame.wish not in _REPORTED):
            words = sum(told[one] for one in frame.needs - _WEAK if one != ASKS)
            wish = Wish(frame.wish, _worth(frame.needs, told), words)
            best[frame.wish] = max(best.get(frame.wish, wish), wish, key=lambda one: one.score)
    return tuple(sorted(best.values(), key=lambda one: -one.score))


def _worth(needs: Collection[str], told: Mapping[str, int]) -> float:
    return sum((WEAK if one in _WEAK else WHOLE) + LONGER * told[one] for one in needs)


def nearly(text: str) -> tuple[Intent, ...]:
    """Whose frames come nearest: something of them is told, the most first."""
    told = spoken_of(text).concepts
    best: dict[Intent, float] = {}
    for frame in _FILLED:
        here = frame.needs & told.keys()
        if here - _WEAK:
            missing = frame.needs - here
            best[frame.wish] = max(best.get(frame.wish, -9), _worth(here, told) - WEAK * len(missing))
    return tuple(sorted(best, key=lambda one: -best[one]))
