"""The words of a report besides names and days: what each phrase of `words.toml` means, found fast."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert

from rules.people.names import fold, key, spelling

_Words = Annotated[str, Meta(pattern=r"\w")]
_FILE = Path(__file__).with_name("words.toml")
_STRONG = frozenset(
    ("phep", "p", "cp", "k", "kp", "fep", "nghi", "vang", "vkp", "nkp", "vcp", "ncp", "don", "hoc")
)  # of excuses
_MOST_SPELLINGS = 24  # of one phrase
_ALTERNATIVES = re.compile(r"\{([^}]*)\}")


class Sense(StrEnum):
    """What a phrase does in a report; the tables of `words.toml` have these names."""

    EXCUSED = "excused"
    REASON = "reason"
    SIGNAL = "signal"  # a reason after which a pupil may not come back
    SESSION = "session"
    KIND = "kind"
    ALL = "all"  # what is said here is said of everybody named
    NOBODY = "nobody"
    AND = "and"
    ABSENT = "absent"  # the verb: what follows a name and it may be a reason
    PEOPLE = "people"  # a number before it counts pupils
    BECAUSE = "because"
    DENY = "deny"  # what was said before is not so
    INSTEAD = "instead"  # ... but this is
    EXCEPT = "except"  # đủ, trừ Lan
    SAME = "same"  # as in another message
    LEAVE = "leave"
    BUSINESS = "business"  # something else than absence
    TEACHER = "teacher"  # whoever is named behind it is no pupil
    REPORTS = "reports"  # whoever is named before it is no pupil
    PARENT = "parent"  # speaks for the pupil named behind it
    QUESTION = "question"
    MAYBE = "maybe"  # what is said with it is not said to be so
    BUT = "but"  # what was said before does not cover what follows
    EMPTY = "empty"


class Kind(StrEnum):
    """What is said of a pupil. `PRESENT` is said of those who must not be recorded: có mặt, đi học lại."""

    ABSENT = "absent"
    LATE = "late"
    DUTY = "duty"
    PRESENT = "present"
    SKIPPED = "skipped"  # bỏ tiết
    LEFT_EARLY = "left_early"  # về sớm


IN_PART = (Kind.SKIPPED, Kind.LEFT_EARLY)  # came, and was not there all the time


class Phrase(Struct, frozen=True):
    sense: Sense
    value: str
    keys: tuple[tuple[str, str], ...]
    strong: bool  # it speaks of an absence even where nothing else does
    exact: bool  # unmarked it may be part of a name (bão and Bảo): its neighbours must tell


class Lexicon(Struct, frozen=True):
    """The phrases by their words unmarked, and how many words the longest has that begins with a word.

    `known` are all words in it, unmarked and as letters and tone; `names` the syllables of names likewise,
    `usual` those that are usual in names, `families` those of family names unmarked, `unmarked` the given names that
    are written without marks. `short` are words typed short, and what they stand for; `short_words` finds them.
    """

    phrases: Mapping[str, tuple[Phrase, ...]]
    reach: Mapping[str, int]
    known: frozenset[str]
    names: frozenset[str]
    usual: frozenset[str]
    families: frozenset[str]
    unmarked: frozenset[str]
    short: Mapping[str, str]
    short_words: re.Pattern[str]

    def phrase_at(self, lower: Sequence[str], plain: Sequence[str], at: int, until: int) -> tuple[Phrase, int] | None:
        """The longest phrase that begins at `at` and ends before `until`, and where it ends."""
        for end in range(min(until, at + self.reach.get(plain[at], 0)), at, -1):
            phrases = self.phrases.get(" ".join(plain[at:end]))
            alike = phrases and [phrase for phrase in phrases if all(map(_same, phrase.keys, lower[at:end]))]
            if alike:
                typed = tuple(map(key, lower[at:end]))
                return next((phrase for phrase in alike if phrase.keys == typed), alike[0]), end
        return None

    def syllable_of_names(self, lower: str, plain: str) -> bool:
        """Whether names are made of it: as typed, or of any with these letters if it was typed without marks."""
        return (plain if lower == plain else spelling(lower)) in self.usual


def _same(known: tuple[str, str], typed: str) -> bool:
    """Of two words alike without marks: typed without, any is meant; else this one, wherever its tone is put."""
    return typed.isascii() or key(typed) == known


@cache
def standard() -> Lexicon:
    """The words that come with the program."""
    return lexicon([_FILE.read_text(encoding="utf-8")])


class WordsError(ValueError):
    """A file of words is not as it must be; the message says what is wrong."""


def with_school_words(text: str) -> Lexicon:
    """The standard words and those of a school's own file. Raises WordsError."""
    known = _FILE.read_text(encoding="utf-8")
    for name, table in _parsed(text).items():
        others = table.keys() - _parsed(known)[name].keys()
        if others and name not in ("spellings", "short"):
            raise WordsError(f"[{name}] {', '.join(sorted(others))}: {', '.join(_parsed(known)[name])}")
    return lexicon([text, known])


