"""Head counts written like dates: `9/11` beside a class of eleven is nine of eleven, and not the ninth of November."""

import re
from collections.abc import Sequence
from datetime import timedelta

from rules.reading.pieces import Piece, Source

_FRACTION = re.compile(r"(?:ngay )?(\d{1,2}) ?([/-]) ?(\d{1,2})")
_NEAR_THE_ROLL = 2
_NEAR_TODAY = timedelta(days=7)


def head_counts(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """The parts, where days that rather count heads do so: the second number is near the class's roll, or the numbers
    fit the names; and the day is far from today, or nothing but the count would be said.
    """
    if not any(piece.day is not None for piece in pieces):
        return list(pieces)
    named = sum(piece.named for piece in pieces)
    return [_counted(source, piece, named) or piece for piece in pieces]


def _counted(source: Source, piece: Piece, named: int) -> Piece | None:
    words = source.text.words
    written = source.text.folded[words[piece.start].start : words[piece.end - 1].end]
    match = _FRACTION.fullmatch(written)
    if piece.day is None or match is None or written.startswith("ngay"):
        return None
    some, whole = int(match[1]), int(match[3])
    roll = len(source.index.roster.pupils)
    if match[2] == "-":  # 18-1: of eighteen all but one
        some, whole = whole, some
        near = whole == roll and named in (0, some)
        return Piece(start=piece.start, end=piece.end, count=whole - some, of=whole) if near else None
    near = some <= whole and abs(whole - roll) <= _NEAR_THE_ROLL
    fits = named > 0 and named in (some, whole - some)
    today = any(abs(day - source.today) <= _NEAR_TODAY for day in piece.day.days)
    if (near and (fits or not named or not today)) or (fits and not today):
        return Piece(start=piece.start, end=piece.end, count=some, of=whole)
    return None
