"""A class list, and who on it is meant by the words somebody typed: one pupil, several to ask about, or nobody."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from rules.people.names import clean, fold, given_and_rest, has_suffix, spelling, spelt, syllables, with_i
from rules.people.places import split_place
from rules.written import names_pupil, read_pupil

WHOLE, END, FAMILY_GIVEN, INITIALS, PIECE = range(5)  # how much of the name was typed; the first with anybody decides
_NUMBER = re.compile(r"(?:#|(?:so|stt)(?: thu tu)?[ .:]*)(\d{1,3})$")
_CLUSTERS = ("ngh", "ng", "nh", "th", "tr", "ch", "ph", "kh", "gi")  # an initial may be written with its whole onset
_LIKE = 70  # of 100: how close an unknown name must come to be offered
_MOST_SHORTENED = 3  # words of a name before the given one that may each be shortened on its own

Key = tuple[str, str]


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
    keys: tuple[Key, ...]
    sounds: tuple[Key, ...]


class Index(Struct, frozen=True):
    """A class list prepared for `find`: every form under its loosest writing. Build it once per version of the list.

    `known` are the syllables of its names, unmarked and as letters and tone; `places` where its pupils live, by the
    words of the place unmarked; `close` the longer forms as one text, for names that are nearly right.
    """

    roster: ClassRoster
    forms: Mapping[str, tuple[Form, ...]]
    by_number: Mapping[int, tuple[Pupil, ...]]
    by_id: Mapping[int, Pupil]
    folded: tuple[str, ...]
    starts: frozenset[str]
    longest: int
    known: frozenset[str]
    places: Mapping[str, frozenset[int]]
    close: tuple[tuple[str, Form], ...]


def build_index(roster: ClassRoster) -> Index:
    forms: dict[str, list[Form]] = {}
    by_number: dict[int, tuple[Pupil, ...]] = {}
    words = [[word.lower() for word in syllables(pupil.name)] for pupil in roster.pupils]
    for place, pupil in enumerate(roster.pupils):
        for part, written in dict.fromkeys(_forms(words[place])):
            forms.setdefault(loose(written), []).append(_form(part, place, written))
        if pupil.list_no is not None:
            by_number[pupil.list_no] = (*by_number.get(pupil.list_no, ()), pupil)
    return Index(
        roster=roster,
        forms={written: tuple(found) for written, found in forms.items()},
        by_number=by_number,
        by_id={pupil.id: pupil for pupil in roster.pupils},
        folded=tuple(fold(clean(pupil.name)) for pupil in roster.pupils),
        starts=frozenset(written.split(" ", 1)[0] for written in forms),
        longest=max((written.count(" ") + 1 for written in forms), default=0),
        known=frozenset(spelled for each in words for word in each for spelled in (fold(word), spelling(word))),
        places=_places(roster.pupils),
        close=tuple(_close(forms.values())),
    )


def _close(forms: Iterable[list[Form]]) -> Iterator[tuple[str, Form]]:
    for alike in forms:
        for form in alike:
            if form.part in (WHOLE, END) and len(form.folded) > 1:
                yield " ".join(form.folded), form


def _form(part: int, place: int, words: tuple[str, ...]) -> Form:
    folded, keys, sounds = zip(*map(spelt, words), strict=True)
    return Form(part, place, folded, keys, sounds)


def _forms(words: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    if not words:
        return
    yield from _written(words)
    apart = [piece for word in words for piece in word.split("'") if piece]  # H'Lan typed as H Lan, or as Lan
    if apart != words:
        yield from (
            (PIECE if part == WHOLE else END, written) for part, written in _written(apart) if part in (WHOLE, END)
        )


def _written(words: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(part, words) of every form a teacher writes: the whole, an end, family + given, initials + given."""
    given, rest = given_and_rest(words)
    yield WHOLE, tuple(words)
    if not rest:
        return
    yield WHOLE, ("".join(words),)
    if words[-1] != given[-1]:
        yield from ((END, tuple(words[:length])) for length in range(len(given), len(words)))
        yield from ((END, tuple(words[1:length])) for length in range(2, len(words) + 1) if len(given) > 1)
        return
    yield from ((END, tuple(words[start:])) for start in range(1, len(rest) + 1))
    if has_suffix(words):
        yield from ((END, tuple(words[start:-1])) for start in range(len(rest) + 1))  # Lan may be Lan A or Lan B
    if len(rest) > 1:
        yield FAMILY_GIVEN, (rest[0], *given)
        if has_suffix(words):
            yield FAMILY_GIVEN, (rest[0], *given[:-1])
    yield from ((INITIALS, written) for written in _shortened(rest, given))


def _shortened(rest: list[str], given: list[str]) -> Iterator[tuple[str, ...]]:
    """`N V An`, `Ng V An`, `Nguyễn V An`, `V An`, `NV An`."""
    letters = [word[0] for word in rest]
    yield (*letters, *given)
    yield ("".join(letters), *given)
    if len(rest) > 1:
        yield (*letters[1:], *given)
        yield (letters[0], *given)
    if len(rest) <= _MOST_SHORTENED:
        yield from ((*written, *given) for written in product(*map(_ways, rest)) if list(written) != rest)


def _ways(word: str) -> tuple[str, ...]:
    cluster = next((each for each in _CLUSTERS if fold(word).startswith(each)), None)
    return (word, word[0], cluster) if cluster and cluster != word else (word, word[0])


def _places(pupils: Sequence[Pupil]) -> dict[str, frozenset[int]]:
    """Who lives where: by hamlet, by village, and by both."""
    living: dict[str, set[int]] = {}
    for pupil in pupils:
        if pupil.place:
            hamlets, village = split_place(pupil.place)
            for name in (*hamlets, village, pupil.place):
                words = " ".join(re.findall(r"\w+", fold(clean(name))))
                living.setdefault(words, set()).add(pupil.id)
    return {words: frozenset(ids) for words, ids in living.items() if words}


