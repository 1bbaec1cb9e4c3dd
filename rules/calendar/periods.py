"""The stretch of days a question is about: a day, a range, this week, last month, a term, the school year."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from rules.calendar.dates import read_day
from rules.calendar.days_said import DayProblem
from rules.people.names import fold_in_place

DAY, RANGE, WEEK, MONTH, YEAR = "day", "range", "week", "month", "year"
Spans = Mapping[str, tuple[date, date]]
_BACK = r"(?: (?P<{0}>nay|truoc|roi|qua))?"
_WORDS = re.compile(
    rf"\b(?:(?P<week>(?:ca )?tuan){_BACK.format('which_week')}"
    rf"|(?P<month>(?:ca )?thang)(?: (?P<number>\d\d?)|{_BACK.format('which_month')})"
    r"|(?:hk|(?:hoc )?k[iy]) ?(?P<term>[12]|ii?)"
    r"|(?P<year>(?:ca )?nam(?: hoc)?)|(?P<today>ngay))\b"
)
_TERMS = {"1": "hk1", "i": "hk1", "2": "hk2", "ii": "hk2"}


_YEAR_BEFORE = re.compile(r"\b(?:ca )?nam (?:hoc )?(?:truoc|ngoai|roi|qua)\b")
_YEAR_NAMED = re.compile(r"(?<![\d/.-])(?:\bnam (?:hoc )?)?(20\d\d) ?[-–/] ?(?:20)?(\d\d)(?![\d/.-])")


class Period(Struct, frozen=True, kw_only=True):
    """From `first` to `last`, both included, never past today. `kind` is one of the above or a term's name; `year` is
    the school year that was named, "" for the present one.
    """

    kind: str
    first: date
    last: date
    year: str = ""


class YearReading(Struct, frozen=True, kw_only=True):
    """A school year other than the present one: the one that began in `begins`, or (None) the one before."""

    begins: int | None
    start: int
    end: int


def read_school_year(text: str) -> YearReading | None:
    """`năm học trước`, `năm ngoái`, `2025-2026`; None if no year is named so."""
    folded = fold_in_place(text)
    named = _YEAR_NAMED.search(folded)
    if named is not None and (int(named[1]) + 1) % 100 == int(named[2]):
        return YearReading(begins=int(named[1]), start=named.start(), end=named.end())
    before = _YEAR_BEFORE.search(folded)
    return None if before is None else YearReading(begins=None, start=before.start(), end=before.end())


class PeriodReading(Struct, frozen=True, kw_only=True):
    """What was said and where. Without a period: AHEAD if it is still to come, IMPOSSIBLE if there is none such."""

    period: Period | None
    problem: DayProblem | None = None
    start: int
    end: int


def read_period(text: str, today: date, spans: Spans) -> PeriodReading | None:
    """The period named in the text; None if none is. `spans` are the terms by name, and `year`."""
    said = read_day(text, today)
    if said is not None:
        if said.problem not in {None, DayProblem.FAR}:
            return PeriodReading(period=None, problem=said.problem, start=said.start, end=said.end)
        kind = DAY if len(said.days) == 1 else RANGE
        return _reading(kind, (said.days[0], said.days[-1]), today, said.start, said.end)
    words = _WORDS.search(fold_in_place(text))
    if words is None:
        return None
    kind, span = _span(words, today, spans)
    return _reading(kind, span, today, *words.span())


def _reading(kind: str, span: tuple[date, date] | None, today: date, start: int, end: int) -> PeriodReading:
    if span is None:
        return PeriodReading(period=None, problem=DayProblem.IMPOSSIBLE, start=start, end=end)
    if span[0] > today:
        return PeriodReading(period=None, problem=DayProblem.AHEAD, start=start, end=end)
    period = Period(kind=kind, first=span[0], last=min(span[1], today))
    return PeriodReading(period=period, start=start, end=end)


def _span(words: re.Match[str], today: date, spans: Spans) -> tuple[str, tuple[date, date] | None]:
    if words["week"]:
        monday = today - timedelta(days=today.weekday() + (7 if _before(words["which_week"]) else 0))
        return WEEK, (monday, monday + timedelta(days=6))
    if words["month"]:
        return MONTH, _month(words, today)
    if words["term"]:
        name = _TERMS[words["term"]]
        return name, spans.get(name)
    if words["year"]:
        return YEAR, spans.get(YEAR)
    return DAY, (today, today)


def _before(which: str | None) -> bool:
    return which not in {None, "nay"}


def _month(words: re.Match[str], today: date) -> tuple[date, date] | None:
    """A month by its number is the last one of that name."""
    first = today.replace(day=1)
    if words["number"]:
        number = int(words["number"])
        if not 1 <= number <= 12:
            return None
        first = first.replace(year=today.year - (number > today.month), month=number)
    elif _before(words["which_month"]):
        first = (first - timedelta(days=1)).replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
