"""Days as teachers write them, `chiều qua`, `thứ 2 tuần trước`, `từ 3/11 đến 5/11`, read from the day of writing."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from rules.calendar.parts import Part
from rules.people.names import fold_in_place

NEAR = timedelta(days=60)  # a school day farther off than this is more likely a slip than meant
_DAY = timedelta(days=1)


class DayProblem(StrEnum):
    IMPOSSIBLE = "impossible"  # 31/11, or a weekday that is not that date's
    FAR = "far"  # more than `NEAR` away
    AHEAD = "ahead"  # `thứ 6` on a Wednesday: the coming one, or last week's?
    BACKWARDS = "backwards"  # ends before it starts
    LENGTH = "length"  # `2 ngày`: the last two, or the next two?


class Expected(StrEnum):
    """Where the days said are to be looked for: leave is asked for days to come, an absence is told of days past."""

    EITHER = "either"
    AHEAD = "ahead"
    BEHIND = "behind"


class DayReading(Struct, frozen=True, kw_only=True):
    """The days said (one, or each of a range or list), the session if said with them, and where in the text.

    With a problem, `days` holds what was understood, if anything, for the question to ask. `length`: only a number of
    days was said, and `days` are those up to today or from today on.
    """

    days: tuple[date, ...]
    part: str | None = None
    problem: DayProblem | None = None
    length: int | None = None
    start: int
    end: int

    @property
    def day(self) -> date | None:
        """The one day said, if there is just one and nothing wrong with it."""
        return self.days[0] if len(self.days) == 1 and self.problem is None else None


class _Said(NamedTuple):
    days: tuple[date, ...]
    problem: DayProblem | None = None
    end: int = 0
    part: str | None = None
    length: int | None = None


_IMPOSSIBLE = _Said((), DayProblem.IMPOSSIBLE)


def read_day(text: str, today: date, expected: Expected = Expected.EITHER) -> DayReading | None:
    """The first day or range in the text; None if there is none."""
    folded = fold_in_place(text)
    readings = (match_day(folded, start.start(), today, expected) for start in _STARTS.finditer(folded))
    return next((reading for reading in readings if reading), None)


def match_day(folded: str, at: int, today: date, expected: Expected = Expected.EITHER) -> DayReading | None:
    """The day or range that begins exactly at `at`."""
    if not _BEGINS.match(folded, at) or _is_the_nth(folded, at):
        return None
    leave = expected is Expected.AHEAD
    said = (
        _week_long(folded, at, today, expected)
        or _counted(folded, at, today, expected)
        or _first_of(_MORE_DAYS, folded, at, today)
    )
    said = said or _until(folded, at, today) or _range(folded, at, today, leave=leave)
    if said is None:
        return None
    far = any(abs(day - today) > NEAR for day in said.days)
    problem = said.problem or (DayProblem.FAR if far else None)
    if leave and problem is DayProblem.AHEAD:
        problem = None
    return DayReading(days=said.days, part=said.part, problem=problem, length=said.length, start=at, end=said.end)


def _is_the_nth(folded: str, at: int) -> bool:
    """`vắng ngày thứ 3 rồi`, `tiếp tục nghỉ ngày thứ hai`: the third day away, and no Tuesday."""
    start = max(0, at - len("ngay ")) if folded[at] == "t" else at
    goes_on = _NTH_OF_MORE.match(folded, start) is not None and _GOES_ON.search(folded, 0, at) is not None
    return goes_on or _NTH.match(folded, start) is not None


def _week_long(folded: str, at: int, today: date, expected: Expected) -> _Said | None:
    """`cả tuần này`: the days so far, or those to come? `hết tuần`, `đến cuối tuần`: from today on."""
    match = _WEEK_LONG.match(folded, at)
    if match is None:
        return None
    monday = today - today.weekday() * _DAY + _WEEKS.get(match["week"] or "nay", 0) * _DAY
    week = tuple(monday + step * _DAY for step in range(_SUNDAY))
    if today not in week or today == monday:
        return _Said(week, None, match.end())
    to_come, so_far = tuple(day for day in week if day >= today), tuple(day for day in week if day <= today)
    if match["whole"] is None or expected is Expected.AHEAD:
        return _Said(to_come, None, match.end())
    if expected is Expected.BEHIND:
        return _Said(so_far, None, match.end())
    return _Said(to_come, DayProblem.LENGTH, match.end())


def _counted(folded: str, at: int, today: date, expected: Expected) -> _Said | None:
    """`2 ngày nay`, `nghỉ 2 ngày`: so many school days, up to today or from today on."""
    match = _COUNTED.match(folded, at)
    if match is None:
        return None
    length = _SAID.get(match[1]) or int(match[1])
    if length == 1 and not match["back"]:
        return _Said((today,), None, match.end(), length=1)
    back = match["back"] is not None or expected is Expected.BEHIND
    problem = None if back or expected is Expected.AHEAD else DayProblem.LENGTH
    return _Said(school_days(today, length, back=back), problem, match.end(), length=length)


def school_days(start: date, length: int, *, back: bool = False) -> tuple[date, ...]:
    """So many days that are no Sundays, the first (or, counted back, the last) being `start` if it is none itself."""
    step = -_DAY if back else _DAY
    days: list[date] = []
    day = start
    while len(days) < min(length, NEAR.days):
        if day.weekday() != _SUNDAY:
            days.append(day)
        day += step
    return tuple(sorted(days))


def _until(folded: str, at: int, today: date) -> _Said | None:
    """`đến thứ 6`, `đến hết 15/11`: from today on."""
    opening = _UNTIL.match(folded, at)
    last = opening and _single(folded, opening.end(), today, leave=True)
    if not opening or not last or not last.days or last.days[0] <= today:
        return None
    return _through(_Said((today,)), last)


def _range(folded: str, at: int, today: date, *, leave: bool) -> _Said | None:
    """`từ A đến B`, `A - B`, `từ A` (until today), or only `A`."""
    opening = _FROM.match(folded, at)
    first = _single(folded, opening.end() if opening else at, today, leave=leave)
    if first is None:
        return None
    to = _TO.match(folded, first.end)
    second = to and (_single(folded, to.end(), today, leave=True) or _until_now(folded, to.end(), today))
    if not second:
        return _through(first, _Said((today,), end=first.end)) if opening and first.days < (today,) else first
    return _through(first, second)


def _until_now(folded: str, at: int, today: date) -> _Said | None:
    now = _NOW.match(folded, at)
    return _Said((today,), end=now.end()) if now else None


def _through(first: _Said, last: _Said) -> _Said:
    """Every day from the one to the other. A range too long to be meant is left at its two ends."""
    problem = first.problem or last.problem
    if problem:
        return _Said(first.days + last.days, problem, last.end)
    begin, end = first.days[0], last.days[0]
    if end < begin:
        return _Said((begin, end), DayProblem.BACKWARDS, last.end)
    if end - begin > NEAR:
        return _Said((begin, end), DayProblem.FAR, last.end)
    return _Said(tuple(begin + n * _DAY for n in range((end - begin).days + 1)), None, last.end)


def _single(folded: str, at: int, today: date, *, leave: bool) -> _Said | None:
    half = _HALF.match(folded, at)
    start = half.end() if half else at
    said = _dated_weekday(folded, start, today) or _first_of(_ONE_DAY, folded, start, today)
    if said is None and half:
        said = _first_of(_BEHIND_A_HALF, folded, start, today)
    if said is None:
        return None
    if leave and said.problem is DayProblem.AHEAD:
        said = said._replace(problem=None)
    return said._replace(part=_HALVES[half[1]]) if half else said


def _first_of(forms: "tuple[_Form, ...]", folded: str, at: int, today: date) -> _Said | None:
    for pattern, read in forms:
        match = pattern.match(folded, at)
        if match:
            return read(match, today)._replace(end=match.end())
    return None


def _dated_weekday(folded: str, at: int, today: date) -> _Said | None:
    """`thứ 2 ngày 23/11`: the date counts, and must be that weekday."""
    weekday = _WEEKDAY.match(folded, at)
    gap = weekday and _GAP.match(folded, weekday.end())
    said = gap and _first_of(_NUMERIC, folded, gap.end(), today)
    if not weekday or not said:
        return None
    agrees = all(day.weekday() == _number(weekday) for day in said.days)
    return said if agrees else said._replace(problem=DayProblem.IMPOSSIBLE)


def _nearest(day: int, month: int, year: str | None, today: date) -> _Said:
    """A date without a year is the nearest to today: on 5 January, 30/12 is last year's."""
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year + n for n in (-1, 0, 1)]
    return _closest([(each, month, day) for each in years], today)


