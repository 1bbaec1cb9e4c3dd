"""A change of the roll in one line, in any order: `6A Hồ Văn Bình sang 6B từ thứ Hai`, `Bình 6A từ 20/11, lý do …`."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from rules.calendar.dates import match_day
from rules.calendar.days_said import DayProblem, DayReading, Expected
from rules.people.classes import ClassRef, find_classes
from rules.people.names import clean, fold_in_place
from rules.reading.who.roster import Index, Pupil, find
from rules.roll_days import spoken_day, vague_day

_WEEK = timedelta(days=7)
_LONGEST = timedelta(days=270)  # a school year: from 20/11 to 18/11 is a slip
# Before a class, as typed: a girl called Tư is no `từ`.
_TOWARDS = re.compile(r"(?:\b(?:sang|qua|vào|vao|đến|den|về|ve)|->|→) *(?:[lL](?:ớp|op) *)?$")
_BEFORE_A_CLASS = re.compile(rf"(?:{_TOWARDS.pattern[:-1]}|\b(?:từ|tu) *(?:[lL](?:ớp|op) *)?|\b[lL](?:ớp|op) *)?$")
# A day is looked for behind a word that announces one, or as figures: Mai, Ba and Tư are names.
_ANNOUNCED = re.compile(
    r"(?<![\w/.-])(?=tu |ngay |hom |den |toi |sang |chieu |thu \w|chu nhat\b|cn\b|\d{1,2}[/.-]\d|\d{4}-\d)"
)
_BEFORE_A_DAY = re.compile(r"\b(?:ke|bat dau) *$")
_THE_FIRST = re.compile(r"\b(?:mùng|mồng|mung|mong) (?=\d)")
_A_WEEKDAY = re.compile(r"(?:tu )?(?:ngay )?(?:thu ?\w+|t[2-7]|cn|chu nhat)$")
_COMING = re.compile(r" (?:toi|sau)$")
_NEXT_WEEK = re.compile(r"(?:\btu )?(?:dau )?tuan (?:sau|toi)\b")
_FROM = ("từ", "Từ", "tu")
_THROUGH = re.compile(r" (?:den|toi) |[-–>]")
_TO_A_DAY = re.compile(r"\d (?:den|toi) \d")  # also of one day: từ 17/11 đến 17/11
_WHY = re.compile(r"[:;]|(?<!\w)(?:vì|[lL](?:ý|í|y|i) do)(?!\w)")
_EDGES = " ,;:.()-–"
_LIKE_A_CLASS = re.compile(r"(?<![\w/])\d{1,2}[a-z]\d{0,2}(?![\w/])")
# What may stand beside a name and is none: nothing else may, or the name would be somebody else's.
FILLERS = frozenset(
    (
        "em", "hs", "học", "hoc", "sinh", "lớp", "lop", "từ", "tu", "sang", "qua", "vào", "vao", "chuyển", "chuyen",
        "của", "về", "ve", "ra", "thôi", "thoi", "nghỉ", "nghi", "trường", "truong", "đi", "lại", "lai", "xin", "cho",
        "cháu", "chau", "bạn", "đã", "xuống", "xuong", "lên", "dọn", "dời", "nhà", "ở", "rồi", "roi", "nóc", "thôn",
        "cả",
    )
)  # fmt: skip


class Line(Struct, frozen=True, kw_only=True):
    """What a line says. `of` is the class the pupil is said to be in, `to` the one to go to, `unknown` what looks like
    a class and is none here. `day` is the first day of the change (None: not said), `last` the end of a stretch,
    `other` the day that a bare weekday may mean as well; `vague` is said of a day and names none. `words` is what is
    left: whose change it is.
    """

    of: ClassRef | None = None
    to: ClassRef | None = None
    unknown: str = ""
    day: date | None = None
    last: date | None = None
    other: date | None = None
    problem: DayProblem | None = None
    vague: str = ""
    why: str = ""
    words: str = ""


class _Day(Struct, frozen=True, kw_only=True):
    left: str
    day: date | None = None
    last: date | None = None
    other: date | None = None
    problem: DayProblem | None = None


def says_next_week(text: str) -> bool:
    return _NEXT_WEEK.search(fold_in_place(text)) is not None


def read_line(text: str, classes: Sequence[ClassRef], today: date) -> Line:
    """Classes first: `6/1` may be one; then the day, then the reason behind a colon or `vì`."""
    of, to, unknown, left = _classes(_THE_FIRST.sub("ngày ", clean(text)), classes)
    found = _day(left, today)
    reason = _WHY.search(found.left)
    words, why = (found.left[: reason.start()], found.left[reason.end() :]) if reason else (found.left, "")
    strange = _LIKE_A_CLASS.search(fold_in_place(words))
    return Line(
        of=of,
        to=to,
        unknown=unknown or (words[strange.start() : strange.end()] if strange else ""),
        day=found.day,
        last=found.last,
        other=found.other,
        problem=found.problem,
        vague=vague_day(words) if found.day is None else "",
        why=why.strip(_EDGES),
        words=words.strip(_EDGES),
    )


def _classes(text: str, classes: Sequence[ClassRef]) -> tuple[ClassRef | None, ClassRef | None, str, str]:
    of: ClassRef | None = None
    to: ClassRef | None = None
    unknown, left = "", text
    for found in reversed(find_classes(classes, text)):
        before = text[: found.start]
        cut = _BEFORE_A_CLASS.search(before)
        left = f"{left[: cut.start() if cut else found.start]} {left[found.end :]}"
        if len(found.classes) != 1:
            unknown = text[found.start : found.end]
        elif _TOWARDS.search(before):
            to = found.classes[0]
        elif of is None:
            of = found.classes[0]
        else:  # `6A Bình 6B`: the last one named is where to
            of, to = found.classes[0], to or of
    return of, to, unknown, left


def _day(text: str, today: date) -> _Day:
    folded = fold_in_place(text)
    for place in _ANNOUNCED.finditer(folded):
        at = place.start()
        is_name = folded.startswith("tu ", at) and text[at : at + 2] not in _FROM
        found = None if is_name else match_day(folded, at, today, Expected.AHEAD)
        if found is not None:
            return _read(text, folded, found, today)
    spoken = spoken_day(text, today)
    if spoken is not None:
        return _Day(left=f"{text[: spoken.start]} {text[spoken.end :]}", day=spoken.day)
    week = _NEXT_WEEK.search(folded)
    if week is None:
        return _Day(left=text)
    monday = today - timedelta(days=today.weekday()) + _WEEK
    return _Day(left=f"{text[: week.start()]} {text[week.end() :]}", day=monday)


def _read(text: str, folded: str, found: DayReading, today: date) -> _Day:
    before = _BEFORE_A_DAY.search(folded[: found.start])
    left = f"{text[: before.start() if before else found.start]} {text[found.end :]}"
    said = folded[found.start : found.end]
    if found.problem is DayProblem.BACKWARDS:  # `từ 1/12 đến 31/5`: of the next year
        first, last = found.days
        end = last.replace(year=last.year + 1, day=min(last.day, 28) if last.month == 2 else last.day)
        if end - first > _LONGEST:
            return _Day(left=left, problem=found.problem)
        return _Day(left=left, day=first, last=end)
    if found.problem not in {None, DayProblem.FAR} or not found.days:
        return _Day(left=left, problem=found.problem or DayProblem.IMPOSSIBLE)
    first = found.days[0]
    if (len(found.days) > 1 and _THROUGH.search(said)) or _TO_A_DAY.search(said):
        return _Day(left=left, day=first, last=found.days[-1])
    return _one_day(left, said, first, today)


def _one_day(left: str, said: str, first: date, today: date) -> _Day:
    if not _A_WEEKDAY.match(said):
        return _Day(left=left, day=first)
    if _COMING.search(said):  # `thứ 2 tới` is never today
        return _Day(left=left, day=first if first > today else first + _WEEK)
    near = sorted((first - _WEEK, first, first + _WEEK), key=lambda day: (abs(day - today), -day.toordinal()))
    return _Day(left=left, day=near[0], other=near[1])


def named(index: Index, words: str, *, more: bool = False) -> tuple[tuple[Pupil, ...], str]:
    """Those of a class who are called so, and, where there may be `more` behind the name, the words behind it. The
    whole name counts: `Hồ Thị Lan` is no other Lan.
    """
    typed = words.split()
    fillers = next((n for n, word in enumerate(typed) if word.lower().strip(_EDGES) not in FILLERS), len(typed) - 1)
    for start in range(max(fillers, 0), -1, -1):  # Học is a boy's name as well
        if found := _called(index, typed[start:], more=more):
            return found
    return (), words


def _called(index: Index, typed: Sequence[str], *, more: bool) -> tuple[tuple[Pupil, ...], str] | None:
    if len(typed) == 1 and typed[0].isdecimal():
        return find(index, f"#{typed[0]}"), ""
    for length in range(len(typed), 0, -1):
        behind = _behind(typed[length:], more=more)
        if behind and not more:
            break
        if found := find(index, " ".join(word.strip(_EDGES) for word in typed[:length])):
            return found, " ".join(behind).strip(_EDGES)
    return None


def _behind(words: Sequence[str], *, more: bool) -> list[str]:
    """What stands behind the name and is no filler. Where more may stand there it is a name too: only what leads to it
    goes, and `Tu Ro` is a hamlet.
    """
    left = list(words)
    if not more:
        return [word for word in left if word.lower().strip(_EDGES) not in FILLERS]
    while left and left[0].lower().strip(_EDGES) in FILLERS and left[0].lower() != "tu":
        del left[0]
    return left
