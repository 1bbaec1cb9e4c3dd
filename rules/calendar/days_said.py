"""What was said of a day: the shapes of a reading, and the school days and ranges it is made of."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

NEAR = timedelta(days=60)  # a school day farther off than this is more likely a slip than meant
DAY = timedelta(days=1)
SUNDAY = 6


class DayProblem(StrEnum):
    IMPOSSIBLE = "impossible"  # 31/11, or a weekday that is not that date's
    FAR = "far"  # more than `NEAR` away
    AHEAD = "ahead"  # `thứ 6` on a Wednesday: the coming one, or last week's?
    BACKWARDS = "backwards"  # ends before it starts
    AGO = "ago"  # `hôm trước`: which of the last days?
    LENGTH = "length"  # `2 ngày`: the last two, or the next two?


class Expected(StrEnum):
    """Where the days said are to be looked for: leave is asked for days to come, an absence is told of days past."""

    EITHER = "either"
    AHEAD = "ahead"
    BEHIND = "behind"


class DayReading(Struct, frozen=True, kw_only=True):
    """The days said (one, or each of a range or list), the half day if said with it, and where in the text.

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
    def school_days(self) -> tuple[date, ...]:
        """Of a range those that are no Sundays; a Sunday said alone is what was said."""
        return tuple(day for day in self.days if day.weekday() != SUNDAY) or self.days

    @property
    def day(self) -> date | None:
        """The one day said, if there is just one and nothing wrong with it."""
        return self.days[0] if len(self.days) == 1 and self.problem is None else None


class Said(NamedTuple):
    """What one form of writing says, before the reader knows where it stands; `end` is where it ends in the text."""

    days: tuple[date, ...]
    problem: DayProblem | None = None
    end: int = 0
    part: str | None = None
    length: int | None = None


IMPOSSIBLE = Said((), DayProblem.IMPOSSIBLE)


def school_days(start: date, length: int, *, back: bool = False) -> tuple[date, ...]:
    """So many days that are no Sundays, the first (or, counted back, the last) being `start` if it is none itself."""
    step = -DAY if back else DAY
    days: list[date] = []
    day = start
    while len(days) < min(length, NEAR.days):
        if day.weekday() != SUNDAY:
            days.append(day)
        day += step
    return tuple(sorted(days))


def through(first: Said, last: Said) -> Said:
    """Every day from the one to the other. A range too long to be meant is left at its two ends."""
    problem = first.problem or last.problem
    if problem:
        return Said(first.days + last.days, problem, last.end)
    begin, end = first.days[0], last.days[0]
    if end < begin:
        return Said((begin, end), DayProblem.BACKWARDS, last.end)
    if end - begin > NEAR:
        return Said((begin, end), DayProblem.FAR, last.end)
    return Said(tuple(begin + n * DAY for n in range((end - begin).days + 1)), None, last.end)
