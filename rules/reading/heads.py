"""Head counts written like dates: `9/11` beside a class of eleven is nine of eleven, and not the ninth of November."""

import re
from collections.abc import Sequence
from datetime import timedelta

from rules.reading.pieces import Part, Source

_FRACTION = re.compile(r"(?:ngay )?(\d{1,2}) ?/ ?(\d{1,2})")
_NEAR_THE_ROLL = 2
_NEAR_TODAY = timedelta(days=7)


def head_counts(source: Source, parts: Sequence[Part]) -> list[Part]:
    """The parts, where days that rather count heads do so: the second number is near the class's roll, or the numbers
    fit the names; and the day is far from today, or nothing but the count would be said.
    """
    if not any(part.day is not None for part in parts):
        return list(parts)
    named = sum(part.named for part in parts)
    return [_counted(source, part, named) or part for part in parts]


def _counted(source: Source, part: Part, named: int) -> Part | None:
    words = source.text.words
    written = source.text.folded[words[part.start].start : words[part.end - 1].end]
    match = _FRACTION.fullmatch(written)
    if part.day is None or match is None or written.startswith("ngay"):
        return None
    some, whole = int(match[1]), int(match[2])
    roll = len(source.index.roster.pupils)
    near = some <= whole and abs(whole - roll) <= _NEAR_THE_ROLL
    fits = named > 0 and named in (some, whole - some)
    today = any(abs(day - source.today) <= _NEAR_TODAY for day in part.day.days)
    if (near and (fits or not named or not today)) or (fits and not today):
        return Part(start=part.start, end=part.end, count=some, of=whole)
    return None