def loose(words: Sequence[str]) -> str:
    """Words reduced to what all their writings share: no marks, no apostrophes, i for y where either is written."""
    return " ".join(loose_word(fold(word)) for word in words)


@lru_cache(maxsize=8192)
def loose_word(folded: str) -> str:
    return with_i(folded.replace("'", ""))


def find(index: Index, words: str, *, marked: bool = False) -> tuple[Pupil, ...]:
    """Who is meant: nobody, one, or several that only a person can tell apart. Never decided by a score.

    `marked`: the message these words come from has Vietnamese marks elsewhere, so a word without any means one
    without any. Also reads `#p<id>`, as buttons say it, `#5`, `số 5` and `stt 5`.
    """
    numbered = by_number(index, words)
    return numbered if numbered is not None else meant(index, syllables(words), marked=marked).pupils


def by_number(index: Index, words: str) -> tuple[Pupil, ...] | None:
    typed = words.strip()
    if names_pupil(typed) and typed[2:].isdecimal():
        found = index.by_id.get(read_pupil(typed) or 0)
        return () if found is None else (found,)
    if typed[:1] not in "sS#":
        return None
    number = _NUMBER.match(fold(typed))
    return index.by_number.get(int(number[1]), ()) if number else None


class Meant(Struct, frozen=True):
    """`sure` is False if marks typed in the same name speak against a word typed without: `Hồ Văn Nam` for Năm."""

    pupils: tuple[Pupil, ...]
    sure: bool = True


_NOBODY = Meant(())


def meant(index: Index, words: Sequence[str], *, marked: bool = False) -> Meant:
    """`find` for words already cut apart."""
    forms = index.forms.get(loose(words))
    return among(index, forms, words, marked=marked) if forms else _NOBODY


def among(index: Index, forms: Sequence[Form], words: Sequence[str], *, marked: bool) -> Meant:
    """Which of the forms that are alike when loosely written is meant."""
    typed = typed_words(words, marked=marked)
    for parts in _parts(len(words)):
        written = [form for form in forms if form.part in parts]
        found, sure = _best(typed, written) if written else ([], True)
        if found:
            return Meant(tuple(index.roster.pupils[place] for place in sorted({form.place for form in found})), sure)
    return _NOBODY


class Typed(NamedTuple):
    folded: tuple[str, ...]
    keys: tuple[Key, ...]
    sounds: tuple[Key, ...]
    bare: tuple[bool, ...]  # typed without marks, so that any may be meant
    marked: bool


def typed_words(words: Sequence[str], *, marked: bool) -> Typed:
    folded, keys, sounds = zip(*(spelt(word.lower()) for word in words), strict=True)
    bare = tuple(map(str.__eq__, folded, (word.lower() for word in words)))
    return Typed(folded, keys, sounds, bare, marked or not all(bare))


def _parts(count: int) -> Sequence[tuple[int, ...]]:
    """One syllable that is a whole name may just as well be somebody's given name."""
    whole = ((WHOLE, END),) if count == 1 else ((WHOLE,), (END,))
    return (*whole, (FAMILY_GIVEN,), (INITIALS,), (PIECE,))


def _best(typed: Typed, forms: list[Form]) -> tuple[list[Form], bool]:
    """The forms equal at the strictest level at which any is, and whether that is beyond doubt."""
    if not typed.marked:
        return [form for form in forms if form.folded == typed.folded] or forms, True
    found = [form for form in forms if form.keys == typed.keys] or [f for f in forms if f.sounds == typed.sounds]
    if found:
        return found, True
    forms = [form for form in forms if _compatible(typed, form)]
    found = [form for form in forms if form.folded == typed.folded] or forms
    given_bare = typed.bare[-1] and not all(typed.bare)
    return found, not (given_bare and any(form.keys[-1] != typed.keys[-1] for form in found))


def _compatible(typed: Typed, form: Form) -> bool:
    """A word typed without marks may stand for any marks; typed marks are evidence."""
    return all(bare or mine == theirs for bare, mine, theirs in zip(typed.bare, typed.sounds, form.sounds, strict=True))


def nearest(index: Index, words: str, n: int = 2) -> tuple[Pupil, ...]:
    """The pupils whose names look most like an unknown one, if any do: to offer, never to record. A name begun is whose
    name goes on so; else the given name begins alike and is at most a slip or two away, and with more words the whole
    name counts too; else who is called by the first word.
    """
    typed = fold(clean(words[:100]))
    given = typed.rpartition(" ")[2]
    slips = 2 if " " in typed else 1
    begun = [place for place, name in enumerate(index.folded) if " " in typed and name.startswith(f"{typed} ")]
    called = [place for place, name in enumerate(index.folded) if name.endswith(f" {typed.partition(' ')[0]}")]
    like = {
        place: name
        for place, name in enumerate(index.folded)
        if name.rpartition(" ")[2][:1] == given[:1] and OSA.distance(name.rpartition(" ")[2], given) <= slips
    }
    if " " in typed:
        close = process.extract(typed, like, scorer=fuzz.ratio, limit=n, score_cutoff=_LIKE)
    else:  # a slip in a given name of three letters is a third of it: the first letter and the one slip say enough
        close = process.extract(typed, {place: name.rpartition(" ")[2] for place, name in like.items()}, limit=n)
    found = [*begun, *(place for _, _, place in close)] or called  # Sen tang
    return tuple(index.roster.pupils[place] for place in found[:n])
