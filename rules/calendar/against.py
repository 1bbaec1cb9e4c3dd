"""Two stretches of days side by side: `tháng này so với tháng trước`, `cùng kỳ năm ngoái`."""

import re
from datetime import date, timedelta

from msgspec.structs import replace

from rules.calendar.periods import DAY, Period, Spans
from rules.calendar.stretches import MONTH, RANGE, WEEK, YEAR, month_of
from rules.people.names import fold_in_place

OTHER = "other"  # another stretch of days, said or the one before; else the same days of the week, month or year before
_LAST_YEAR = r"nam (?:hoc )?(?:truoc|ngoai|roi|qua)"
_SAME = re.compile(
    rf"\b(?:{_LAST_YEAR}[, ]+)?cung ky(?: (?:cua )?(?:{_LAST_YEAR}|(?P<of>thang|tuan) (?:truoc|roi|qua)))?\b"
)
_YEAR_BEFORE = re.compile(rf"\b(?:ca )?{_LAST_YEAR}\b")
_COMPARED = re.compile(r"\b(?:so sanh(?: giua)?|doi chieu|so (?:voi|cung)|so(?= *$))\b")
_TIME = r"(?=(?:ca |dau |ngay )?(?:thang|tuan|quy|ngay|hom|thu|nam|hk|hoc k[iy]|k[iy]|\d{1,2}/))"
_SIDES = re.compile(rf"(?:,|\b(?:va|voi|cung)\b) *{_TIME}")  # two stretches, and no long one
_PARTS = re.compile(r"\b(?:va|voi|cung)\b")
_BEFORE = {"thang": MONTH, "tuan": WEEK}


def read_against(text: str) -> tuple[str, str]:
    """What the days are to be held against ("": nothing), and the text without the words that say so."""
    against, left = "", text
    if same := _SAME.search(fold_in_place(text)):
        against = _BEFORE.get(same["of"] or "", YEAR)
        left = _without(left, same)
    compared = _COMPARED.search(fold_in_place(left))
    if not against and compared is None:
        return "", text
    while compared := _COMPARED.search(fold_in_place(left)):
        left = _without(left, compared, " ; ")  # `tháng 11 so với tháng 10` is no 11 tháng 10
    if not against and (year := _YEAR_BEFORE.search(fold_in_place(left))):
        against, left = YEAR, _without(left, year)
    for joined, sign in ((_SIDES, ";"), (_PARTS, ",")):
        while found := joined.search(fold_in_place(left)):
            left = f"{left[: found.start()].rstrip()}{sign} {left[found.end() :]}"
    return against or OTHER, " ".join(left.split()).strip("; ")


def _without(text: str, found: re.Match[str], sign: str = " ") -> str:
    return f"{text[: found.start()]}{sign}{text[found.end() :]}"


def same_days(period: Period, against: str, of_year: Spans, year: str) -> Period:
    """The same days of the week, month or year before; `of_year` are the terms of the year before and that whole year,
    `year` its name, where there is one.
    """
    if against == WEEK:
        return _moved(period, timedelta(days=7), period.year)
    if against == MONTH:
        return _of(_month_before(period.first), _month_before(period.last), period.year)
    if period.kind in (DAY, WEEK):
        return _moved(period, timedelta(days=364), year)  # the same days of the week
    first, last = _year_before(period.first), _year_before(period.last)
    if span := of_year.get(period.kind):
        if span[1] <= last:
            return Period(kind=period.kind, first=span[0], last=span[1], year=year)
        return _of(span[0], max(span[0], last), year)  # as far as this one has come
    return _of(first, last, year)


def _month_before(day: date) -> date:
    """Each of its own month: a week may be of two."""
    before = month_of(day.replace(day=1) - timedelta(days=1))
    return min(before[0] + timedelta(days=day.day - 1), before[1])


def _moved(period: Period, by: timedelta, year: str) -> Period:
    return replace(period, first=period.first - by, last=period.last - by, year=year)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)  # no 29th then


def _of(first: date, last: date, year: str) -> Period:
    kind = DAY if first == last else MONTH if (first, last) == month_of(first) else RANGE
    return Period(kind=kind, first=first, last=last, year=year)
