"""The forms in which one day, or a few side by side, are written: `3/11`, `thứ 2 tuần trước`, `hôm qua`, `thứ 2, 3`."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from rules.calendar.days_said import DAY, IMPOSSIBLE, DayProblem, Said, school_days, through


def first_of(forms: "tuple[_Form, ...]", folded: str, at: int, today: date) -> Said | None:
    for pattern, read in forms:
        match = pattern.match(folded, at)
        if match:
            return read(match, today)._replace(end=match.end())
    return None


def _nearest(day: int, month: int, year: str | None, today: date) -> Said:
    """A date without a year is the nearest to today: on 5 January, 30/12 is last year's."""
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year + n for n in (-1, 0, 1)]
    return _closest([(each, month, day) for each in years], today)


def _closest(candidates: list[tuple[int, int, int]], today: date) -> Said:
    dates = [found for parts in candidates if (found := _date(*parts))]
    return Said((min(dates, key=lambda each: abs(each - today)),)) if dates else IMPOSSIBLE


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_iso(match: re.Match[str], today: date) -> Said:
    return _closest([(int(match[1]), int(match[2]), int(match[3]))], today)


def _read_numeric(match: re.Match[str], today: date) -> Said:
    return _nearest(int(match["day"]), int(match["month"]), match["year"], today)


def _read_day_only(match: re.Match[str], today: date) -> Said:
    """`ngày 5` is this month's; still ahead, it may as well be last month's."""
    number = int(match[1])
    day = _date(today.year, today.month, number)
    if day is None:
        last_month = today.replace(day=1) - DAY
        return _closest([(last_month.year, last_month.month, number)], today)
    return Said((day,), DayProblem.AHEAD if day > today else None)


def _read_relative(match: re.Match[str], today: date) -> Said:
    return Said((today + _RELATIVE[match[1]] * DAY,))


def weekday_number(weekday: re.Match[str]) -> int:
    return _WEEKDAYS[next(group for group in weekday.groups()[:4] if group)]


def _read_weekday(match: re.Match[str], today: date) -> Said:
    """In this week unless another is named; still ahead, it may as well be last week's."""
    day = today + (weekday_number(match) - today.weekday()) * DAY
    week = match["week"]
    if week:
        return Said((day + WEEKS[week] * DAY,))
    if match["this"]:
        return Said((day if day >= today else day + 7 * DAY,))
    if match["last"] and day >= today:
        return Said((day - 7 * DAY,))
    return Said((day,), DayProblem.AHEAD if day > today and not match["last"] else None)


def _read_weekdays(match: re.Match[str], today: date) -> Said:
    """`thứ 2, 3, 4`: each in this week."""
    days = [today + (int(number) - 2 - today.weekday()) * DAY for number in re.findall(r"\d", match[1])]
    shift = WEEKS[match["week"]] * DAY if match["week"] else timedelta(0)
    ahead = not match["week"] and any(day > today for day in days)
    return Said(tuple(sorted(day + shift for day in days)), DayProblem.AHEAD if ahead else None)


def _read_days_only(match: re.Match[str], today: date) -> Said:
    """`ngày 12, 13`: of this month."""
    found = [_date(today.year, today.month, int(number)) for number in re.findall(r"\d+", match[1])]
    days = [day for day in found if day]
    if len(days) < len(found):
        return IMPOSSIBLE
    return Said(tuple(sorted(days)), DayProblem.AHEAD if any(day > today for day in days) else None)


def _read_today_and_tomorrow(_match: re.Match[str], today: date) -> Said:
    return Said((today, today + DAY))


def _read_tomorrow_and_the_day_after(_match: re.Match[str], today: date) -> Said:
    return Said((today + DAY, today + 2 * DAY))


def _read_some_day_ago(_match: re.Match[str], today: date) -> Said:
    return Said(school_days(today - DAY, 3, back=True), DayProblem.AGO)


def _read_list(match: re.Match[str], today: date) -> Said:
    numbers = [int(number) for number in re.findall(r"\d+", match[1])]
    found = [_nearest(number, int(match[2]), match[3], today) for number in numbers]
    if any(said.problem for said in found):
        return IMPOSSIBLE
    return Said(tuple(sorted({day for said in found for day in said.days})))


