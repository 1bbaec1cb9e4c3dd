"""Leave as families ask for it: `Cô ơi mai cháu xin nghỉ vì đám cưới chị`, `từ 12/11 đến 14/11 con ốm`."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from rules.calendar.dates import match_day, read_day
from rules.calendar.days_said import DayProblem, DayReading, Expected, school_days
from rules.calendar.parts import Part
from rules.people.names import clean, fold, fold_in_place
from rules.reading.words.lexicon import Sense, standard

_CHILD = r"(?:chau|con|em|be|no)"
_ASKS = re.compile(
    rf"\bxin (?:phep|nghi|cho|duoc nghi)\b|\bcho (?:{_CHILD} )?(?:\w+ ){{0,3}}nghi\b|\b{_CHILD} (?:\w+ ){{0,2}}nghi\b"
)
_LENGTH = re.compile(r"\b(\d{1,2}|mot|hai|ba|bon|nam|sau|bay) (?:ngay|hom|bua)\b(?! ?\d)")
_SINCE = re.compile(r"\b[Tt](?:ừ|u) (?=mai|mốt|mot|thứ|thu|ngày|ngay|\d|hôm|hom)")
_OF_NEXT_WEEK = re.compile(r"\btuan (?:sau|toi)\b.*\b(?:thu|t[2-7]|cn)\b")
_TOMORROW = re.compile(r"\b(?:(sang|chieu) )?(?:ngay )?mai\b")
_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7}
_AND = re.compile(r" ?(?:,|\+|&|va\b|voi\b) ?(?:ca )?| ")
_SESSION = re.compile(r"\b(?:buoi )?(sang|chieu)\b")
_BECAUSE = re.compile(r"\b(?:vi|do|tai|boi|ly do|li do)\b[ :]*(?:la\b)?(?=.*\w)")  # `sốt 39 độ` ends in none
_ASKED_BEHIND = re.compile(r"(?<=\w)\W+(?:nen )?(?:cho )?xin (?:phep )?nghi(?: hoc)?(?: a| co a| nhe)?\W*$")
_COURTESY = re.compile(
    r"\b(?:da|thua|kinh thua|kinh gui|xin chao|chao|co giao|thay giao|co|thay|oi|a|nhe|nha|voi|giup|xin phep|xin|phep|"
    r"cho|duoc|nghi hoc|nghi|hoc|toi|em|chau|con|be|nha em|nha toi|gia dinh|buoi|ngay|hom|cam on|tu|den|het|"
    r"khong|ko|k|chua|vay|luon|thoi)\b"
)


class LeaveWish(Struct, frozen=True, kw_only=True):
    """What was understood. `days` is empty where no day was said; `length` without a day: so many, but from when?
    `more`: another day is named apart from these.
    """

    days: tuple[date, ...] = ()
    problem: DayProblem | None = None
    part: str | None = None
    length: int | None = None
    reason: str = ""
    reason_code: str | None = None
    more: bool = False
    asks: bool = False


_AWAY = re.compile(
    r"\b(?:khong|ko|k|chua) (?:the )?(?:di hoc|den lop|den truong|toi lop|toi truong|ra lop|len lop)\b"
    r"|\b(?:o nha|nghi o nha)\b"
)


_RESTS = re.compile(r"\bnghi\b(?! (?:le|tet|he|mat|ngoi|hoc ky)\b)")
_FORGOT = re.compile(r"\b(?:quen|de quen|bo quen)\b")


def stays_away(text: str) -> bool:
    """`hôm nay cháu không đi học được`: no leave is asked for in so many words, and none may be needed."""
    return _AWAY.search(fold(clean(text))) is not None and not left_at_home(text)


def rests(text: str) -> bool:
    """`Lan nghỉ từ mai`; holidays are everybody's."""
    return _RESTS.search(fold(clean(text))) is not None


def left_at_home(text: str) -> bool:
    """`cháu quên vở ở nhà`: the books are, and not the child."""
    return _FORGOT.search(fold(clean(text))) is not None


def read_leave(text: str, today: date) -> LeaveWish:
    """Never fails. `asks`: it sounds like somebody asking leave, and not only like a date and a reason."""
    left = clean(text)
    length = _LENGTH.search(fold_in_place(left))
    said = _day_in(left, today)
    if length and (said is None or len(said.days) == 1 or said.start <= length.start() < said.end):
        left = _SINCE.sub("", _cut(left, length.start(), length.end()), count=1)
        said = _day_in(left, today)
    else:
        length = None
    count = (_NUMBERS.get(length[1]) or int(length[1])) if length else None
    if said is not None:
        left = _cut(left, said.start, said.end)
    part = _SESSION.search(fold_in_place(left)) if said is None or said.part is None else None
    if part:
        left = _cut(left, part.start(), part.end())
    reason = _reason(left)
    more = said is not None and read_day(left, today, Expected.AHEAD) is not None
    return LeaveWish(
        days=_days(said, count),
        problem=said.problem if said and said.problem is not DayProblem.LENGTH else None,
        part=_part(said, part),
        length=count,
        reason=reason,
        reason_code=reason_code(reason),
        more=more,
        asks=_ASKS.search(fold(clean(text))) is not None,
    )


_A_WEEKDAY = re.compile(r"\b(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|t[2-7])\b")
_WAS = re.compile(r"\b(?:hom|bua|vua|roi|truoc|qua|da)\b")


