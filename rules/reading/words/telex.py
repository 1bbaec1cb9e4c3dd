"""Words typed with the Vietnamese keyboard off: what Telex (`Nguyeenx`) or VNI (`Nguye64n`) would have shown."""

from functools import lru_cache
from unicodedata import normalize

_TELEX_TONES = {"f": "\u0300", "r": "\u0309", "x": "\u0303", "s": "\u0301", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "3": "\u0309", "4": "\u0303", "1": "\u0301", "5": "\u0323"}
_VOWELS = frozenset("aeiouyăâêôơư")
_ROOF = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"u": "ư", "o": "ơ", "a": "ă"}
_LONGEST = 12


@lru_cache(maxsize=4096)
def decode(word: str) -> str | None:
    """The word in Vietnamese letters, or None if these keys make none. `word` is lower case and without marks."""
    if not word.isascii() or not word.isalnum() or len(word) > _LONGEST or not word[0].isalpha():
        return None
    if word.isalpha():
        return _telex(word)
    return _vni(word)


def _telex(word: str) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _TELEX_TONES and _has_vowel(letters):
            tone = _TELEX_TONES[key]
        elif not _shaped(letters, key):
            letters.append(key)
    return _written(letters, tone, word)


def _shaped(letters: list[str], key: str) -> bool:
    """Whether the key changes a letter already there: `aa`, `ow`, `dd`, also typed behind the syllable."""
    if key == "w":
        return _horned(letters)
    if key == "d" and letters[-1:] == ["d"]:
        letters[-1] = "đ"
        return True
    if key == "d" and letters[:1] == ["d"] and _has_vowel(letters):
        letters[0] = "đ"
        return True
    if key in _ROOF and key in letters and (letters[-1] == key or letters[-1] not in _VOWELS):
        letters[len(letters) - 1 - letters[::-1].index(key)] = _ROOF[key]
        return True
    return False


def _horned(letters: list[str]) -> bool:
    """`uow` is ươ; else the last vowel that takes a horn or a bow."""
    for place in reversed(range(len(letters))):
        if letters[place] in _HORN:
            if letters[place] == "o" and place and letters[place - 1] == "u" and letters[:1] != ["q"]:
                letters[place - 1] = "ư"
            letters[place] = _HORN[letters[place]]
            return True
    return False


def _vni(word: str) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in word:
        if not key.isdigit():
            letters.append(key)
        elif key in _VNI_TONES and _has_vowel(letters):
            tone = _VNI_TONES[key]
        elif key == "9" and "d" in letters:
            letters[letters.index("d")] = "đ"
        elif not (key == "6" and _roofed(letters)) and not (key in "78" and _horned(letters)):
            return None
    return _written(letters, tone, word)


def _roofed(letters: list[str]) -> bool:
    for place in reversed(range(len(letters))):
        if letters[place] in _ROOF:
            letters[place] = _ROOF[letters[place]]
            return True
    return False


def _has_vowel(letters: list[str]) -> bool:
    return not _VOWELS.isdisjoint(letters)


def _written(letters: list[str], tone: str, typed: str) -> str | None:
    """The tone goes on the last vowel: names are compared by letters and tone, not by where it stands."""
    if tone:
        last = max(place for place, letter in enumerate(letters) if letter in _VOWELS)
        letters[last] += tone
    found = normalize("NFC", "".join(letters))
    return found if found != typed else None
