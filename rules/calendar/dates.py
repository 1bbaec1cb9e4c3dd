"""Days as teachers write them, `chiều qua`, `thứ 2 tuần trước`, `từ 3/11 đến 5/11`, read from the day of writing."""

import re
import unicodedata
from datetime import date

from rules.calendar.day_forms import (
    BEHIND_A_HALF,
    END,
    MORE_DAYS,
    NUMERIC,
    ONE_DAY,
    WEEKDAY,
    WEEKS,
    first_of,
    weekday_number,
)
from rules.calendar.days_said import DAY, NEAR, SUNDAY, DayProblem, DayReading, Expected, Said, school_days, through
from rules.calendar.parts import Part
from rules.people.names import fold_in_place


def read_day(text: str, today: date, expected: Expected = Expected.EITHER) -> DayReading | None:
    """The first day or range in the text; None if there is none."""
    folded = fold_in_place(_SOMEBODY.sub(_blank_name, _ONESELF.sub("___", text)))
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
        or first_of(MORE_DAYS, folded, at, today)
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
    if _IS.match(folded, at) is not None and _OF_A_ROW.search(folded, 0, at) is not None:
        return True  # bạn thứ ba là Sáng
    goes_on = _NTH_OF_MORE.match(folded, start) is not None and _GOES_ON.search(folded, 0, at) is not None
    return goes_on or _NTH.match(folded, start) is not None or _NTH_TIME.match(folded, start) is not None


def _week_long(folded: str, at: int, today: date, expected: Expected) -> Said | None:
    """`cả tuần này`: the days so far, or those to come? `hết tuần`, `đến cuối tuần`: from today on."""
    match = _WEEK_LONG.match(folded, at)
    if match is None:
        return None
    monday = today - today.weekday() * DAY + WEEKS.get(match["week"] or "nay", 0) * DAY
    week = tuple(monday + step * DAY for step in range(SUNDAY))
    if today < monday and match["whole"] is None:
        return through(Said((today,)), Said(week[-1:], None, match.end()))  # nghỉ đến hết tuần sau
    if today not in week or today == monday:
        return Said(week, None, match.end())
    to_come, so_far = tuple(day for day in week if day >= today), tuple(day for day in week if day <= today)
    if match["whole"] is None or expected is Expected.AHEAD:
        return Said(to_come, None, match.end())
    if expected is Expected.BEHIND:
        return Said(so_far, None, match.end())
    return Said(to_come, DayProblem.LENGTH, match.end())


def _counted(folded: str, at: int, today: date, expected: Expected) -> Said | None:
    """`2 ngày nay`, `nghỉ 2 ngày`: so many school days, up to today or from today on."""
    ahead = _IN_SO_MANY.match(folded, at)
    if ahead:  # 2 ngày nữa
        return Said((today + (_SAID.get(ahead[1]) or int(ahead[1])) * DAY,), None, ahead.end())
    match = _COUNTED.match(folded, at)
    if match is None:
        return None
    length = _SAID.get(match[1]) or int(match[1])
    if length == 1 and not match["back"]:
        return Said((today,), None, match.end(), length=1)
    back = match["back"] is not None or expected is Expected.BEHIND
    problem = None if back or expected is Expected.AHEAD else DayProblem.LENGTH
    return Said(school_days(today, length, back=back), problem, match.end(), length=length)


def _until(folded: str, at: int, today: date) -> Said | None:
    """`đến thứ 6`, `đến hết 15/11`: from today on."""
    opening = _UNTIL.match(folded, at)
    last = opening and _single(folded, opening.end(), today, leave=True)
    if not opening or not last or not last.days or last.days[0] <= today:
        return None
    return through(Said((today,)), last)


def _range(folded: str, at: int, today: date, *, leave: bool) -> Said | None:
    """`từ A đến B`, `A - B`, `từ A` (until today), or only `A`."""
    opening = _FROM.match(folded, at)
    first = _single(folded, opening.end() if opening else at, today, leave=leave)
    if first is None:
        return None
    to = _TO.match(folded, first.end)
    second = to and _end(folded, to.end(), first, today)
    if not second:
        return through(first, Said((today,), end=first.end)) if opening and first.days < (today,) else first
    return through(first, second)


def _end(folded: str, at: int, first: Said, today: date) -> Said | None:
    week = _END_OF_WEEK.match(folded, at)
    if week is None or not first.days:
        return _single(folded, at, today, leave=True) or _until_now(folded, at, today)
    of_week = today + WEEKS[week["week"]] * DAY if week["week"] else first.days[0]
    saturday = of_week + (SUNDAY - 1 - of_week.weekday()) * DAY
    return Said((saturday,), end=week.end()) if saturday >= first.days[0] else None


def _until_now(folded: str, at: int, today: date) -> Said | None:
    now = _NOW.match(folded, at)
    return Said((today,), end=now.end()) if now else None


