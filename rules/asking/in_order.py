"""Words that point into what was just shown: `em đầu tiên`, `em thứ hai`, `em cuối`; `mấy em đó` are all of it."""

import re

from msgspec import Struct

from rules.asking.words import plain_words
from rules.people.called import CHILD
from rules.people.names import fold_in_place

_CHILD = f"(?:{'|'.join((*CHILD, 'e', 'hoc sinh', 'nguoi'))})"
_NUMBERS = {"hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7}
_NTH = re.compile(
    rf"\b{_CHILD} (?:(?P<first>dau tien|dau|thu nhat|thu 1)|(?P<last>cuoi cung|cuoi|sau cung)|"
    r"thu (?P<nth>[2-9]|hai|ba|tu|nam|sau|bay)(?! (?:xin|tuan|nay|truoc|sau|toi|roi)\b))\b"
)
_SEVERAL = re.compile(
    rf"\b(?:may|cac|nhung|hai|ba|bon|2|3|4|ca hai|ca) {_CHILD} (?:do|ay|nay|kia|y|tren|vua roi)\b|\btui no\b"
)


_SEVERAL_SAID = re.compile(
    rf"(?:(?:a|da|u|va|vay)[ ,]+)*(?P<count>may|cac|nhung|hai|ba|bon|2|3|4|ca hai|ca) "
    rf"{_CHILD} (?:do|ay|nay|kia|y|tren)\b(?: deu| la| thi)*"
)


class Nth(Struct, frozen=True):
    """`text[start:end]` says it; `at` counts from 0, -1 is the last. `weekday`: it may as well be a day of the week."""

    start: int
    end: int
    at: int
    weekday: bool = False


def nth_said(text: str) -> Nth | None:
    found = _NTH.search(fold_in_place(text))
    if found is None:
        return None
    if found["first"]:
        return Nth(found.start(), found.end(), 0)
    if found["last"]:
        return Nth(found.start(), found.end(), -1)
    number = _NUMBERS.get(found["nth"]) or int(found["nth"])
    return Nth(found.start(), found.end(), number - 1, weekday=True)


class Several(Struct, frozen=True):
    """How many, if that is said, and what is said of them."""

    count: int | None
    left: str


_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "2": 2, "3": 3, "4": 4, "ca hai": 2}


def several_said(text: str) -> Several | None:
    """`hai em đó có phép`: two, `có phép`. Of some only (`mấy em`) all of them."""
    found = _SEVERAL_SAID.match(fold_in_place(text))
    return Several(_COUNTS.get(found["count"]), text[found.end() :].strip(" ,.:")) if found else None


def means_all_shown(text: str) -> bool:
    """`nhà mấy em đó chỗ nào`."""
    return _SEVERAL.search(plain_words(text)) is not None
