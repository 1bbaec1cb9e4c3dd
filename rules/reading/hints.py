"""`Bảo Ngọc (Lê)`, `Ngọc (nhà bà Tư)`: words in brackets behind a name that several have belong to the name."""

from collections.abc import Sequence

from msgspec.structs import replace

from rules.reading.pieces import Piece, Source
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import in_brackets

_OF_A_HINT = (Sense.EMPTY, Sense.PARENT, Sense.PEOPLE, Sense.TEACHER)


def with_hints(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """The parts, where what tells one of several apart, and is no reason, is part of the name: then a tap about the
    name is a tap about these words.
    """
    left: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece, end = pieces[at], at + 1
        if piece.named and len(piece.pupils) > 1:
            while end < len(pieces) and _is_a_hint(source, pieces[end]):
                end += 1
            strange = any(each.unknown or each.named for each in pieces[at + 1 : end])
            end = end if strange and not _goes_on_in_brackets(source, pieces, end) else at + 1
            piece = replace(piece, end=pieces[end - 1].end)
        left.append(piece)
        at = end
    return left


def _is_a_hint(source: Source, piece: Piece) -> bool:
    strange = piece.unknown or (piece.named and not piece.pupils)
    return in_brackets(source.text, piece.start) and (strange or piece.is_(*_OF_A_HINT))


def _goes_on_in_brackets(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    return at < len(pieces) and in_brackets(source.text, pieces[at].start)
