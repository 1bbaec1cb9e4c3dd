"""Days as they are said of a change to come: `từ mai`, `đầu tháng 12`, `sang tháng`; and what is no day yet."""

import re
from datetime import date, timedelta

from msgspec import Struct

from rules.people.names import fold_in_place

_LEAD = r"\b(?:(?:ke|bat dau) )?(?:tu )?"
# Behind a word that announces it `mai` is no girl, nor behind `tu` what is written small.
_TOMORROW = re.compile(
    rf"{_LEAD}(?:(?:ngay|sang|chieu|bua) (mai|mot|kia)|(?<=tu )(mai|mot))\b(?! \d)(?!(?: nay)? (?:thang|ngay) \d)"
)
_AHEAD = {"mai": 1, "mot": 2, "kia": 2}
_MONTH = re.compile(
    rf"{_LEAD}(?:dau thang (\d{{1,2}}|nay|sau|toi)|(?<=tu )thang (\d{{1,2}}|sau|toi)|"
    r"(?:sang|qua|dau) (thang)(?: sau| toi)?)\b(?! ?/)"
)
_COMING = re.compile(r"\b(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|t[2-7]|chu nhat|cn) (?:toi|sau)\b(?! lop)")
_VAGUE = re.compile(
    r"\b(?:cuoi|giua|het) thang(?: (?:\d{1,2}|nay|sau))?|"
    r"\b(?:dau|sang|het|qua|cuoi) (?:hoc ky|hoc ki|hk|ky|ki)(?: ?\d)?\b|\btu (?:hoc ky|hoc ki|hk)(?: ?\d)?\b|"
    r"\b(?:sau|ra|qua|an) tet\b|\bsau (?:dip )?(?:le|he)\b|\bnam sau\b|\bvai (?:hom|ngay|bua) nua\b|"
    r"\b(?:cuoi|giua) tuan(?: (?:nay|sau|toi))?\b"
)


class Spoken(Struct, frozen=True):
    """The first day of it, and where it stands in the text."""

    day: date
    start: int
    end: int


def spoken_day(text: str, today: date) -> Spoken | None:
    folded = fold_in_place(text)
    for found in _TOMORROW.finditer(folded):
        word = found[1] or found[2]
        if text[found.end() - len(word)].islower():
            return Spoken(today + timedelta(days=_AHEAD[word]), found.start(), found.end())
    month = _MONTH.search(folded)
    day = _first_of(month, today) if month else None
    return Spoken(day, month.start(), month.end()) if month and day else None


def is_coming(text: str) -> bool:
    """`thứ 2 tới` is never today, and not the one behind."""
    return _COMING.search(fold_in_place(text)) is not None


def vague_day(text: str) -> str:
    """The words that name no day: `sau Tết`, `cuối tháng`."""
    found = _VAGUE.search(fold_in_place(text))
    return text[found.start() : found.end()] if found else ""


def _first_of(said: re.Match[str], today: date) -> date | None:
    """Of a month that is over, the next one of that number."""
    word = said[1] or said[2] or "sau"
    this = today.replace(day=1)
    after = (this + timedelta(days=32)).replace(day=1)
    if not word.isdecimal():
        return this if word == "nay" else after
    if not 1 <= int(word) <= 12:
        return None
    found = this.replace(month=int(word))
    return found if found >= this else found.replace(year=found.year + 1)
