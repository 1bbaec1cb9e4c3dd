"""The ways in which people type a name: what a keyboard, a habit or a hurry makes of it."""

import unicodedata
from collections.abc import Callable, Mapping

from rules.people.names import given_and_rest
from tests.rules.reading.classroom import unmarked

_TELEX = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}
_VNI = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "1", "\u0323": "5"}
_TONES = frozenset(_TELEX)
_MOVED = {"oa": 1, "oe": 1, "uy": 1}  # open vowels whose tone stands on the first (hòa) or the second (hoà)


def nfd(name: str) -> str:
    return unicodedata.normalize("NFD", name)


def _by_word(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda name: " ".join(map(change, name.split(" ")))


def _toned(word: str) -> tuple[str, str]:
    """The word without its tone, and the tone."""
    letters = nfd(word)
    tone = next((letter for letter in letters if letter in _TONES), "")
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES)), tone


def _retoned(word: str) -> str:
    bare, tone = _toned(word)
    plain = unmarked(bare).lower()
    for pair in _MOVED:
        if tone and plain.endswith(pair) and plain == bare.lower() and not plain.startswith("q"):
            at = len(plain) - 2
            first = unicodedata.normalize("NFC", bare[: at + 1] + tone + bare[at + 1 :])
            return first if first != unicodedata.normalize("NFC", word) else bare + tone
    return word


def _other_i(word: str) -> str:
    if word.lower() == "thị":
        return word  # nobody types that otherwise
    letters = nfd(word)
    at = next((place for place, letter in enumerate(letters) if letter in "iy" and place), 0)
    alone = at and letters[at - 1].lower() in "hklmst" and not set(unmarked(word).lower()[at:]) - set("iy")
    other = letters[:at] + ("y" if letters[at] == "i" else "i") + letters[at + 1 :]
    return unicodedata.normalize("NFC", other) if alone else word


def _keys(word: str, tones: Mapping[str, str], roof: Callable[[str], str], horn: str, barred: str) -> str:
    """The keys that make the word, the tone's at its end."""
    typed, tone = "", ""
    for letter in nfd(word):
        if letter in tones:
            tone = tones[letter]
        elif letter == "\u0302":
            typed += roof(typed[-1])
        elif letter in "\u031b\u0306":
            typed += horn if letter == "\u031b" or horn == "w" else "8"
        else:
            typed += {"đ": "d" + barred, "Đ": "D" + barred}.get(letter, letter)
    return typed + tone


def telex(name: str) -> str:
    return _by_word(lambda word: _keys(word, _TELEX, str.lower, "w", "d"))(name)


def vni(name: str) -> str:
    return _by_word(lambda word: _keys(word, _VNI, lambda _letter: "6", "7", "9"))(name)


WHOLE: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "lower": str.lower,
    "upper": str.upper,
    "unmarked": unmarked,
    "unmarked lower": lambda name: unmarked(name).lower(),
    "NFD": nfd,
    "tone elsewhere": _by_word(_retoned),
    "y for i": _by_word(_other_i),
    "Telex": telex,
    "VNI": vni,
}


def parts(name: str) -> dict[str, str]:
    """What of the name is said, by how it is called; for a name too short for that, nothing."""
    words = name.replace("' ", "'").split()
    given, rest = given_and_rest(words)
    if not rest:
        return {}
    found = {"given": " ".join(given)}
    if words[-1] == given[-1]:
        found["initials"] = ".".join([*(word[0] for word in rest), " ".join(given)])
        if len(rest) > 1:
            found |= {"middle": " ".join([rest[-1], *given]), "family": " ".join([rest[0], *given])}
    return found


def slipped(name: str, place: int) -> str:
    """Two neighbouring letters of a word in the wrong order."""
    place %= max(len(name) - 1, 1)
    pair = name[place : place + 2]
    return name if len(pair) < 2 or " " in pair else name[:place] + pair[::-1] + name[place + 2 :]
