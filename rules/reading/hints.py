"""`Ngọc (Lê)`, `Lan đen`, `Lan con chị Tư`: what is put behind a name to tell two of a name apart belongs to it."""

from collections.abc import Sequence

from msgspec.structs import replace

from rules.people.names import fold
from rules.reading.pieces import Piece, Source
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap, Text, in_brackets

_OF_A_HINT = (Sense.EMPTY, Sense.PARENT, Sense.PEOPLE, Sense.TEACHER)
_LOOKS = frozenset((
    "đen", "trắng", "lùn", "cao", "lớn", "nhỏ", "bự", "to", "mập", "béo", "gầy", "cận", "hô", "còi", "tròn", "lì", "lé",
    "điệu", "đẹt", "ú", "sún", "bụng", "xoăn", "quăn", "ròm", "sữa", "hí",
))  # fmt: skip
_BARE_LOOKS = frozenset(map(fold, _LOOKS))
_WHOSE = frozenset(("con", "cháu", "em", "nhà", "tóc"))  # Lan con chị Tư, Lan nhà bà Năm
_RELATIVES = frozenset(("chi", "anh", "co", "chu", "bac", "ba", "ong", "me", "bo", "ma", "cau", "di", "thay", "xoan"))
_PLACES = frozenset(("thon", "noc", "lang", "ban", "buon", "ap", "xom"))
_LONGEST = 4  # words of whose child it is


def with_hints(source: Source, pieces: Sequence[Piece]) -> list[Piece]:
    """The parts, where what tells one of several apart, and is no reason, is part of the name: then a tap about the
    name is a tap about these words.
    """
    left: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece, end = pieces[at], at + 1
        if piece.named and piece.pupils:
            end = _behind_looks(source, pieces, at) or _behind_brackets(source, pieces, at)
            piece = replace(piece, end=pieces[end - 1].end, hinted=end > at + 1)
        left.append(piece)
        at = end
    return left


def is_a_look(text: Text, at: int) -> bool:
    return text.lower[at] in _LOOKS if text.marked else text.plain[at] in _BARE_LOOKS


def _behind_brackets(source: Source, pieces: Sequence[Piece], at: int) -> int:
    end = at + 1
    told_apart = len(pieces[at].pupils) > 1 or (end < len(pieces) and _tells_whose(source, pieces[at], pieces[end]))
    while told_apart and end < len(pieces) and _is_a_hint(source, pieces[end]):
        end += 1
    strange = any(each.unknown or each.named for each in pieces[at + 1 : end])
    return end if strange and not _goes_on_in_brackets(source, pieces, end) else at + 1


def _tells_whose(source: Source, name: Piece, first: Piece) -> bool:
    """`Nem (Đinh, nóc Ông Bền)`: the family name, or where the pupil lives."""
    word = source.text.plain[first.start]
    families = {fold(pupil.name).split()[0] for pupil in name.pupils}
    said = first.unknown or first.place is not None or (first.named and not first.pupils)
    return said and in_brackets(source.text, first.start) and (word in families or word in _PLACES)


def _behind_looks(source: Source, pieces: Sequence[Piece], at: int) -> int:
    """Where a look (`Lan đen`), or for one of several whose child it is, ends behind the name; 0 if none does."""
    if at + 1 == len(pieces) or source.text.words[pieces[at + 1].start].gap is not Gap.SOFT:
        return 0
    text, first = source.text, pieces[at + 1].start
    if is_a_look(text, first) and pieces[at + 1].end - first == 1 and not pieces[at + 1].pupils:
        return at + 2
    if len(pieces[at].pupils) < 2 or text.lower[first] not in _WHOSE or not _names_a_relative(source, first + 1):
        return 0
    end = at + 2
    while end < len(pieces) and _goes_on(source, pieces[end]) and pieces[end].end - first <= _LONGEST:
        end += 1
    return end


def _names_a_relative(source: Source, at: int) -> bool:
    return at < len(source.text.plain) and source.text.plain[at] in _RELATIVES


def _goes_on(source: Source, piece: Piece) -> bool:
    touches = source.text.words[piece.start].gap is Gap.SOFT
    return touches and (piece.unknown or piece.named or piece.is_(*_OF_A_HINT))


def _is_a_hint(source: Source, piece: Piece) -> bool:
    strange = piece.unknown or piece.place is not None or (piece.named and not piece.pupils)
    strange = strange or (piece.count is not None and source.text.plain[piece.start - 1] in _PLACES)
    return in_brackets(source.text, piece.start) and (strange or piece.is_(*_OF_A_HINT))


def _goes_on_in_brackets(source: Source, pieces: Sequence[Piece], at: int) -> bool:
    return at < len(pieces) and in_brackets(source.text, pieces[at].start)