def _closest(candidates: list[tuple[int, int, int]], today: date) -> _Said:
    dates = [found for parts in candidates if (found := _date(*parts))]
    return _Said((min(dates, key=lambda each: abs(each - today)),)) if dates else _IMPOSSIBLE


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_iso(match: re.Match[str], today: date) -> _Said:
    return _closest([(int(match[1]), int(match[2]), int(match[3]))], today)


def _read_numeric(match: re.Match[str], today: date) -> _Said:
    return _nearest(int(match["day"]), int(match["month"]), match["year"], today)


def _read_day_only(match: re.Match[str], today: date) -> _Said:
    """`ngày 5` is this month's; still ahead, it may as well be last month's."""
    number = int(match[1])
    day = _date(today.year, today.month, number)
    if day is None:
        last_month = today.replace(day=1) - _DAY
        return _closest([(last_month.year, last_month.month, number)], today)
    return _Said((day,), DayProblem.AHEAD if day > today else None)


def _read_relative(match: re.Match[str], today: date) -> _Said:
    return _Said((today + _RELATIVE[match[1]] * _DAY,))


def _number(weekday: re.Match[str]) -> int:
    return _WEEKDAYS[next(group for group in weekday.groups()[:4] if group)]


def _read_weekday(match: re.Match[str], today: date) -> _Said:
    """In this week unless another is named; still ahead, it may as well be last week's."""
    day = today + (_number(match) - today.weekday()) * _DAY
    week = match["week"]
    if week:
        return _Said((day + _WEEKS[week] * _DAY,))
    if match["this"]:
        return _Said((day if day >= today else day + 7 * _DAY,))
    if match["last"] and day >= today:
        return _Said((day - 7 * _DAY,))
    return _Said((day,), DayProblem.AHEAD if day > today and not match["last"] else None)


