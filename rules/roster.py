"""A class list, and who on it is meant by the words somebody typed: one pupil, several to ask about, or nobody."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct
from rapidfuzz import fuzz, process

from rules.names import clean, fold, fold_in_place, given_and_rest, has_suffix, key, syllables

WHOLE, END, FAMILY_GIVEN, INITIALS = range(4)  # how much of the name was typed; the first with anybody decides
_NUMBER = re.compile(r"(?:so|stt)(?: thu tu)?[ .:]*(\d{1,3})$")
_EITHER_I = frozenset(("h", "k", "l", "m", "s", "t", "v", "qu"))  # Mỹ = Mĩ, Lý = Lí, Quý = Quí


class Pupil(Struct, frozen=True):
    id: int
    list_no: int | None
    name: str
    birth_date: date | None = None
    place: str | None = None


class ClassRoster(Struct, frozen=True):
    id: int
    name: str
    version: int
    pupils: tuple[Pupil, ...]


class Form(Struct, frozen=True):
    """One way of writing a pupil's name: how much of it, whose (a place in the list), and its words three ways."""

    part: int
    place: int
    folded: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    sounds: tuple[tuple[str, str], ...]


class Index(Struct, frozen=True):
    """A class list prepared for `find`: every form under its loosest writing. Build it once per version of the list."""

    roster: ClassRoster
    forms: Mapping[str, tuple[Form, ...]]
    by_number: Mapping[int, tuple[Pupil, ...]]
    by_id: Mapping[int, Pupil]
    folded: tuple[str, ...]
    starts: frozenset[str]
    longest: int


class ClassRef(Struct, frozen=True):
    id: int
    name: str


class ClassFound(Struct, frozen=True):
    """The classes a typed token may mean (two sites may have one name) and where it stands in the text."""

    classes: tuple[ClassRef, ...]
    start: int
    end: int


def build_index(roster: ClassRoster) -> Index:
    forms: dict[str, list[Form]] = {}
    by_number: dict[int, tuple[Pupil, ...]] = {}
    for place, pupil in enumerate(roster.pupils):
        for part, words in dict.fromkeys(_forms(pupil.name)):
            forms.setdefault(loose(words), []).append(_form(part, place, words))
        if pupil.list_no is not None:
            by_number[pupil.list_no] = (*by_number.get(pupil.list_no, ()), pupil)
    return Index(
        roster=roster,
        forms={words: tuple(found) for words, found in forms.items()},
        by_number=by_number,
        by_id={pupil.id: pupil for pupil in roster.pupils},
        folded=tuple(fold(clean(pupil.name)) for pupil in roster.pupils),
        starts=frozenset(words.split(" ", 1)[0] for words in forms),
        longest=max((words.count(" ") + 1 for words in forms), default=0),
    )


def _form(part: int, place: int, words: tuple[str, ...]) -> Form:
    folded, keys, sounds = zip(*map(_spelt, words), strict=True)
    return Form(part, place, folded, keys, sounds)


@lru_cache(maxsize=4096)
def _spelt(word: str) -> tuple[str, tuple[str, str], tuple[str, str]]:
    """A syllable unmarked, with its tone apart, and as it sounds; few syllables make all the names there are."""
    spelt = key(word)
    return fold(word), spelt, _sound(spelt)