def _single(folded: str, at: int, today: date, *, leave: bool) -> Said | None:
    half = _HALF.match(folded, at)
    start = half.end() if half else at
    said = _dated_weekday(folded, start, today) or first_of(ONE_DAY, folded, start, today)
    if said is None and half:
        said = first_of(BEHIND_A_HALF, folded, start, today)
    if said is None:
        return None
    if leave and said.problem is DayProblem.AHEAD:
        said = said._replace(problem=None)
    return said._replace(part=_HALVES[half[1]]) if half else said


def _dated_weekday(folded: str, at: int, today: date) -> Said | None:
    """`thứ 2 ngày 23/11`: the date counts, and must be that weekday."""
    weekday = WEEKDAY.match(folded, at)
    gap = weekday and _GAP.match(folded, weekday.end())
    said = gap and first_of(NUMERIC, folded, gap.end(), today)
    if not weekday or not said:
        return None
    agrees = all(day.weekday() == weekday_number(weekday) for day in said.days)
    return said if agrees else said._replace(problem=DayProblem.IMPOSSIBLE)


_ONESELF = re.compile(  # `con tôi mai nghỉ` is no `tới mai`, with its mark or without
    r"\btôi\b|(?<=\bcon )toi\b|(?<=\bchau )toi\b|(?<=\bcháu )toi\b|(?<=\bbe )toi\b|(?<=\bcua )toi\b", re.IGNORECASE
)
_NUMERALS = {"mot": "một", "hai": "hai", "ba": "ba", "bon": "bốn", "nam": "năm", "sau": "sáu", "bay": "bảy"}
_SOMEBODY = re.compile(  # `Thầy Nam hôm nay`, `cô Ba hôm qua`: who is called so, and no number of days
    r"(?P<title>\b(?:thầy|thay|cô|co|chú|chu|bác|bac|dì|di)\s+)?\b(?P<word>\w+)(?=\s+(?:hôm|hom|bữa|bua|ngày|ngay|hum)\b)",
    re.IGNORECASE,
)


def _blank_name(said: re.Match[str]) -> str:
    """As long as before: a numeral behind a title, or written large inside the sentence, or with marks of its own."""
    word = said["word"]
    numeral = _NUMERALS.get(fold_in_place(word))
    before = said.string[: said.start("word")].rstrip(" (,:-")
    large = word[:1].isupper() and not word.isupper() and before != "" and before[-1] not in ".!?\n"
    marked = not (word.isascii() and (said.string.isascii() or word.lower() != "sau"))  # `sau ngày mai` is no six days
    other = marked and unicodedata.normalize("NFC", word).lower() != numeral
    if numeral is None or not (said["title"] or large or other):
        return said[0]
    return (said["title"] or "") + "_" * len(word)


_HALVES = {"sang": Part.MORNING, "chieu": Part.AFTERNOON, "trua": Part.AFTERNOON}
_SAID = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7}
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
_NOW = re.compile(rf"(?:(?:hom |bua |hum |ngay hom )?nay|(?:bay )?gio){END}")
_GAP = re.compile(r"[ ,(]{1,2}")
_IN_SO_MANY = re.compile(rf"([1-9]|hai|ba|bon|nam) (?:ngay|hom|bua|hum) nua{END}")
_COUNTED = re.compile(
    rf"(?:ca )?([1-9]|[12]\d|mot(?! \w+ (?:nay|qua|kia))|hai|ba|bon|nam|sau) (?:ngay|hom|bua|hum)"
    r"(?P<back> (?:nay|qua|roi|gan day|vua qua|vua roi|lien|lien tiep|lien tuc)(?: (?:nay|roi|lien))?)?"
    rf"{END}(?! (?:\d|thu ))"
)
_WEEK_LONG = re.compile(
    r"(?:(?P<whole>ca|nguyen|suot|tron)|(?:(?:cho )?(?:den|toi) )?het|(?:cho )?(?:den|toi) cuoi) tuan"
    rf"(?: (?P<week>truoc|roi|qua|vua roi|vua qua|nay|sau|toi))?{END}"
)
_END_OF_WEEK = re.compile(rf"(?:cuoi |het |(?<=het ))tuan(?: (?P<week>nay|sau|toi))?{END}")  # `từ mai đến hết tuần`
_NTH = re.compile(r"ngay thu (?:[2-9] (?:roi|nghi)|(?:[2-9]|hai|ba|tu|nam|sau|bay) lien(?: tiep| tuc)?)\b")
_OF_A_ROW, _IS = re.compile(r"\b(?:ban|em|chau|be|dua|nguoi) $"), re.compile(r"thu (?:\d|\w+) (?:la|ten)\b")
_NTH_TIME = re.compile(r"buoi thu (?:[2-9]|hai|ba|tu|nam|sau|bay) (?:roi|lien|trong)\b")  # (buổi thứ 3 trong tuần)
_NTH_OF_MORE = re.compile(r"ngay thu (?:[2-9]|hai|ba|tu|nam|sau|bay)\b(?! tuan)")
_GOES_ON = re.compile(r"\b(?:tiep tuc|lien tiep|van (?:nghi|vang)|lai nghi|nghi tiep)\b")