def _read_weekdays(match: re.Match[str], today: date) -> _Said:
    """`thứ 2, 3, 4`: each in this week."""
    days = [today + (int(number) - 2 - today.weekday()) * _DAY for number in re.findall(r"\d", match[1])]
    shift = _WEEKS[match["week"]] * _DAY if match["week"] else timedelta(0)
    ahead = not match["week"] and any(day > today for day in days)
    return _Said(tuple(sorted(day + shift for day in days)), DayProblem.AHEAD if ahead else None)


def _read_days_only(match: re.Match[str], today: date) -> _Said:
    """`ngày 12, 13`: of this month."""
    found = [_date(today.year, today.month, int(number)) for number in re.findall(r"\d+", match[1])]
    days = [day for day in found if day]
    if len(days) < len(found):
        return _IMPOSSIBLE
    return _Said(tuple(sorted(days)), DayProblem.AHEAD if any(day > today for day in days) else None)


def _read_today_and_tomorrow(_match: re.Match[str], today: date) -> _Said:
    return _Said((today, today + _DAY))


def _read_list(match: re.Match[str], today: date) -> _Said:
    numbers = [int(number) for number in re.findall(r"\d+", match[1])]
    found = [_nearest(number, int(match[2]), match[3], today) for number in numbers]
    if any(said.problem for said in found):
        return _IMPOSSIBLE
    return _Said(tuple(sorted({day for said in found for day in said.days})))


