"""A mention of a pupil while it is being read, what is said before names, and days that are said one after another."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from rules.calendar.days_said import DayProblem, DayReading, school_days
from rules.reading.pieces import Piece, Source
from rules.reading.who.roster import Pupil
from rules.reading.words.lexicon import Kind, Sense
from rules.reading.words.text import Gap


class Draft(Struct):
    """One mention of a pupil while it is being read; `start` and `end` are words, as are the reason's.

    `touching`: with the next it may be one name. `told`: something said here tells of an absence. `parent`: it is
    the pupil's parent who is named.
    """

    start: int
    end: int
    pupils: tuple[Pupil, ...] = ()
    doubt: bool = False
    meant: bool = True  # see rules.reading.weighing.meant
    returned: bool = False  # away on an earlier day, and said to be here again
    contrary: bool = False  # said to be here, and then absent again
    touching: bool = False
    hinted: bool = False
    word: bool = False  # in doubt only because the name is a word too
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


def both(first: DayReading, second: DayReading, today: date) -> DayReading:
    """`hôm qua và hôm nay`; `nghỉ 2 ngày từ 12/11`, where the number counts from the day."""
    problem = second.problem or first.problem
    days = tuple(sorted({*first.days, *second.days}))
    if len(first.days) == 1 and len(second.days) > 1 and first.days[0] in second.days:
        days = tuple(day for day in second.days if day >= first.days[0])  # từ mai đến hết tuần
    if first.length or second.length:
        counted, dated = (first, second) if first.length else (second, first)
        days = dated.days
        if days == (today,) and today == max(counted.days, default=None):
            days = counted.days  # nghỉ hai ngày rồi, hôm nay vẫn chưa lên
        elif len(days) == 1 and counted.length and counted.length > 1:
            days = school_days(days[0], counted.length)
        problem = None if dated.problem is DayProblem.LENGTH else dated.problem
    part = second.part or first.part
    return DayReading(days=days, part=part, problem=problem, start=first.start, end=second.end)


def days_joined(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`Lan nghỉ 11/11 và 12/11`: both days, unless somebody follows of whom the second is said. `Hôm qua, hôm nay vắng
    Lan`: both too, where nobody is named before.
    """
    left: list[Piece] = []
    for at, piece in enumerate(pieces):
        before = _day_before(source, pieces, at, left) if piece.day is not None else None
        if before is not None and before.day is not None and piece.day is not None:
            del left[left.index(before) :]
            piece = replace(piece, start=before.start, day=both(before.day, piece.day, source.today))  # noqa: PLW2901, the joined one
        left.append(piece)
    return left


def _day_before(source: Source, pieces: Sequence[Piece], at: int, left: Sequence[Piece]) -> Piece | None:
    """The day that the day at `at` is joined to."""
    counted = left[-2].day if len(left) > 1 else None
    if counted is not None and counted.length and source.text.plain[left[-1].end - 1] == "tu":
        return left[-2]  # nghỉ 5 ngày kể từ hôm nay
    if len(left) > 1 and left[-1].is_(Sense.AND) and left[-2].day is not None:
        behind_name = len(left) > 2 and bool(left[-3].pupils)
        follows = (
            at + 1 < len(pieces)
            and bool(pieces[at + 1].pupils)
            and source.text.words[pieces[at + 1].start].gap <= Gap.TIGHT
        )
        return None if behind_name and follows else left[-2]
    comma = bool(left) and left[-1].day is not None and source.text.words[pieces[at].start].gap is Gap.HARD
    return left[-1] if comma and not any(each.pupils for each in left) else None
