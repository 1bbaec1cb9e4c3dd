"""Vietnamese names as people type and file them: cleaned, unmarked, compared, sorted, shortened."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar
from unicodedata import combining, normalize

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order names sort in, after no tone at all
LARGE = "A-Z" + "".join(chr(sign) for sign in (*range(0xC0, 0x1B0), *range(0x1EA0, 0x1EFA)) if chr(sign).isupper())
MARKS = "".join(map(chr, range(0x300, 0x370)))
LATIN = "".join(map(chr, (*range(0x80), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))))
APOSTROPHES = "’‘ʼ′`´"
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
BARRED = {"đ": "d", "ð": "d", "ɖ": "d", "ƀ": "b", "ł": "l"}  # letters that Unicode does not take apart

# Ê Đê and M'nông names end in the family name, so the given name stands first.
FAMILY_LAST = frozenset(
    (
        "adrong",
        "ayun",
        "bkrong",
        "bya",
        "buor",
        "eban",
        "enuol",
        "hdok",
        "hlong",
        "hmok",
        "hwing",
        "kbuor",
        "kdam",
        "knul",
        "kpor",
        "krieng",
        "ktla",
        "ktul",
        "mlo",
        "nie",
    )
)

SUFFIXES = ("a", "b", "c", "d", "e")
MIDDLE = ("van", "thi")


def _plain(letter: str) -> str:
    base = "".join(c for c in normalize("NFD", letter.lower()) if not combining(c))
    return BARRED.get(base, base)


def _toneless(letter: str) -> str:
    """Lower case without its tone, the vowel mark kept: Ấ is â."""
    return normalize("NFC", "".join(c for c in normalize("NFD", letter.lower()) if c not in TONES))


def _tone(letter: str) -> str:
    """'1' to '5' in the order of `TONES`, or nothing."""
    return "".join(str(TONES.index(c) + 1) for c in normalize("NFD", letter) if c in TONES)


class _OnlyTones(dict[int, str]):
    def __missing__(self, letter: int) -> str:
        return ""


_CLEAN = str.maketrans(
    dict.fromkeys(ZERO_WIDTH) | dict.fromkeys(APOSTROPHES, "'") | {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "\u00a0": " "}
)
# Every letter has its entry, ASCII too: translate() is slow only on what is missing from its table.
_FOLD = str.maketrans(dict.fromkeys(MARKS) | {c: _plain(c) for c in LATIN}) | str.maketrans(
    dict.fromkeys(ZERO_WIDTH) | dict.fromkeys(APOSTROPHES, "'") | {"\u00a0": " ", "\t": " "}
)
_LETTERS = str.maketrans(dict.fromkeys(TONES) | {c: _toneless(c) for c in LATIN})
_TONES = _OnlyTones({ord(c): tone for c in LATIN + TONES if (tone := _tone(c))})
_RANK = str.maketrans({c: chr(ord("A") + place) for place, c in enumerate(ALPHABET)})


def clean(text: str) -> str:
    """One line in NFC: single blanks, one apostrophe and one Đ for all look-alikes, nothing invisible."""
    return normalize("NFC", " ".join(text.translate(_CLEAN).split()))


def fold(text: str) -> str:
    """Lower case without any mark, for matching only: never shown, never stored as a name."""
    return text.lower() if text.isascii() and "\t" not in text and "`" not in text else text.translate(_FOLD)


def unmarked(text: str) -> str:
    """In the letters an SMS carries: no marks, capitals as they are."""
    spread = normalize("NFD", text.replace("đ", "d").replace("Đ", "D").replace("–", "-"))
    return spread.encode("ascii", "ignore").decode()


def fold_in_place(text: str) -> str:
    """`fold` that keeps the length, so that a span in one is a span in the other."""
    folded = fold(text)
    return folded if len(folded) == len(text) else "".join(fold(letter) or "'" for letter in text)


@lru_cache(maxsize=8192)
def key(word: str) -> tuple[str, str]:
    """(letters with their vowel marks, tone): equal for hoà and hòa, different for Hùng and Hưng."""
    composed = normalize("NFC", word)
    return normalize("NFC", composed.translate(_LETTERS)), composed.translate(_TONES)


@lru_cache(maxsize=8192)
def spelt(word: str) -> tuple[str, tuple[str, str], tuple[str, str]]:
    """A syllable unmarked, with its tone apart, and as it sounds; few syllables make all the names there are."""
    letters, tone = key(word)
    return fold(word), (letters, tone), (with_i(letters), tone)


_EITHER_I = frozenset(("h", "k", "l", "m", "s", "t", "v", "qu"))  # Mỹ = Mĩ, Lý = Lí, Quý = Quí


def with_i(letters: str) -> str:
    return letters[:-1] + "i" if letters[-1:] == "y" and letters[:-1] in _EITHER_I else letters


def spelling(word: str) -> str:
    """Letters and tone of a word as one text, wherever the tone was put."""
    return " ".join(key(word))


def syllables(name: str) -> list[str]:
    """The words of a name; `H' Lan` and `H'Lan` are one word, dashes and dots are blanks."""
    joined = clean(name).replace("' ", "'").replace(" '", "'")
    return joined.replace("-", " ").replace(".", " ").split()


def given_and_rest(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """A name's words as (given, the rest in order): (Lan A | Nguyễn Thị), (H'Hen | Niê Kdăm), (Y Ngọc | Niê)."""
    if len(words) > 1 and (fold(words[-1]) in FAMILY_LAST or _begins_with_the_given(words)):
        given = 2 if len(words[0]) == 1 and len(words) > 2 else 1
        return list(words[:given]), list(words[given:])
    given = 2 if has_suffix(words) else 1
    return list(words[-given:]), list(words[:-given])


def _begins_with_the_given(words: Sequence[str]) -> bool:
    """`H'Rin Byă`, `Y Liêm Kđoh`, whatever the family."""
    first = words[0].lower()
    return first.startswith("h'") or (first == "y" and len(words) > 2 and fold(words[1]) not in MIDDLE)


def has_suffix(words: Sequence[str]) -> bool:
    """Whether the last letter tells namesakes apart: Lan A, Lan B; not the name itself as in Nguyễn Văn A."""
    return len(words) > 2 and words[-1].lower() in SUFFIXES and fold(words[-2]) not in MIDDLE


def given_name(full_name: str) -> str:
    return " ".join(given_and_rest(syllables(full_name))[0])


Key = TypeVar("Key", bound=Hashable)


def told_apart(ways: Mapping[Key, Sequence[str]]) -> dict[Key, str]:
    """What each is called among the others: the first of its names that no other has too; where all are shared, the
    last. Each has its shortest name first.
    """
    often = Counter(name for names in ways.values() for name in set(names))
    return {key: next((name for name in names if often[name] == 1), names[-1]) for key, names in ways.items()}


def short_names(people: Mapping[Key, tuple[str, str]]) -> dict[Key, str]:
    """By (name, class): the given name, or as much more as it takes to know who is meant."""
    return told_apart({key: (given_name(name), name, f"{name} {klass}") for key, (name, klass) in people.items()})


def sort_key(full_name: str) -> str:
    """A text that sorts by given name, then by the rest, in the order of the Vietnamese alphabet."""
    given, rest = given_and_rest(syllables(full_name))
    return f"{_ranked(given)}!{_ranked(rest)}"


def _ranked(words: list[str]) -> str:
    """Letters first, tones only to tell apart what is otherwise equal; all separators sort before any letter."""
    keys = [key(word) for word in words]
    letters = "$".join("".join(c if c in ALPHABET else fold(c) for c in base).translate(_RANK) for base, _ in keys)
    return f"{letters}#{'.'.join(tone for _, tone in keys)}"


def short_name(full_name: str) -> str:
    """For lock screens: the given name and only the first letter of every other word, `N.V.An`."""
    words = syllables(full_name)
    given, rest = given_and_rest(words)
    letters = [word[0] for word in rest]
    shown = " ".join(given)
    return ".".join([shown, *letters] if words[: len(given)] == given and rest else [*letters, shown])
