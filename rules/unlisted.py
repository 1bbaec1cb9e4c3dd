"""A child on no list of the school, in one line: `Nguyễn Văn B 2016 nóc Takta, con ông C: bỏ học từ lớp 3`."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from rules.people.names import clean, fold, fold_in_place
from rules.people.places import KINDS, place_key

YOUNGEST, OLDEST = 3, 18  # years of age: kindergarten to the end of school
_BIRTH = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/-])")
_AGE = re.compile(r"(?<!\d)(\d{1,2}) *tuoi\b")
_BEFORE_BIRTH = re.compile(r"(?:\b(?:(?:sinh ngay|sinh nam|ngay sinh|nam sinh|sinh|sn|ns)\W*|nam *))$")
_PLACE = re.compile(rf"\b(?:(?:o|tai) +)?(?:{fold(KINDS)})\b")
_AT = re.compile(r"\b(?:o|tai) +")
_NAMED = re.compile(r"^(?:em|cháu|chau|bé|be|trẻ|tre)\s+", re.IGNORECASE)
_GENDERS: dict[str, Literal["nam", "nữ"]] = {"nam": "nam", "nu": "nữ", "trai": "nam", "gai": "nữ"}
_MOST_WORDS = 5  # of a place's name


class Origin(StrEnum):
    """Why a child is on no list, as it is stored."""

    NEVER = "never"
    DROPPED = "dropped"
    SIBLING = "sibling"


_ORIGINS = (
    (Origin.DROPPED, re.compile(r"\b(?:da )?(?:bo hoc|nghi hoc|thoi hoc|bo lop|hoc den lop|hoc het lop)\b")),
    (Origin.NEVER, re.compile(r"\b(?:chua (?:tung )?(?:di hoc|ra lop|den truong|vao lop|nhap hoc)|mu chu)\b")),
    (Origin.SIBLING, re.compile(r"\b(?:em (?:ruot )?(?:cua|em)|anh (?:ruot )?cua|chi (?:ruot )?cua|em trai|em gai)\b")),
)


class Child(Struct, kw_only=True):
    """`born` is the year. `place` is one of the known ones; `unknown` what stands behind a word for a place and is
    none of them; `wrong` a day or year nobody of school age was born in. `note` are the words that are left.
    """

    name: str = ""
    born: int | None = None
    birth: date | None = None
    gender: Literal["nam", "nữ"] | None = None
    place: int | None = None
    unknown: str = ""
    origin: Origin | None = None
    note: str = ""
    wrong: str = ""


def read_child(text: str, places: Mapping[str, int], today: date) -> Child:
    """`places` are the school's by their keys. A name is what stands first."""
    child = Child()
    head, colon, reason = clean(text).partition(":")
    head = _place(child, _birth(child, head, today), places)
    pieces = [piece.strip(" .-–") for piece in re.split(r"[,;]", head)]
    pieces = [piece for piece in pieces if piece and not _takes(child, piece, places)]
    child.name = _NAMED.sub("", pieces[0]) if pieces else ""
    child.note = ", ".join([*pieces[1:], *([reason.strip()] if colon and reason.strip() else [])])
    child.origin = next((one for one, words in _ORIGINS if words.search(fold(child.note))), None)
    return child


def _birth(child: Child, text: str, today: date) -> str:
    folded = fold_in_place(text)
    for pattern in (_BIRTH, _YEAR, _AGE):
        if found := pattern.search(folded):
            _born(child, pattern, found, today)
            before = _BEFORE_BIRTH.search(folded[: found.start()])
            return f"{text[: before.start() if before else found.start()]},{text[found.end() :]}"
    return text


def _born(child: Child, pattern: re.Pattern[str], found: re.Match[str], today: date) -> None:
    try:
        if pattern is _BIRTH:
            child.birth = date(int(found[3]), int(found[2]), int(found[1]))
        year = child.birth.year if child.birth else int(found[0]) if pattern is _YEAR else today.year - int(found[1])
    except ValueError:
        child.wrong = found[0]
        return
    child.born = year
    if not YOUNGEST <= today.year - year <= OLDEST:
        child.wrong, child.born, child.birth = found[0], None, None


def _place(child: Child, text: str, places: Mapping[str, int]) -> str:
    """The longest known name behind a word for a place, or behind `ở`."""
    folded = fold_in_place(text)
    at = [found for found in _AT.finditer(folded) if not _is_name(text, found)]
    sure = [found for found in at if text[found.start()] in "ởỞ"]
    for found in [*sure, *_PLACE.finditer(folded), *at]:
        words = list(re.finditer(r"[^\s,;]+", text[found.end() :]))[:_MOST_WORDS]
        for count in range(len(words), 0, -1):
            end = found.end() + words[count - 1].end()
            number = places.get(place_key(text[found.end() : end])) or places.get(place_key(text[found.start() : end]))
            if number is not None:
                child.place = number
                start = found.start() + len("tai") * _is_name(text, found)
                return _and_its_village(f"{text[:start]},", text[end:])
    if (word := _PLACE.search(folded)) and not child.place:
        child.unknown = re.split(r"[,;]", text[word.start() :])[0].strip()
    return text


def _is_name(text: str, found: re.Match[str]) -> bool:
    """`Hồ Văn Tài nóc Takta`: Tài is no “tại”."""
    return text[found.start() :].startswith(("Tài", "Tải", "Tái", "tài", "Tai"))


def _and_its_village(before: str, behind: str) -> str:
    """`nóc Takta thôn 3, …`: the village of the hamlet says nothing more."""
    folded = fold_in_place(behind)
    more = re.match(rf"[ \-–(]*(?:{fold(KINDS)})\b[^,;]*", folded)
    return before + (behind[more.end() :] if more else behind)


def _takes(child: Child, piece: str, places: Mapping[str, int]) -> bool:
    if fold(piece) in _GENDERS:
        child.gender = _GENDERS[fold(piece)]
        return True
    number = places.get(place_key(piece)) if child.place is None else None
    if number is not None:
        child.place = number
    return number is not None
