"""Text typed in a font of the time before Unicode (TCVN3, VNI), put into Unicode where that is sure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import TypeAlias

from papers.roster.lists.values import Cell
from papers.roster.text import is_legacy

Row: TypeAlias = list[Cell]

_TCVN3 = dict(
    zip(
        "¨»¾¼½Æ©ÇÊÈÉËµ¸¶·¹®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢§£¤¥¦",
        "ăằắẳẵặâầấẩẫậàáảãạđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_VNI_SIGNS = {  # behind a vowel: its tone, or a mark with one
    "a": ("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "u": ("ùøûõï", "úùủũụ"),
    "ö": ("ùøûõï", "ứừửữự"),
    "y": ("ùøûõ", "ýỳỷỹ"),
}
_VNI = dict(zip("íìæóòôöñî", "íìỉĩịơưđỵ", strict=True))
_VNI |= {f"{vowel}{sign}": new for vowel, pair in _VNI_SIGNS.items() for sign, new in zip(*pair, strict=True)}
_VNI |= {old.upper(): new.upper() for old, new in _VNI.items()} | {
    old[0].upper() + old[1:]: new.upper() for old, new in _VNI.items() if len(old) > 1
}
_VNI_PARTS = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = ("\u0301", "\u0323")  # the tones of a syllable that ends in c, ch, p or t
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|th|tr|ch|ph|kh|gh|gi|qu|[bcdđghklmnprstvx])?"
    r"(?:oai|oay|oao|oeo|uây|uyu|uêu|uôi|ươi|ươu|iêu|yêu|uyê|uya|iê|yê|ia|ua|uô|ưa|ươ|oa|oă|oe|uê|uy|uâ|uơ|ai|ay|ây|ao|au|"
    r"âu|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|oo|[ieêaăâoôơuưy])"
    r"(ng|nh|ch|c|m|n|p|t)?"
)
_FEWEST = 2  # one such word may be a foreign name
_SURE, _UNSURE = 80, 50  # percent of the words that become Vietnamese ones
_LATIN_1 = 0xFF


def _tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(sign, sign) for sign in text)


def _vni(text: str) -> str:
    return _VNI_PARTS.sub(lambda found: _VNI[found[0]], text)


FONTS: Mapping[str, Callable[[str], str]] = {"TCVN3": _tcvn3, "VNI": _vni}


def into_unicode(rows: Sequence[Row]) -> str:
    """The font the rows are typed in, and they are put into Unicode in place; "" where none is sure, and nothing is
    changed.
    """
    font = font_of(word for row in rows for cell in row if isinstance(cell, str) for word in cell.split())
    if not font:
        return ""
    read = FONTS[font]
    marks = [[_kind(cell, read) for cell in row] for row in rows]
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and _is_old(marks, at, place):
                row[place] = read(cell)
    return font


def _looks_old(word: str) -> bool:
    return not word.isascii() and max(map(ord, word)) <= _LATIN_1 and is_legacy(word)


def font_of(words: Iterable[str]) -> str:
    """The one font in which nearly all of these are Vietnamese, that do not look like Unicode; "" for none."""
    some = {word for word in words if _looks_old(word)}
    if len(some) < _FEWEST:
        return ""
    shares = {font: sum(is_syllable(read(word)) for word in some) * 100 // len(some) for font, read in FONTS.items()}
    (best, share), (_other, less) = sorted(shares.items(), key=lambda one: one[1], reverse=True)
    return best if share >= _SURE and less < _UNSURE else ""


def is_syllable(word: str) -> bool:
    """Whether a word of letters is spelled as a Vietnamese one."""
    apart = unicodedata.normalize("NFD", "".join(sign for sign in word.lower() if sign.isalpha()))
    tones = [sign for sign in apart if sign in _TONES]
    plain = unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in _TONES))
    found = _SYLLABLE.fullmatch(plain)
    stopped = found is not None and found[1] in {"c", "ch", "p", "t"}
    return found is not None and len(tones) <= 1 and (not stopped or (bool(tones) and tones[0] in _STOPPED))


class _Kind(Enum):
    OLD = auto()
    UNICODE = auto()
    EITHER = auto()
    NEITHER = auto()  # no letters with marks


def _kind(cell: Cell, read: Callable[[str], str]) -> _Kind:
    if not isinstance(cell, str) or cell.isascii():
        return _Kind.NEITHER
    if any(ord(sign) > _LATIN_1 and sign.isalpha() for sign in cell):
        return _Kind.UNICODE
    words = [word for word in cell.split() if not word.isascii()]
    return _Kind.OLD if any(not is_syllable(word) and is_syllable(read(word)) for word in words) else _Kind.EITHER


def _is_old(marks: Sequence[Sequence[_Kind]], at: int, place: int) -> bool:
    """What may be either goes with its row, else with most of its column."""
    if marks[at][place] is not _Kind.EITHER:
        return marks[at][place] is _Kind.OLD
    row, column = marks[at], [row[place] for row in marks if place < len(row)]
    if (_Kind.OLD in row) != (_Kind.UNICODE in row):
        return _Kind.OLD in row
    return column.count(_Kind.OLD) > column.count(_Kind.UNICODE)