def lexicon(texts: Sequence[str]) -> Lexicon:
    """The words of several files; of two meanings of a phrase the first file's counts. Raises WordsError."""
    tables = [_parsed(text) for text in texts]
    spellings = {
        word: list(others) for table in reversed(tables) for word, others in table.get("spellings", {}).items()
    }
    only = {word for table in tables for word in table.get("only", {}).get("marked", ())}
    short = {
        typed: word for table in reversed(tables) for word, ways in table.get("short", {}).items() for typed in ways
    }
    phrases: dict[str, list[Phrase]] = {}
    reach: dict[str, int] = {}
    for sense, value, words in _spelt_out(tables, spellings):
        folded = [fold(word) for word in words]
        strong = sense is not Sense.EXCUSED or not _STRONG.isdisjoint(folded)
        phrase = Phrase(sense, value, tuple(map(key, words)), strong, " ".join(words) in only)
        alike = phrases.setdefault(" ".join(folded), [])
        if all(phrase.keys != other.keys for other in alike):
            alike.append(phrase)
            alike.sort(key=lambda each: (each.exact, each.sense is Sense.TEACHER))  # `co` is rather `có` than `cô`
            reach[folded[0]] = max(reach.get(folded[0], 0), len(words))
    return Lexicon(
        phrases={words: tuple(alike) for words, alike in phrases.items()},
        reach=reach,
        known=frozenset(_known(phrases, tables)),
        names=frozenset(_syllables(tables, ("family", "given", "middle", "other"))),
        usual=frozenset(_syllables(tables, ("family", "given", "middle"))),
        unmarked=frozenset(word for word in _listed(tables, "given") if word == fold(word)),
        families=frozenset(map(fold, _listed(tables, "family"))),
        short=short,
        short_words=re.compile(rf"(?<![\w'.])(?:{'|'.join(map(re.escape, short))})(?![\w'.])" if short else r"(?!)"),
    )


def _parsed(text: str) -> dict[str, dict[str, Sequence[str]]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WordsError(str(error)) from error
    known = {*Sense, "spellings", "short", "only", "names", "dates"}
    for name in tables.keys() - known:
        raise WordsError(f"[{name}]: {', '.join(sorted(known))}")
    return {name: _checked(name, table) for name, table in tables.items()}


def _checked(name: str, table: Any) -> dict[str, Sequence[str]]:
    shape: Any = dict[str, str] if name == "names" else dict[str, list[_Words]]
    try:
        checked: dict[str, Sequence[str]] = convert(table, shape)
    except ValidationError as error:
        raise WordsError(f"[{name}]: {error}") from error
    return checked


def _spelt_out(
    tables: Sequence[Mapping[str, Mapping[str, Sequence[str]]]], spellings: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Sense, str, list[str]]]:
    """Every phrase as written first, then in its other spellings, so that a spelling never hides a phrase."""
    listed = [
        (sense, value, phrase)
        for table in tables
        for sense in Sense
        for value, phrases in table.get(sense, {}).items()
        for phrase in phrases
    ]
    yield from ((sense, value, way.split()) for sense, value, phrase in listed for way in each_way(phrase))
    yield from _of_so_many()
    yield from _the_same()
    for sense, value, phrase in listed:
        if " " in phrase and "{" not in phrase:
            yield from ((sense, value, other.split()) for other in _otherwise(phrase, spellings))


def each_way(phrase: str) -> Iterator[str]:
    """`{mẹ|bố} {|có} xin`: every way through the alternatives."""
    if "{" not in phrase:
        yield phrase
        return
    for parts in product(*(part.split("|") for part in _ALTERNATIVES.split(phrase))):
        yield " ".join("".join(parts).split())


def _of_so_many() -> Iterator[tuple[Sense, str, list[str]]]:
    """`cả 3`, `hai bạn này`, `4 em đều`: said of so many who were named."""
    for number, word in _NUMBERS.items():
        for digits in (number, word):
            yield Sense.ALL, number, ["cả", digits]
            for people in _PEOPLE:
                yield Sense.ALL, number, ["cả", digits, people]
                yield from (
                    (Sense.ALL, number, [digits, people, which]) for which in ("đều", "này", "trên", "đó", "ấy")
                )


def _the_same() -> Iterator[tuple[Sense, str, list[str]]]:
    """`vẫn 3 em đó`: of whom another message told."""
    for number, word in _NUMBERS.items():
        for counted in (number, word, "mấy"):
            for people in _PEOPLE:
                for which in ("đó", "ấy", "kia", "cũ", "hôm qua", "hôm trước", "bữa trước", "bữa qua"):
                    yield Sense.SAME, "any", ["vẫn", counted, people, *which.split()]


_NUMBERS = {"2": "hai", "3": "ba", "4": "bốn", "5": "năm", "6": "sáu", "7": "bảy", "8": "tám"}
_PEOPLE = ("em", "bạn", "đứa", "cháu", "hs", "bé", "con")


def _otherwise(phrase: str, spellings: Mapping[str, Sequence[str]]) -> Iterable[str]:
    found = {f" {phrase} "}
    for word, others in spellings.items():
        if f" {word} " in f" {phrase} " and len(found) < _MOST_SPELLINGS:
            found |= {each.replace(f" {word} ", f" {other} ") for each in found for other in others}
    return sorted(found - {f" {phrase} "})


def _known(
    phrases: Mapping[str, Sequence[Phrase]], tables: Sequence[Mapping[str, Mapping[str, Sequence[str]]]]
) -> Iterator[str]:
    for table in tables:
        for word in table.get("dates", {}).get("words", ()):
            yield from (fold(word), spelling(word))
    for folded, alike in phrases.items():
        yield from folded.split()
        for phrase in alike:
            yield from map(" ".join, phrase.keys)


def _listed(tables: Sequence[Mapping[str, Mapping[str, Sequence[str]]]], kind: str) -> Iterator[str]:
    for table in tables:
        yield from str(table.get("names", {}).get(kind, "")).split()


def _syllables(tables: Sequence[Mapping[str, Mapping[str, Sequence[str]]]], kinds: Sequence[str]) -> Iterator[str]:
    for kind in kinds:
        for word in _listed(tables, kind):
            yield fold(word)
            yield spelling(word)