def _read_span(match: re.Match[str], today: date) -> Said:
    """`3-5/11`, `từ 28 đến 3/11`: the first day is of the month before if its number is the greater one."""
    last = _nearest(int(match[2]), int(match[3]), match[4], today)
    if last.problem:
        return last
    end = last.days[0]
    month = end if int(match[1]) <= end.day else end.replace(day=1) - DAY
    begin = _date(month.year, month.month, int(match[1]))
    return through(Said((begin,)), last) if begin else IMPOSSIBLE


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
WEEKS = {"truoc": -7, "roi": -7, "qua": -7, "vua roi": -7, "vua qua": -7, "nay": 0, "sau": 7, "toi": 7}
END = r"(?![\w/])"
_YEAR = r"(\d{4}|\d{2})"

WEEKDAY = re.compile(
    r"(?:ngay |hom )?(?:thu ?([2-7])|thu (hai|ba|tu|nam|sau|bay)|t([2-7])|(cn|chu nhat))\b"
    rf"(?:,? tuan (?P<week>truoc|roi|qua|vua roi|vua qua|nay|sau|toi)|,? (?P<last>vua roi|vua qua|roi|truoc)"
    rf"| (?P<this>nay|toi(?! (?:gio|nay|hom|bua|bay gio|day|thu|ngay|t?\d|het|cuoi))|sau))?{END}"
)
_WORDS = re.compile(
    rf"((?:ngay )?(?:hom|bua|hum) (?:nay|qua|kia|ni)|h(?:nay|qua)|ngay (?:mai|kia|mot)|ngay hom sau|bua mai){END}"
)
_BARE_WORDS = re.compile(
    r"(nay|mai(?= (?:xin|nghi|em|chau|be|con|hs|lop|cho|den|toi|tro di|di hoc|vao hoc|se|moi|len|xuong|vo|vao|\d)|$))"
    rf"{END}"
)

_Form = tuple[re.Pattern[str], Callable[[re.Match[str], date], Said]]
NUMERIC: tuple[_Form, ...] = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"), _read_iso),
    (
        re.compile(rf"(?:ngay )?(?P<day>\d\d?)([/.-])(?P<month>0?[1-9]|1[0-2])(?:\2(?P<year>{_YEAR}))?{END}"),
        _read_numeric,
    ),
    (re.compile(rf"(?:ngay )?(?P<day>\d\d?) thang (?P<month>\d\d?)(?:,? nam (?P<year>\d{{4}}))?{END}"), _read_numeric),
    (re.compile(r"ngay (\d\d?)(?![\w/]|[.-]\d)"), _read_day_only),
)
ONE_DAY: tuple[_Form, ...] = (
    (_WORDS, _read_relative),
    (re.compile(rf"(?:hom|bua) (?:truoc|no|bua|roi)\b(?! nay){END}"), _read_some_day_ago),
    (WEEKDAY, _read_weekday),
    *NUMERIC,
    (_BARE_WORDS, _read_relative),
)
BEHIND_A_HALF: tuple[_Form, ...] = ((re.compile(rf"(nay|qua|mai){END}"), _read_relative),)
MORE_DAYS: tuple[_Form, ...] = (
    (
        re.compile(rf"(?:ngay )?(\d\d?(?: ?(?:,|va|\+|&) ?(?:ngay )?\d\d?){{1,9}})/(\d\d?)(?:/{_YEAR})?{END}"),
        _read_list,
    ),
    (
        re.compile(
            rf"(?:tu )?(?:ngay )?(\d\d?) ?(?:den(?: het)?|toi|[-–]) ?(?:ngay )?(\d\d?)/(\d\d?)(?:/{_YEAR})?{END}"
        ),
        _read_span,
    ),
    (
        re.compile(
            r"(?:thu|t) ?([2-7](?: ?(?:,|va|\+|&) ?[2-7](?! ?(?:em|hs|ban|ngay|/|\d)))+)"
            rf"(?: tuan (?P<week>truoc|roi|qua|nay|sau|toi))?{END}"
        ),
        _read_weekdays,
    ),
    (re.compile(r"ngay (\d\d?(?: ?(?:,|va) ?\d\d?(?! ?(?:em|hs|ban)\b))+)(?![\w/]|[.-]\d)"), _read_days_only),
    (
        re.compile(
            rf"(?:(?:ngay )?hom |hum |bua )?nay(?: va |, ?)(?:ngay )?mai{END}"
            r"(?!,? (?:di hoc|vao hoc|hoc lai|moi|se|co mat|len|xuong|vo|vao|toi|den|tro lai|quay lai)\b)"
        ),
        _read_today_and_tomorrow,
    ),
    (re.compile(rf"mai(?: va | voi |, ?)(?:ngay )?(?:mot|kia){END}"), _read_tomorrow_and_the_day_after),
)
