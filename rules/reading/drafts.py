"""A mention of a pupil while it is being read, what is said before names, and days that are said one after another."""

from msgspec import Struct

from rules.calendar.days_said import DayProblem, DayReading, school_days
from rules.reading.pieces import Piece
from rules.reading.who.roster import Pupil
from rules.reading.words.lexicon import Kind


class Draft(Struct):
    """One mention of a pupil while it is being read; `start` and `end` are words, as are the reason's.

    `touching`: with the next it may be one name. `told`: something said here tells of an absence. `parent`: it is
    the pupil's parent who is named.
    """

    start: int
    end: int
    pupils: tuple[Pupil, ...] = ()
    doubt: bool = False
    meant: bool = True  # see rules.reading.meant
    contrary: bool = False  # said to be here, and then absent again
    touching: bool = False
    kind: Kind = Kind.ABSENT
    excused: bool | None = None
    contradicted: bool = False
    reason_code: str | None = None
    reason: tuple[int, int] | None = None
    headed: bool = False  # the reason was said before the name
    signal: bool = False
    days: DayReading | None = None
    parts: str | None = None
    told: bool = False
    parent: bool = False
    joined: bool = False  # with the one before, by an `and`


class Heading(Struct):
    """What is said before names, and so of all behind it. `block`: it has a line to itself, or a colon behind it."""

    excused: bool | None = None
    kind: Kind = Kind.ABSENT
    reason: tuple[Piece, str] | None = None
    block: bool = False


def both(first: DayReading, second: DayReading) -> DayReading:
    """`hôm qua và hôm nay`; `nghỉ 2 ngày từ 12/11`, where the number counts from the day."""
    problem = second.problem or first.problem
    days = tuple(sorted({*first.days, *second.days}))
    if first.length or second.length:
        counted, dated = (first, second) if first.length else (second, first)
        days = dated.days
        if len(days) == 1 and counted.length and counted.length > 1:
            days = school_days(days[0], counted.length)
        problem = None if dated.problem is DayProblem.LENGTH else dated.problem
    part = second.part or first.part
    return DayReading(days=days, part=part, problem=problem, start=first.start, end=second.end)
