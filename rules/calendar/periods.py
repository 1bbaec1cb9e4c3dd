"""The stretch of days a question is about: a day, a range, this week, last month, a term, the school year."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from rules.calendar.dates import read_day
from rules.calendar.days_said import DayProblem
from rules.calendar.stretches import MONTH, MONTH_WORDS, MONTHS, RANGE, WEEK, YEAR, month_of, read_stretch
from rules.people.names import fold_in_place

DAY = "day"
Spans = Mapping[str, tuple[date, date]]
_BACK = r"(?: (?P<{0}>nay|truoc|roi|qua))?"
_WORDS = re.compile(
    r"\b(?:(?:ke )?tu dau )?"
    rf"(?:(?P<week>(?:ca )?tuan){_BACK.format('which_week')}"
    r"|(?P<month>(?:ca )?thang)"
    rf"(?: (?P<number>{MONTH_WORDS})\b(?: ?(?:/|nam) ?(?P<of_year>\d{{4}}))?|{_BACK.format('which_month')})"
    r"|(?:hk|(?:hoc )?k[iy]) ?(?P<term>[12]|ii?)"
    rf"|(?P<this_term>(?:ca )?(?:hk|hoc k[iy]|k[iy](?= (?:nay|truoc)))){_BACK.format('which_term')}"
    r"|(?P<year>(?:ca )?nam(?: hoc)?)(?: nay)?|(?P<today>ngay))\b"
    r"(?: (?:den|toi|cho den) (?:nay|gio|hom nay))?"
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


def longer(period: Period, today: date, spans: Spans) -> Period | None:
    """The next longer one around its last day, in its own school year; None of the year, or where no term is."""
    day = period.last
    match period.kind:
        case "day":
            monday = day - timedelta(days=day.weekday())
            return _up_to(period, WEEK, (monday, monday + timedelta(days=6)), today)
        case "week" | "range":
            return _up_to(period, MONTH, month_of(day), today)
        case "month":
            found = [(name, span) for name, span in spans.items() if name != YEAR and span[0] <= day <= span[1]]
            return _up_to(period, *found[0], today) if found else None
        case "year":
            return None
        case _:
            return _up_to(period, YEAR, spans[YEAR], today) if YEAR in spans else None


def before(period: Period, spans: Spans) -> Period | None:
    """The one before it, as long; None where there is none in this school year, and for a day: schools know theirs."""
    last = period.first - timedelta(days=1)
    match period.kind:
        case "week":
            return replace(period, kind=WEEK, first=period.first - timedelta(days=7), last=last)
        case "range":
            return replace(period, kind=RANGE, first=period.first - (period.last - last), last=last)
        case "month":
            return replace(period, kind=MONTH, first=month_of(last)[0], last=last)
        case "day" | "year":
            return None
        case _:
            ended = sorted((span, name) for name, span in spans.items() if name != YEAR and span[1] < period.first)
            return replace(period, kind=ended[-1][1], first=ended[-1][0][0], last=ended[-1][0][1]) if ended else None


def _up_to(of: Period, kind: str, span: tuple[date, date], today: date) -> Period:
    return replace(of, kind=kind, first=span[0], last=max(span[0], min(span[1], today)))


def read_period(text: str, today: date, spans: Spans) -> PeriodReading | None:
    """The period named in the text; None if none is. `spans` are the terms by name, and `year`."""
    folded = fold_in_place(text)
    if stretch := read_stretch(folded, today, spans):
        days = (stretch.first, stretch.last)
        return _reading(stretch.kind, days, today, stretch.start, stretch.end)
    said, words = read_day(text, today), _WORDS.search(folded)
    if said is not None and words and words.start() <= said.start and said.end <= words.end():
        said = None  # `tuần này`: its `này` is no day of its own
    if said is not None:
        if said.problem not in {None, DayProblem.FAR}:
            return PeriodReading(period=None, problem=said.problem, start=said.start, end=said.end)
        days = (said.days[0], said.days[-1])
        return _reading(_kind(*days, today), days, today, said.start, said.end)
    if words is None:
        return None
    kind, span = _span(words, today, spans)
    return _reading(kind, span, today, *words.span())


def read_month(text: str, today: date) -> tuple[Period | None, str]:
    """The month named in the text, if one has begun that is, and the text without it."""
    begins = re.search(r"\b(?:ca )?thang\b", fold_in_place(text))  # a name before it may be that of a day
    start = begins.start() if begins else len(text)
    found = read_period(text[start:], today, {})
    if found is None or found.period is None or found.period.kind != MONTH:
        return None, text
    return found.period, f"{text[: start + found.start]} {text[start + found.end :]}"


def _kind(first: date, last: date, today: date) -> str:
    """Days from a Monday to its Sunday, or as far as the week has come, are a week however they are said."""
    if first == last:
        return DAY
    ends = first + timedelta(days=6)
    return WEEK if first.weekday() == 0 and last == min(ends, max(today, first)) else RANGE


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
        return MONTH, _month(words, today, spans)
    if words["term"]:
        name = _TERMS[words["term"]]
        return name, spans.get(name)
    if words["this_term"]:
        return _this_term(today, spans, before=_before(words["which_term"]))
    if words["year"]:
        return YEAR, spans.get(YEAR)
    return DAY, (today, today)


def _this_term(today: date, spans: Spans, *, before: bool) -> tuple[str, tuple[date, date] | None]:
    """The newest term that has begun, or the one before it."""
    begun = sorted((span, name) for name, span in spans.items() if name != YEAR and span[0] <= today)
    found = begun[-1 - before :][:1]
    return (found[0][1], found[0][0]) if found and len(begun) > before else (_TERMS["1"], None)


def _before(which: str | None) -> bool:
    return which not in {None, "nay"}


def _month(words: re.Match[str], today: date, spans: Spans) -> tuple[date, date] | None:
    """A month by its number is the last one of that name, if no year is said; where that was before this school year,
    the one to come is meant.
    """
    first = today.replace(day=1)
    if words["number"]:
        number = MONTHS.get(words["number"])
        if number is None:
            return None
        year = int(words["of_year"] or today.year - (number > today.month))
        if not words["of_year"] and year < today.year and YEAR in spans and date(year, number, 28) < spans[YEAR][0]:
            year = today.year
        if not date.min.year <= year < date.max.year:
            return None
        first = date(year, number, 1)
    elif _before(words["which_month"]):
        first = (first - timedelta(days=1)).replace(day=1)
    return month_of(first)
