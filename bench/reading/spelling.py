"""How one name is typed in many ways: without marks, in undecoded Telex or VNI, with the tone elsewhere, by slips."""

import random
import re
import unicodedata
from functools import cache

TONES = {"\u0300": ("f", "2"), "\u0301": ("s", "1"), "\u0309": ("r", "3"), "\u0303": ("x", "4"), "\u0323": ("j", "5")}
VOWEL_MARKS = {"\u0302": ("", "6"), "\u0306": ("w", "8"), "\u031b": ("w", "7")}
I_FOR_Y = re.compile(r"^(h|k|l|m|s|t|v|qu)y$")
LOOK_ALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "’": "'", "‘": "'", "ʼ": "'", "\u00a0": " "})


@cache
def clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(LOOK_ALIKES).split())


def tokens(name: str) -> list[str]:
    """The syllables, lower case, H' and K' joined to what they stand before."""
    joined = re.sub(r"\b([hk])' ?", r"\1'", clean(name).lower())
    return re.sub(r"[-.]", " ", joined).split()


@cache
def key(word: str) -> tuple[str, str]:
    """Letters with their vowel marks, and the tone wherever it stands."""
    letters = unicodedata.normalize("NFD", word.lower())
    base = "".join(letter for letter in letters if letter not in TONES)
    return unicodedata.normalize("NFC", base), "".join(letter for letter in letters if letter in TONES)


@cache
def alike(word: str) -> tuple[str, str]:
    """The same with y and i made one."""
    base, tone = key(word)
    return I_FOR_Y.sub(r"\1i", base), tone


@cache
def bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.translate(LOOK_ALIKES).replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if not unicodedata.combining(letter)))


@cache
def fold(text: str) -> str:
    return bare(clean(text)).lower()


def has_marks(text: str) -> bool:
    return bare(clean(text)) != clean(text)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def undecoded(rng: random.Random, text: str, *, vni: bool) -> str:
    return re.sub(r"[^\W\d_]+", lambda found: _keys(found[0], late=rng.random() < 0.7, vni=vni), _nfc(text))


def _keys(word: str, *, late: bool, vni: bool) -> str:
    """The keys struck for a word; `late` puts the tone at its end."""
    if not has_marks(word):
        return word
    out, last, which = "", "", int(vni)
    for letter in unicodedata.normalize("NFC", word):
        base, *marks = list(unicodedata.normalize("NFD", letter))
        out += {"đ": "d9" if vni else "dd", "Đ": "D9" if vni else "DD"}.get(base, base)
        out += "".join(VOWEL_MARKS[mark][which] or base.lower() for mark in marks if mark in VOWEL_MARKS)
        tone = "".join(TONES[mark][which] for mark in marks if mark in TONES)
        last, out = (last + tone, out) if late else (last, out + tone)
    return (out if vni else out.replace("uwow", "uow")) + last


def retoned(text: str) -> str:
    """The tone on the other vowel: hoà for hòa, thúy for thuý."""
    return re.sub(r"[^\W\d_]+", lambda found: _retoned(found[0]), _nfc(text))


def _retoned(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    found = re.search(r"(?i)(o[ae]|(?<!q)uy)$", "".join(letter for letter in letters if letter not in TONES))
    tone = next((letter for letter in letters if letter in TONES), "")
    if not found or not tone:
        return word
    plain = letters.replace(tone, "")
    new = plain + tone if letters.endswith(plain[-1]) and letters[-2] == tone else plain[:-1] + tone + plain[-1]
    return unicodedata.normalize("NFC", new)


def other_y(text: str) -> str:
    """Mĩ for Mỹ, Lí for Lý, Quí for Quý, and back."""
    return " ".join(_other_y(word) for word in clean(text).split())


def _other_y(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    changed = re.sub(
        r"(?i)^(h|k|l|m|s|t|v|qu)([iy])([\u0300-\u0323]?)$",
        lambda found: found[1] + {"i": "y", "y": "i", "I": "Y", "Y": "I"}[found[2]] + found[3], letters,
    )  # fmt: skip
    return unicodedata.normalize("NFC", changed)


def slipped(rng: random.Random, word: str) -> str:
    """One slip of the finger: a letter doubled, two swapped, or one left out."""
    at = rng.randrange(1, len(word))
    return rng.choice((word[:at] + word[at - 1] + word[at:], word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
                       word[:at] + word[at + 1 :]))  # fmt: skip


def southern(word: str) -> str:
    """hỏi for ngã and back."""
    return unicodedata.normalize(
        "NFC", unicodedata.normalize("NFD", word).translate(str.maketrans("\u0309\u0303", "\u0303\u0309"))
    )
