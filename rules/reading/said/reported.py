"""What was understood of a message: class by class, who is absent, on which days, excused or not, and why."""

from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from rules.calendar.days_said import DayProblem
from rules.calendar.parts import Part
from rules.reading.words.lexicon import Kind


class ClassProblem(StrEnum):
    MISSING = "missing"  # none said, and the writer has none
    UNKNOWN = "unknown"  # one was said that the school does not have
    SEVERAL = "several"  # one name at two sites


class Item(Struct, frozen=True, kw_only=True):
    """One mention of a pupil, `words` as typed. No candidates: nobody of that name; several: ask which.

    `doubt`: ask even about a single candidate, for the words may mean something else. `meant` False: ask whether the
    pupil is absent at all. `hinted`: with words of the writer's own that tell one of several apart. `excused` None: not
    said.
    `days` empty: the day of writing; with a `day_problem` they are what was understood of it. `parts` None: none said.
    `signal`: the pupil may not come back (lấy chồng, đi làm xa, nghỉ luôn).
    """

    words: str
    candidates: tuple[int, ...] = ()
    doubt: bool = False
    hinted: bool = False
    meant: bool = True
    kind: Kind = Kind.ABSENT
    excused: bool | None = None
    reason_code: str | None = None
    reason_text: str | None = None
    signal: bool = False
    days: tuple[date, ...] = ()
    day_problem: DayProblem | None = None
    parts: tuple[str, ...] | None = None

    @property
    def pupil(self) -> int | None:
        """The pupil this is surely about."""
        return self.candidates[0] if len(self.candidates) == 1 and self.meant and not self.doubt else None


class ClassReport(Struct, frozen=True, kw_only=True):
    """What was understood of one class. `days`, `day_problem` and `sessions` are those said of all of it.

    `count_said` is the number of absent pupils announced, if it is not the number of items; `above_roll` a number said
    of the class that is greater than its roll. `nobody`: said to be complete. `no_others`: whoever is not named is said
    to be in class (`còn lại đủ`, `27/28`, `chỉ vắng Lan`). `nameless`: somebody is absent, but not
    who; `as_before`: those of an earlier day. `unread` are words without a meaning here: show them, do not guess.
    """

    class_id: int | None = None
    class_problem: ClassProblem | None = None
    class_words: str = ""
    days: tuple[date, ...] = ()
    day_problem: DayProblem | None = None
    parts: tuple[str, ...] | None = None
    items: tuple[Item, ...] = ()
    unread: tuple[str, ...] = ()
    count_said: int | None = None
    above_roll: int | None = None
    nobody: bool = False
    no_others: bool = False
    nameless: bool = False
    as_before: bool = False


class Reading(Struct, frozen=True, kw_only=True):
    """What was understood of a message, class by class, in the order of the text.

    `chat`: nobody is reported here: a greeting, a question. `retracted`: something said before is taken back.
    `rest`: the end of a message too long to be read.
    """

    reports: tuple[ClassReport, ...] = ()
    chat: bool = False
    retracted: bool = False
    rest: str = ""


def merged(first: Item, again: Item, today: date) -> tuple[Item, bool]:
    """Two mentions of one pupil as one, and whether they agree; what was said first stands against what was not."""
    agrees = all(
        before is None or after is None or before == after
        for before, after in ((first.excused, again.excused), (first.reason_code, again.reason_code))
    )
    if again.kind is Kind.PRESENT and _is_then(first, again):
        return first, True  # sáng nay Nghĩa xin nghỉ, chiều Nghĩa học bình thường
    if again.kind is not first.kind:
        return again, True  # vắng Lan, Lan đến rồi: the last word counts
    days = tuple(sorted({*first.days, *again.days}))
    before = not first.days and bool(again.days) and max(again.days) < today  # vắng Lan. Lan hôm qua cũng nghỉ
    both = replace(
        first,
        excused=again.excused if first.excused is None else first.excused,
        reason_code=first.reason_code or again.reason_code,
        reason_text=first.reason_text or again.reason_text,
        signal=first.signal or again.signal,
        days=() if before else days,
        parts=tuple(part for part in Part if part in (first.parts or ()) + (again.parts or ())) or None,
    )
    return both, agrees


def _is_then(away: Item, here: Item) -> bool:
    """Whether somebody is here for the other half of the day."""
    same_day = not (away.days and here.days) or away.days == here.days
    return same_day and bool(away.parts and here.parts) and set(away.parts or ()).isdisjoint(here.parts or ())


def is_later(item: Item, today: date) -> bool:
    """`lớp học đủ nhưng chiều nay Lan xin nghỉ`, `mai Lan nghỉ, hôm nay đủ`."""
    ahead = bool(item.days) and min(item.days) > today
    return ahead or item.parts == (Part.AFTERNOON,)
