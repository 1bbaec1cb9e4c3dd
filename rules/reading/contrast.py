"""What stands behind leave: `Lan có phép, Hùng không` is no leave, `xin phép hôm qua` no day of absence."""

from collections.abc import Sequence

from msgspec.structs import replace

from rules.marks import Mark
from rules.reading.pieces import Piece, Source
from rules.reading.words.lexicon import Phrase, Sense
from rules.reading.words.text import Gap

_NO = frozenset(("khong", "ko", "hong", "chua"))
_ASKED = Phrase(Sense.EMPTY, "", (), strong=False, exact=False)
_WITHOUT = Phrase(Sense.EXCUSED, Mark.UNEXCUSED, (("", ""),), strong=True, exact=False)


def without_leave(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """The parts, where such a `không` stands for `không phép`."""
    left: list[Piece] = []
    leave = False
    for piece, behind in zip(pieces, (*pieces[1:], None), strict=False):
        leave = leave or (piece.phrase is not None and piece.is_(Sense.EXCUSED) and piece.phrase.value == Mark.EXCUSED)
        said = source.text.plain[piece.start] in _NO and piece.end - piece.start == 1 and not piece.named
        closes = behind is None or source.text.words[behind.start].gap >= Gap.HARD or behind.is_(Sense.EMPTY)
        alone = said and leave and closes and _is_of_a_pupil(source, left)
        left.append(replace(piece, phrase=_WITHOUT) if alone else piece)
    return left


def _is_of_a_pupil(source: Source, left: Sequence[Piece]) -> bool:
    """Behind a name, perhaps with `thì` between."""
    before = [piece for piece in left[-2:] if source.text.plain[piece.start] != "thi"]
    return bool(before) and before[-1].named


def without_days_of_asking(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """`có xin phép hôm qua`: that is when leave was asked, and no day of absence."""
    left: list[Piece] = []
    for piece in pieces:
        before = left[-1] if left else None
        past = piece.day is not None and bool(piece.day.days) and piece.day.days[-1] < source.today
        asked = before is not None and past and _was_asked(source, before)
        touches = source.text.words[piece.start].gap is Gap.SOFT
        left.append(Piece(start=piece.start, end=piece.end, phrase=_ASKED) if asked and touches else piece)
    return left


def _was_asked(source: Source, piece: Piece) -> bool:
    said = source.text.plain[piece.start : piece.end]
    return piece.is_(Sense.EXCUSED) and "xin" in said and said[0] in ("co", "da")
