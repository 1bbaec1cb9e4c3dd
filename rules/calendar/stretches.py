"""Stretches of days that have no name of their own: `2 tuần qua`, `tháng trước nữa`, `từ tháng 9 đến nay`, `tuần 8`."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

WEEK, MONTH, YEAR, RANGE = "week", "month", "year", "range"
MONTHS = {"mot": 1, "hai": 2, "ba": 3, "bay": 7, "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12}
MONTHS |= {written: number for number in range(1, 13) for written in (str(number), f"{number:02}")}
MONTH_WORDS = r"\d\d?|muoi (?:mot|hai)|muoi|chin|tam|bay|ba|hai|mot"  # not `sau`, `nam`: the next one, a year
_COUNTS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}
_MONTH = rf"(?:thang )?({MONTH_WORDS})(?: ?(?:/|nam) ?(\d{{4}}))?"
_ENDS = r"(?![\w/.-])"
_LAST = re.compile(
    rf"\b(?<!thu )(?<!ngay )(?:(\d\d?|{'|'.join(_COUNTS)}) (tuan|thang)|nua thang)"
    rf" (?:vua )?(?:qua|nay|roi|gan day|gan nhat){_ENDS}"
)
_TWICE_BACK = re.compile(r"\b(?:ca )?(tuan|thang) truoc nua\b")
_MONTHS = re.compile(
    rf"\b(?:tu )?(?:dau )?(?=thang){_MONTH} ?(?:,|va|den(?: het)?|toi|-|–) ?{_MONTH}{_ENDS}"
    rf"|\btu (?:dau )?(?=thang){_MONTH}(?: (?:cho )?(?:den|toi) (?:nay|gio|bay gio|hom nay))?{_ENDS}"
)
_MONTH_AND_YEAR = re.compile(rf"(?<!thang )(?<![\d/.-])(0?[1-9]|1[0-2])/(20\d\d){_ENDS}")
_HALF_MONTH = re.compile(
    rf"\bnua (?:thang )?(dau|cuoi|sau)(?: cua)? (?:thang )?(?:(?:thang )?({MONTH_WORDS})(?: ?(?:/|nam) ?(\d{{4}}))?"
    rf"|(?<=thang )(nay|truoc|roi|qua)){_ENDS}"
)
_NUMBERED = re.compile(rf"\btuan (?:hoc )?(?:thu |so )?(\d\d?){_ENDS}")
_SO_FAR = re.compile(r"\bdau tuan (?:cho )?(?:den|toi) (?:nay|gio|bay gio|hom nay)\b")
_QUARTER = re.compile(
    rf"\b(?<!em )(?<!ban )(?<!chau )(?<!van )(?<!thi )quy "  # Em Quý is none
    rf"(?:(?P<number>[1-4]|iv|i{{1,3}})|(?P<which>nay|truoc|vua roi|roi)){_ENDS}"
    r"|^ *quy *$"  # nothing else is said
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_HALF_TERM = re.compile(rf"\b(?:giua|nua) (?:hoc k[iy]|hk|k[iy])(?: ?(1|2|i|ii))?(?: (?:dau|nay))?{_ENDS}")
_MOST_WEEKS = 45  # of a school year, with the holidays in it


class Stretch(NamedTuple):
    kind: str
    first: date
    last: date
    start: int
    end: int


def month_of(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def read_stretch(folded: str, today: date, spans: Mapping[str, tuple[date, date]]) -> Stretch | None:
    """The first of them in a folded text; the last day may lie ahead."""
    for pattern, read in (
        (_LAST, _last),
        (_HALF_MONTH, _half_month),
        (_TWICE_BACK, _twice_back),
        (_MONTHS, _months),
        (_MONTH_AND_YEAR, _month_and_year),
        (_SO_FAR, _so_far),
        (_QUARTER, _quarter),
    ):
        if (found := pattern.search(folded)) and (days := read(found, today)):
            return Stretch(*days, *found.span())
    half = _HALF_TERM.search(folded)
    if half and (of_half := _half_term(half, today, spans)):
        return Stretch(RANGE, *of_half, *half.span())
    found = _NUMBERED.search(folded)
    if found and YEAR in spans and 1 <= int(found[1]) <= _MOST_WEEKS:
        return Stretch(WEEK, *_week(spans[YEAR][0], int(found[1])), *found.span())
    return None


def _last(found: re.Match[str], today: date) -> tuple[str, date, date]:
    if found[1] is None:
        return RANGE, today - timedelta(days=14), today
    many = _COUNTS.get(found[1]) or int(found[1])
    if found[2] == "tuan":
        return RANGE, today - timedelta(days=7 * many - 1), today
    return RANGE, _months_before(today, many) + timedelta(days=1), today


def _months_before(day: date, many: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - many, 12)
    first = date(max(years, date.min.year), month + 1, 1)
    return first.replace(day=min(day.day, month_of(first)[1].day))


def _twice_back(found: re.Match[str], today: date) -> tuple[str, date, date]:
    if found[1] == "tuan":
        monday = today - timedelta(days=today.weekday() + 14)
        return WEEK, monday, monday + timedelta(days=6)
    return MONTH, *month_of(_months_before(today.replace(day=1), 2))


def _month_and_year(found: re.Match[str], _today: date) -> tuple[str, date, date]:
    """`9/2026`, as papers have it; a day has two strokes, or no year."""
    return MONTH, *month_of(date(int(found[2]), int(found[1]), 1))


def _months(found: re.Match[str], today: date) -> tuple[str, date, date] | None:
    """From a month to a month (without a year the last ones of that name), or to now."""
    first, of_first, last, of_last, since, of_since = found.groups()
    if since is not None:
        begins = _named(since, of_since, today)
        return (RANGE, begins, today) if begins and begins <= today else None
    ends = _named(last, of_last, today)
    begins = ends and _named(first, of_first, ends)
    return (RANGE, begins, month_of(ends)[1]) if begins and ends and begins <= ends else None


def _named(month: str, year: str | None, until: date) -> date | None:
    number = MONTHS.get(month, 0)
    of_year = int(year) if year else until.year - (number > until.month)
    return date(of_year, number, 1) if number and date.min.year <= of_year < date.max.year else None


def _half_month(found: re.Match[str], today: date) -> tuple[str, date, date] | None:
    """The first fifteen days of a month, or those after them."""
    half, month, year, which = found.groups()
    begins = _named(month, year, today) if month else _months_before(today.replace(day=1), which != "nay")
    if begins is None:
        return None
    middle = begins.replace(day=15)
    return (RANGE, begins, middle) if half == "dau" else (RANGE, middle + timedelta(days=1), month_of(begins)[1])


def _quarter(found: re.Match[str], today: date) -> tuple[str, date, date]:
    """Of the calendar's year; one that has not begun is last year's."""
    now = (today.month + 2) // 3
    said = found["number"]
    number = (_QUARTERS.get(said) or int(said)) if said else now - (found["which"] not in (None, "nay"))
    year = today.year - (number > now or number < 1)
    last_month = 3 * (number or 4)
    return RANGE, date(year, last_month - 2, 1), month_of(date(year, last_month, 1))[1]


def _half_term(found: re.Match[str], today: date, spans: Mapping[str, tuple[date, date]]) -> tuple[date, date] | None:
    """The first half of a term; without a number the one of today."""
    number = {"i": "1", "ii": "2"}.get(found[1], found[1])
    terms = [span for name, span in spans.items() if name != YEAR and (not number or name == f"hk{number}")]
    return next(
        ((first, first + (last - first) / 2) for first, last in terms if number or first <= today <= last), None
    )


def _so_far(_found: re.Match[str], today: date) -> tuple[str, date, date]:
    monday = today - timedelta(days=today.weekday())
    return WEEK, monday, monday + timedelta(days=6)


def _week(begins: date, number: int) -> tuple[date, date]:
    """The school's weeks are counted from the first Monday of the year."""
    monday = begins + timedelta(days=-begins.weekday() % 7 + 7 * (number - 1))
    return monday, monday + timedelta(days=6)