def _read_span(match: re.Match[str], today: date) -> _Said:
    """`3-5/11`, `từ 28 đến 3/11`: the first day is of the month before if its number is the greater one."""
    last = _nearest(int(match[2]), int(match[3]), match[4], today)
    if last.problem:
        return last
    end = last.days[0]
    month = end if int(match[1]) <= end.day else end.replace(day=1) - _DAY
    begin = _date(month.year, month.month, int(match[1]))
    return _through(_Said((begin,)), last) if begin else _IMPOSSIBLE


_SUNDAY = 6
_HALVES = {"sang": Part.MORNING, "chieu": Part.AFTERNOON, "trua": Part.AFTERNOON}
_RELATIVE = {"nay": 0, "hnay": 0, "qua": -1, "hqua": -1, "bua qa": -1, "hom tru": -2}
_RELATIVE |= {
    f"{ahead}{day} {which}": shift
    for ahead in ("", "ngay ")
    for day in ("hom", "bua", "hum")
    for which, shift in (("nay", 0), ("ni", 0), ("qua", -1), ("kia", -2))
}
_RELATIVE |= {
    "mai": 1,
    "ngay mai": 1,
    "hom sau": 1,
    "ngay kia": 2,
    "ngay mot": 2,
    "mot": 2,
    "bua mai": 1,
    "ngay hom sau": 1,
}
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, "cn": 6, "chu nhat": 6}
_WEEKDAYS |= {str(n): n - 2 for n in range(2, 8)}
_WEEKS = {"truoc": -7, "roi": -7, "qua": -7, "vua roi": -7, "vua qua": -7, "nay": 0, "sau": 7, "toi": 7}
_SAID = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7}
_END = r"(?![\w/])"
_YEAR = r"(\d{4}|\d{2})"

_STARTS = re.compile(r"(?<![\w/.-])(?=[a-z0-9])")
_BEGINS = re.compile(
    r"\d|sang|ca |nguyen |suot |tron |het |cho |"
    r"chieu|trua|buoi|hom|hum|bua|h(?:nay|qua)|nay\b|mai\b|ngay|t[u2-7]|thu|cn|chu |den|toi"
    r"|(?:mot|hai|ba|bon|nam|sau) "
)
_HALF = re.compile(r"(?:buoi )?(sang|chieu|trua),? (?:ngay (?=\d))?")
_FROM = re.compile(r"(?:ke |tinh )?tu (?:ngay (?=\d))?")
_TO = re.compile(r" ?(?:(?:cho )?(?:den|toi)(?: het)?(?: ngay(?= \d))? |->|[-–>]) ?")
_UNTIL = re.compile(r"(?:cho )?(?:den|toi)(?: het)? (?:ngay (?=\d))?")
_NOW = re.compile(rf"(?:(?:hom |bua |hum |ngay hom )?nay|(?:bay )?gio){_END}")
_GAP = re.compile(r"[ ,(]{1,2}")
_COUNTED = re.compile(
    rf"(?:ca )?([1-9]|[12]\d|hai|ba|bon|nam|sau) (?:ngay|hom|bua|hum)"
    r"(?P<back> (?:nay|qua|roi|gan day|vua qua|vua roi|lien|lien tiep|lien tuc)(?: (?:nay|roi|lien))?)?"
    rf"{_END}(?! (?:\d|thu ))"
)
_WEEKDAY = re.compile(
    r"(?:ngay |hom )?(?:thu ?([2-7])|thu (hai|ba|tu|nam|sau|bay)|t([2-7])|(cn|chu nhat))\b"
    rf"(?:,? tuan (?P<week>truoc|roi|qua|vua roi|vua qua|nay|sau|toi)|,? (?P<last>vua roi|vua qua|roi|truoc)"
    rf"| (?P<this>nay|toi(?! (?:gio|nay|hom|bua|bay gio|day|thu|ngay|t?\d|het|cuoi))|sau))?{_END}"
)
_WEEK_LONG = re.compile(
    r"(?:(?P<whole>ca|nguyen|suot|tron)|(?:(?:cho )?(?:den|toi) )?het|(?:cho )?(?:den|toi) cuoi) tuan"
    rf"(?: (?P<week>truoc|roi|qua|vua roi|vua qua|nay|sau|toi))?{_END}"
)
_NTH = re.compile(r"ngay thu [2-9] (?:roi|lien|lien tiep|lien tuc|nghi)\b")
_NTH_OF_MORE = re.compile(r"ngay thu (?:[2-9]|hai|ba|tu|nam|sau|bay)\b(?! tuan)")
_GOES_ON = re.compile(r"\b(?:tiep tuc|lien tiep|van (?:nghi|vang)|lai nghi|nghi tiep)\b")
_WORDS = re.compile(
    rf"((?:ngay )?(?:hom|bua|hum) (?:nay|qua|kia|ni)|h(?:nay|qua)|ngay (?:mai|kia|mot)|ngay hom sau|bua mai){_END}"
)
_BARE_WORDS = re.compile(
    rf"(nay|mai(?= (?:xin|nghi|em|chau|be|con|hs|lop|cho|den|toi|tro di|di hoc|vao hoc|se|moi|\d)|$)){_END}"
)