def a_week_on(wish: LeaveWish, text: str, today: date) -> LeaveWish | None:
    """`xin nghỉ thứ 2`, said on a Thursday: the days of the coming week. None: they are none that are over, or it is
    said that they were.
    """
    said = fold(clean(text))
    if not wish.days or wish.days[-1] >= today or not _A_WEEKDAY.search(said) or _WAS.search(said):
        return None
    return replace(wish, days=tuple(one + timedelta(days=7) for one in wish.days))


def _day_in(text: str, today: date) -> DayReading | None:
    """`mai đi khám bệnh`: where a child asks leave, Mai is the day, though elsewhere it may be somebody's name."""
    said = _next_week(read_day(text, today, Expected.AHEAD), text, today)
    tomorrow = _TOMORROW.search(fold_in_place(text))
    if said is not None:
        return _with_the_next(said, text, today)
    if tomorrow is None:
        return None
    part = {"sang": Part.MORNING, "chieu": Part.AFTERNOON, None: None}[tomorrow[1]]
    return DayReading(days=(today + timedelta(days=1),), part=part, start=tomorrow.start(), end=tomorrow.end())


def _next_week(said: DayReading | None, text: str, today: date) -> DayReading | None:
    """`tuần sau từ thứ 2 tới thứ 5`: weekdays that would be those of this week."""
    coming = today + timedelta(days=7 - today.weekday())
    if said is None or not said.days or said.days[-1] >= coming or not _OF_NEXT_WEEK.search(fold_in_place(text)):
        return said
    return replace(said, days=tuple(one + timedelta(days=7) for one in said.days), problem=None)


def _with_the_next(said: DayReading, text: str, today: date) -> DayReading:
    """`thứ 5 với thứ 6` is one stretch; days with others between them are two."""
    folded = fold_in_place(text)
    joint = _AND.match(folded, said.end)
    following = match_day(folded, joint.end(), today, Expected.AHEAD) if joint else None
    if following is None or following.problem or not said.days or following.part != said.part:
        return said
    if following.days[0] - said.days[-1] != timedelta(days=1):
        return said
    both = DayReading(days=(*said.days, *following.days), part=said.part, start=said.start, end=following.end)
    return _with_the_next(both, text, today)


def _days(said: DayReading | None, count: int | None) -> tuple[date, ...]:
    if said is None:
        return ()
    if count and len(said.days) == 1:
        return school_days(said.days[0], count)
    return said.days


def _part(said: DayReading | None, match: re.Match[str] | None) -> str | None:
    if said is not None and said.part:
        return said.part
    return {"sang": Part.MORNING, "chieu": Part.AFTERNOON}[match[1]] if match else None


def _cut(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]} {text[end:]}".split())


def _reason(text: str) -> str:
    """What follows `vì`; else what is left when the courtesies are gone."""
    because = _BECAUSE.search(fold_in_place(text))
    if because:
        return text[because.end() :].strip(" ,.;:!?–-")[:300]
    if not _COURTESY.sub(" ", fold_in_place(text)).strip(" ,.;:!?–-"):
        return ""
    asking = _ASKED_BEHIND.search(fold_in_place(text))
    return (text[: asking.start()] if asking else text).strip(" ,.;:!?–-")[:300]


def reason_code(text: str) -> str | None:
    """The coarse reason a text names, as reports are coded; None where it names none that is known."""
    words = re.findall(r"\w+", clean(text).lower())
    plain = [fold(word) for word in words]
    for at in range(len(words)):
        found = standard().phrase_at(words, plain, at, len(words))
        if found is not None and found[0].sense in (Sense.REASON, Sense.SIGNAL):
            return found[0].value
    return "khac" if words else None


_COMES_LATE = re.compile(
    r"\b(?:di hoc|den|toi|vao|vo|len|di)(?: (?:lop|truong|hoc))? (?:tre|muon)\b|"
    r"\b(?:tre|muon) (?:1|mot|2|hai|may) tiet\b"
)


def comes_late(text: str) -> bool:
    """`mai cháu đi học trễ vì phải khám răng`: that is no absence."""
    said = fold(clean(text))
    return _COMES_LATE.search(said) is not None and not rests(text)


_WELL = re.compile(r"\b(?:khoi|do|het|lanh|di hoc|den lop|vao lop|khong (?:om|benh|sot|bi))\b")


def tells_illness(text: str) -> bool:
    """`con sốt rồi cô`; and not that it is over."""
    return reason_code(text) == "om" and _WELL.search(fold(clean(text))) is None


def which_child(text: str, names: Mapping[int, str]) -> tuple[list[int], str]:
    """Whose name stands in the text, and the text without it; a full name counts more than a given one."""
    folded = fold_in_place(clean(text))
    for parts in (0, 1):
        found = [(pupil, _named(folded, name, given=bool(parts))) for pupil, name in names.items()]
        known = [(pupil, match) for pupil, match in found if match]
        if known:
            match = known[0][1]
            left = _cut(clean(text), match.start(), match.end()) if len(known) == 1 else clean(text)
            return [pupil for pupil, _match in known], left
    return [], clean(text)


def _named(folded: str, name: str, *, given: bool) -> re.Match[str] | None:
    words = fold(name).split()
    wanted = " ".join(words[-1:] if given else words)
    if given and len(wanted) < 2:  # an `A` in a sentence is hardly ever somebody's name
        return None
    return re.search(rf"\b{re.escape(wanted)}\b", folded)
