"""What takes back and tells anew: which breaths belong together, and what `and` joins."""

from collections.abc import Iterator, Sequence

from rules.people.names import key
from rules.reading.pieces import Piece
from rules.reading.who.roster import Pupil
from rules.reading.words.lexicon import Sense

_ANEW = (Sense.ABSENT, Sense.EXCEPT, Sense.EXCUSED, Sense.LEAVE, Sense.REASON, Sense.SIGNAL)
_WRITE = (key("ghi"),)
_SLIPS = ((key("nhầm"),), (key("lộn"),))


def corrections(breaths: Sequence[list[Piece]]) -> Iterator[list[Piece]]:
    """`không phép, à nhầm, có phép`: the word that takes back joined to what is so instead."""
    held: list[Piece] = []
    named: set[tuple[Pupil, ...]] = set()
    for breath, behind in zip(breaths, (*breaths[1:], []), strict=True):
        only = any(piece.is_(Sense.DENY) for piece in breath) and all(
            piece.is_(Sense.DENY, Sense.EMPTY) for piece in breath
        )
        if only and behind and behind[0].named and behind[0].pupils in named:
            continue  # vắng Hoa, Bích. À nhầm, Bích vừa vào
        named |= {piece.pupils for piece in breath if piece.named and piece.pupils}
        if only and any(piece.is_(Sense.EXCUSED) for piece in behind) and not any(piece.named for piece in behind):
            held = breath
            continue
        yield [*held, *breath]
        held = []


def tells_anew(breath: Sequence[Piece]) -> bool:
    """`báo nhầm, vắng Khánh`; `xóa Lan, ghi Tú`; `vắng Vinh chứ không phải Việt`: what is said here is so."""
    deny = next((place for place, piece in enumerate(breath) if piece.is_(Sense.DENY)), len(breath))
    told = breath[:deny]
    says = any(piece.is_(*_ANEW) or (piece.phrase and piece.phrase.keys == _WRITE) for piece in told)
    return says or (deny < len(breath) and any(piece.named for piece in told))


def is_a_slip(denied: Piece) -> bool:
    """`nhầm`, and not `báo nhầm vắng Pó`."""
    return denied.phrase is not None and denied.phrase.keys in _SLIPS


def joins(breath: Sequence[Piece], behind: Piece | None) -> bool:
    """Whether an `and` joins two pupils, and is not part of why somebody is away (`đi rẫy với mẹ`)."""
    if behind is None:
        return not breath
    return behind.named or behind.numbered or behind.is_(Sense.PEOPLE, Sense.ALL) or behind.count is not None