_Form = tuple[re.Pattern[str], Callable[[re.Match[str], date], _Said]]
_NUMERIC: tuple[_Form, ...] = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"), _read_iso),
    (
        re.compile(rf"(?:ngay )?(?P<day>\d\d?)([/.-])(?P<month>0?[1-9]|1[0-2])(?:\2(?P<year>{_YEAR}))?{_END}"),
        _read_numeric,
    ),
    (re.compile(rf"(?:ngay )?(?P<day>\d\d?) thang (?P<month>\d\d?)(?:,? nam (?P<year>\d{{4}}))?{_END}"), _read_numeric),
    (re.compile(r"ngay (\d\d?)(?![\w/]|[.-]\d)"), _read_day_only),
)
_ONE_DAY: tuple[_Form, ...] = (
    (_WORDS, _read_relative),
    (_WEEKDAY, _read_weekday),
    *_NUMERIC,
    (_BARE_WORDS, _read_relative),
)
_BEHIND_A_HALF: tuple[_Form, ...] = ((re.compile(rf"(nay|qua|mai){_END}"), _read_relative),)
_MORE_DAYS: tuple[_Form, ...] = (
    (
        re.compile(rf"(?:ngay )?(\d\d?(?: ?(?:,|va|\+|&) ?(?:ngay )?\d\d?){{1,9}})/(\d\d?)(?:/{_YEAR})?{_END}"),
        _read_list,
    ),
    (
        re.compile(
            rf"(?:tu )?(?:ngay )?(\d\d?) ?(?:den(?: het)?|toi|[-–]) ?(?:ngay )?(\d\d?)/(\d\d?)(?:/{_YEAR})?{_END}"
        ),
        _read_span,
    ),
    (
        re.compile(
            r"(?:thu|t) ?([2-7](?: ?(?:,|va|\+|&) ?[2-7](?! ?(?:em|hs|ban|ngay|/|\d)))+)"
            rf"(?: tuan (?P<week>truoc|roi|qua|nay|sau|toi))?{_END}"
        ),
        _read_weekdays,
    ),
    (re.compile(r"ngay (\d\d?(?: ?(?:,|va) ?\d\d?(?! ?(?:em|hs|ban)\b))+)(?![\w/]|[.-]\d)"), _read_days_only),
    (
        re.compile(
            rf"(?:(?:ngay )?hom |hum |bua )?nay(?: va |, ?)(?:ngay )?mai{_END}"
            r"(?!,? (?:di hoc|vao hoc|hoc lai|moi|se|co mat))"
        ),
        _read_today_and_tomorrow,
    ),
)