def _forms(name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    words = [word.lower() for word in syllables(name)]
    yield from _written(words)
    apart = [piece for word in words for piece in word.split("'") if piece]  # H'Lan typed as H Lan, or as Lan
    if apart != words:
        yield from _written(apart)


def _written(words: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(part, words) of every form a teacher writes: the whole, an end, family + given, initials + given."""
    given, rest = given_and_rest(words)
    yield WHOLE, tuple(words)
    if not rest:
        return
    if words[-1] != given[-1]:
        yield from ((END, tuple(words[:length])) for length in range(len(given), len(words)))
        yield from ((END, tuple(words[1:length])) for length in range(2, len(words)) if len(given) > 1)
        return
    yield from ((END, tuple(words[start:])) for start in range(1, len(rest) + 1))
    if has_suffix(words):
        yield from ((END, tuple(words[start:-1])) for start in range(len(rest) + 1))  # Lan may be Lan A or Lan B
    letters = [word[0] for word in rest]
    yield INITIALS, (*letters, *given)
    if len(rest) > 1:
        yield FAMILY_GIVEN, (rest[0], *given)
        yield INITIALS, (rest[0], *letters[1:], *given)
        yield INITIALS, (*letters[1:], *given)
        yield INITIALS, ("".join(letters), *given)


def loose(words: Sequence[str]) -> str:
    """Words reduced to what all their writings share: no marks, no apostrophes, i for y where either is written."""
    return " ".join(loose_word(fold(word)) for word in words)


def loose_word(folded: str) -> str:
    return _with_i(folded.replace("'", ""))


def _with_i(letters: str) -> str:
    return letters[:-1] + "i" if letters[-1:] == "y" and letters[:-1] in _EITHER_I else letters


def find(index: Index, words: str, *, marked: bool = False) -> tuple[Pupil, ...]:
    """Who is meant: nobody, one, or several that only a person can tell apart. Never decided by a score.

    `marked`: the message these words come from has Vietnamese marks elsewhere, so a word without any means one
    without any. Also reads `#<id>`, `số 5` and `stt 5`.
    """
    numbered = _by_number(index, words)
    return numbered if numbered is not None else meant(index, syllables(words), marked=marked).pupils


def _by_number(index: Index, words: str) -> tuple[Pupil, ...] | None:
    typed = words.strip()
    if typed.startswith("#") and typed[1:].isdecimal():
        found = index.by_id.get(int(typed[1:13]))
        return () if found is None else (found,)
    if typed[:1] not in "sS":
        return None
    number = _NUMBER.match(fold(typed))
    return index.by_number.get(int(number[1]), ()) if number else None


class Meant(Struct, frozen=True):
    """`sure` is False if marks typed elsewhere speak against a word typed without: `Hồ Văn Nam` for Hồ Văn Năm."""

    pupils: tuple[Pupil, ...]
    sure: bool = True


_NOBODY = Meant(())


def meant(index: Index, words: Sequence[str], *, marked: bool = False) -> Meant:
    """`find` for words already cut apart."""
    forms = index.forms.get(loose(words))
    return among(index, forms, words, marked=marked) if forms else _NOBODY


def among(index: Index, forms: Sequence[Form], words: Sequence[str], *, marked: bool) -> Meant:
    """Which of the forms that are alike when loosely written is meant."""
    typed = _typed(words, marked=marked)
    for parts in _parts(len(words)):
        written = [form for form in forms if form.part in parts]
        found, sure = _best(typed, written) if written else ([], True)
        if found:
            return Meant(tuple(index.roster.pupils[place] for place in sorted({form.place for form in found})), sure)
    return _NOBODY


class _Typed(NamedTuple):
    folded: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    bare: tuple[bool, ...]  # typed without marks, so that any may be meant
    marked: bool


def _typed(words: Sequence[str], *, marked: bool) -> _Typed:
    folded = tuple(fold(word) for word in words)
    bare = tuple(map(str.__eq__, folded, (word.lower() for word in words)))
    return _Typed(folded, tuple(key(word) for word in words), bare, marked or not all(bare))


def _parts(count: int) -> Sequence[tuple[int, ...]]:
    """One syllable that is a whole name may just as well be somebody's given name."""
    return (
        ((WHOLE, END), (FAMILY_GIVEN,), (INITIALS,)) if count == 1 else ((WHOLE,), (END,), (FAMILY_GIVEN,), (INITIALS,))
    )


def _best(typed: _Typed, forms: list[Form]) -> tuple[list[Form], bool]:
    """The forms equal at the strictest level at which any is, and whether that is beyond doubt."""
    if typed.marked:
        sounds = tuple(_sound(each) for each in typed.keys)
        found = [form for form in forms if form.keys == typed.keys] or [f for f in forms if f.sounds == sounds]
        if found:
            return found, True
        forms = [form for form in forms if _compatible(typed, sounds, form)]
    found = [form for form in forms if form.folded == typed.folded] or forms
    return found, not typed.marked or (all(typed.bare) and all(_differing(typed, form) > 1 for form in found))


def _sound(word: tuple[str, str]) -> tuple[str, str]:
    return _with_i(word[0]), word[1]


def _compatible(typed: _Typed, sounds: tuple[tuple[str, str], ...], form: Form) -> bool:
    """A word typed without marks may stand for any marks; typed marks are evidence."""
    return all(bare or mine == theirs for bare, mine, theirs in zip(typed.bare, sounds, form.sounds, strict=True))


def _differing(typed: _Typed, form: Form) -> int:
    """How many words lack marks that the list has: with two, the name is plainly typed without any."""
    return sum(mine != theirs for mine, theirs in zip(typed.keys, form.keys, strict=True))


def nearest(index: Index, words: str, n: int = 3) -> tuple[Pupil, ...]:
    """The pupils whose names look most like an unknown one: to offer, never to record."""
    close = process.extract(fold(clean(words[:100])), index.folded, scorer=fuzz.WRatio, limit=n, score_cutoff=50)
    return tuple(index.roster.pupils[place] for _, _, place in close)


_Tokens = Mapping[str, tuple[ClassRef, ...]]
_PIECE = re.compile(r"[^\W_][\w/]*")
_NEVER_LAST = re.compile(r"[.)](?: |$)| *(?:em|hs|hoc sinh|ban|chau|be)\b")  # 6A 1. Nam, 6A 2 em are not 6A1, 6A2


def find_class(classes: Sequence[ClassRef], text: str) -> ClassFound | None:
    """The first class named in the text, the longest known name first: `12A11` before `12A1`, `12 A1` is `12A1`."""
    known = _by_token(tuple(classes))
    folded = fold_in_place(text)
    spans = [match.span() for match in _PIECE.finditer(folded)]
    for place, (start, end) in enumerate(spans):
        if folded[start:end].removeprefix("lop") in known:
            found = _named_at(known, folded, spans[place : place + 4])
            if found:
                return found
    return None


def _named_at(known: _Tokens, folded: str, spans: list[tuple[int, int]]) -> ClassFound | None:
    start = spans[0][0]
    announced = not folded[:start].strip() or folded[max(0, start - 6) : start].rstrip().endswith("lop")
    for last in reversed(range(len(spans))):
        end = spans[last][1]
        found = known.get(folded[start:end].replace(" ", "").removeprefix("lop"), ())
        if found and (announced or _telling(folded[start:end])) and not _counts(folded, spans[last], last):
            return ClassFound(found, start, end)
    return None


@lru_cache(maxsize=64)
def _by_token(classes: tuple[ClassRef, ...]) -> _Tokens:
    """The classes by their names without blanks, and nobody by every beginning of one."""
    known: dict[str, tuple[ClassRef, ...]] = {}
    for each in classes:
        token = fold(clean(each.name)).replace(" ", "").removeprefix("lop")
        known[token] = (*known.get(token, ()), each)
    beginnings = {token[:length]: () for token in known for length in range(len(token))}
    return beginnings | known


def _telling(token: str) -> bool:
    """Letters and digits together name a class anywhere; `Lá` or `3` alone only at the start or after `lớp`."""
    return any(c.isdigit() for c in token) and not token.isdecimal()


def _counts(folded: str, span: tuple[int, int], last: int) -> bool:
    """Whether the final piece is a number that counts something else than classes."""
    alone = last == 0 and not folded[span[0] : span[1]].isdecimal()
    return not alone and folded[span[1] - 1].isdigit() and _NEVER_LAST.match(folded, span[1]) is not None
