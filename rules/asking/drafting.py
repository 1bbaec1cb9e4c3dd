"""How the words of a draft are to change: a sentence more, another hour or day, other words; or for whom it is."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from rules.calendar.dates import read_day
from rules.calendar.days_said import Expected
from rules.people.names import clean, fold_in_place

_LONGEST = 40  # words
_MORE = re.compile(
    r"(?:(?:a|da|u|em|khoan|ok)[ ,]+)*"
    r"(?:ghi |viet |bo sung |noi )?them(?: (?:cau|y|dong|vao|la|nua|giup|em))*\b ?:? ?(?=\S)"
)
_INSTEAD = re.compile(
    r"^(?:(?:a|khong|nham|da|em|thoi) )*"
    r"(?:(?:doi|sua|chinh)(?: (?:lai|giup|gium|em|thanh|qua|gio|ngay|sang(?! (?:mai|nay|thu|t\d|ngay))))*|"
    r"(?:khong phai|chu khong phai).* ma(?: la)?)\b ?:? ?(?=\S)"
)
_FROM_TO = re.compile(r"^(?:doi|sua|thay|chinh) ?:? ?(?P<old>.+?) (?:thanh|bang|sang|->|=>) (?P<new>.+)$")
_HOUR = re.compile(r"\b\d{1,2} ?(?:h|g|gio|:)(?: ?\d\d)?(?!\w)(?: ?ruoi\b)?")
_COURTEOUS = re.compile(
    r"(?:\s+(?:nhé|nhe|nha|giúp|giup|giùm|gium|ạ|em|với|voi|luôn|luon|thôi|thoi|nghe|hen))+\s*[.!]*$", re.IGNORECASE
)
_WHOM = re.compile(r"^(?:(?:da|ok|u|thoi|gui|nhan|cho|toi|den|chi|rieng|het|tat ca|luon|giup|gium|em|la|va)\b[ ,:]*)+")


def amended(draft: str, text: str, today: date) -> str:
    """The draft as the text wants it; nothing where it wants nothing that can be told."""
    said = _COURTEOUS.sub("", clean(text)).strip()
    if not said or len(said.split()) > _LONGEST or "?" in said:
        return ""
    folded = fold_in_place(said)
    if found := _FROM_TO.match(folded):
        return _replaced(
            draft, said[found.start("old") : found.end("old")], said[found.start("new") : found.end("new")]
        )
    if found := _MORE.match(folded):
        return _with_more(draft, said[found.end() :])
    if found := _INSTEAD.match(folded):
        return _of_the_same_kind(draft, said[found.end() :], today)
    return ""


def for_whom(text: str) -> str:
    """`gửi hết cho ph và gv`: `ph và gv`; nothing where it does not begin so."""
    said = _COURTEOUS.sub("", clean(text)).strip()
    found = _WHOM.match(fold_in_place(said))
    return said[found.end() :] if found else ""


def _with_more(draft: str, more: str) -> str:
    ends = "" if draft.rstrip()[-1:] in ".!?…" else "."
    return f"{draft.rstrip()}{ends} {more[:1].upper()}{more[1:]}"


def _replaced(draft: str, old: str, new: str) -> str:
    at = fold_in_place(draft).find(fold_in_place(old))
    return f"{draft[:at]}{new}{draft[at + len(old) :]}" if at >= 0 else ""


def _of_the_same_kind(draft: str, new: str, today: date) -> str:
    """An hour stands instead of the one hour of the draft, a day instead of its one day."""
    kinds: Sequence[Callable[[str], Sequence[tuple[int, int]]]] = (_hours, lambda text: _days(text, today))
    for kind in kinds:
        now, before = kind(new), kind(draft)
        if len(now) == len(before) == 1:
            (start, end), (first, last) = now[0], before[0]
            return draft[:first] + new[start:end] + draft[last:]
    return ""


def _hours(text: str) -> Sequence[tuple[int, int]]:
    return [found.span() for found in _HOUR.finditer(fold_in_place(text))]


def _days(text: str, today: date) -> Sequence[tuple[int, int]]:
    first = read_day(text, today, Expected.AHEAD)
    if first is None:
        return []
    rest = read_day(f"{' ' * first.end}{text[first.end :]}", today, Expected.AHEAD)
    return [(first.start, first.end), *([(rest.start, rest.end)] if rest is not None else [])]
