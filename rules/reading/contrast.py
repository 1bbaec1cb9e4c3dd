"""`Lan có phép, Hùng không`: a bare no behind a name, where leave was said of another, is no leave."""

from collections.abc import Sequence

from msgspec.structs import replace

from rules.marks import Mark
from rules.reading.pieces import Piece, Source
from rules.reading.words.lexicon import Phrase, Sense
from rules.reading.words.text import Gap

_NO = frozenset(("khong", "ko", "hong", "chua"))
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
