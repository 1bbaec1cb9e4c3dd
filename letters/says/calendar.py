"""What buttons about days off and make-up days say."""

import re
from datetime import date
from enum import StrEnum

from msgspec import Struct

from letters.says import Says, Typed
from rules.written import read_ordinal

_SURE = "chắc chắn"
_CHANGE = re.compile(rf"{_SURE} (\d{{6}}) (.*)", re.DOTALL)


class DayAct(StrEnum):
    """What becomes of rules that are there, as it is typed."""

    CONFIRM = "xác nhận"
    UNCONFIRM = "chưa"
    STRIKE = "bỏ"
    AGAIN = "lại"


def rules_to(act: DayAct, ids: tuple[int, ...]) -> Typed:
    return Typed(f"/lich {act} #{','.join(map(str, ids))}")


def day_off(what: str) -> Typed:
    return Typed(f"/lich nghỉ {what}")


def make_up(what: str) -> Typed:
    return Typed(f"/lich bù {what}")


_DAY = r"\d\d?/\d\d?"
_ADDED = re.compile(rf"/lich (nghỉ|bù) ({_DAY}|từ {_DAY} đến {_DAY})(?: (sáng|chiều))?(?: (.*))?", re.DOTALL)


class Added(Struct, frozen=True):
    """A day off or a make-up day as it was offered: its kind, its day (`20/11`, or several: `từ 20/11 đến 21/11`), the
    half day, and for whom and why.
    """

    kind: str
    day: str
    part: str
    rest: str


def read_added(words: Typed | Says) -> Added | None:
    match = _ADDED.fullmatch(words)
    return Added(match[1], match[2], match[3] or "", match[4] or "") if match else None


def added(day: Added) -> Typed:
    """The same again."""
    return Typed(" ".join(filter(None, ("/lich", day.kind, day.day, day.part, day.rest))))


def days_typed(first: date, last: date) -> str:
    return f"{first:%d/%m}" if first == last else f"từ {first:%d/%m} đến {last:%d/%m}"


def strike(what: str) -> Typed:
    return Typed(f"/lich bỏ {what}")


class SureChange(Struct, frozen=True):
    """A change that is meant whatever it undoes: the day on which its words were written, and the words."""

    day: date
    words: str


def change(day: date, words: str) -> Says:
    return Says(f"/lich {_SURE} {day.toordinal()} {words}")


def read_change(words: str) -> SureChange | None:
    """None: whether it is meant is asked first."""
    match = _CHANGE.fullmatch(words)
    day = read_ordinal(match[1]) if match else None
    return None if match is None or day is None else SureChange(day, match[2])
