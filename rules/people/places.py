"""Where pupils live, as papers write it: hamlets of a village, `Ngọc Lê 1,3-Thôn 4`."""

import re

from rapidfuzz.distance import Levenshtein

from rules.people.names import clean, fold

KINDS = r"thôn|bản|làng|buôn|bon|plei|ấp|xóm|sóc|phum|nóc|khóm|khu phố|khu|khối|tổ dân phố|tổ|cụm"
_KIND = re.compile(rf"(?:{fold(KINDS)})(?=[ \d])[ .]*")
_NUMBERED_APART = ("to", "khu", "khoi", "cum")  # Tổ 3 and Thôn 3 of one commune are two places
_VILLAGE = re.compile(rf"(?:{KINDS}|{fold(KINDS)})(?: |\d)", re.IGNORECASE)
_SPLIT = re.compile(rf" *[-–—−] +| +[-–—−] *| *[-–—−(,;] *(?=(?:{KINDS}|{fold(KINDS)})[ \d])", re.IGNORECASE)
_COUNTED = re.compile(r"(.*\D)(\d+(?: *(?:,|;|\+|&|và) *\d+)+)$")
_LIST = re.compile(r" *(?:[,;+&]|\bvà\b) *")


def split_place(text: str) -> tuple[tuple[str, ...], str]:
    """(hamlets, village): `Takta- Thôn 3` is (("Takta",), "Thôn 3"); a place alone is ((), place)."""
    parts = [part.strip(" ().,;-–—−") for part in _SPLIT.split(clean(text))]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        alone = _hamlets("".join(parts))
        return ((), alone[0]) if len(alone) == 1 else (alone, "")
    if _VILLAGE.match(parts[0]) and not _VILLAGE.match(parts[-1]):
        parts.reverse()
    return tuple(hamlet for part in parts[:-1] for hamlet in _hamlets(part)), parts[-1]


def _hamlets(text: str) -> tuple[str, ...]:
    """`Ngọc Lê 1,3` is two hamlets, and so is `Takta, Tu Ro`."""
    counted = _COUNTED.match(text)
    if counted:
        return tuple(f"{counted[1].strip()} {number}" for number in re.findall(r"\d+", counted[2]))
    return tuple(part for part in _LIST.split(text) if part)


def place_key(name: str) -> str:
    """What two ways of writing one place have in common: no marks, blanks, dashes, leading zeros, nor its kind; `Lăng
    Loan` is “Nóc Lăng Loan”, though Làng is a kind.
    """
    rest, kind = fold(clean(name)).replace("-", " ").replace("–", " ").strip(), None
    while found := _KIND.match(rest):
        rest, kind = rest[found.end() :], found
    bare = re.sub(r"(?<!\d)0+(?=\d)", "", "".join(c for c in rest if c.isalnum()))
    apart = kind is not None and bare.isdigit() and kind[0].split()[0].rstrip(".0123456789") in _NUMBERED_APART
    return f"{kind[0].split()[0]}{bare}" if kind and apart else bare


_SOUND = (("ch", "x"), ("c", "k"), ("q", "k"), ("y", "i"))  # Takta is `Tắc ta`
_SHORT, _LONG = 4, 9  # letters in which one, and two, may be a slip


def alike(one: str, other: str) -> bool:
    """Whether two keys may be one place that is written in two ways: Takta and `Tắc ta`; numbers are no slips."""
    numbers = (re.sub(r"\D", "", key) for key in (one, other))
    if len(set(numbers)) > 1:
        return False
    own, its = (_heard(key) for key in (one, other))
    short = min(len(own), len(its))
    slips = 0 if short < _SHORT else 2 if short >= _LONG else 1
    return Levenshtein.distance(own, its, score_cutoff=slips) <= slips


def same_sound(one: str, other: str) -> bool:
    return _heard(one) == _heard(other)


def _heard(key: str) -> str:
    for written, heard in _SOUND:
        key = key.replace(written, heard)
    return key
