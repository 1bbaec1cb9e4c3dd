"""Shapes of sentences that tell more than their words: who is introduced, who was counted."""

from collections.abc import Sequence

from rules.reading.pieces import Piece, Source
from rules.reading.words.lexicon import Sense

_PUPILS = frozenset(("em", "ban", "chau", "be", "hs"))


def there_is(source: Source, lead: Sequence[Piece], place: int) -> bool:
    """`ở khu nội trú có 2 em sốt là …`: what stands before it is where, or when."""
    if source.text.plain[lead[place].start] != "co":
        return False
    behind = lead[place + 1] if place + 1 < len(lead) else None
    pupils = behind is not None and (behind.people or behind.is_(Sense.PEOPLE))
    called = source.text.plain[lead[-1].start] == "la"
    return pupils or called or source.text.plain[lead[place].end - 1] in _PUPILS


def counts_things(source: Source, piece: Piece, behind: Piece | None) -> bool:
    """`Nga 7` counts something of Nga's, and `nghỉ 1 buổi` half days."""
    half_days = behind is not None and source.text.plain[behind.start] == "buoi"
    return piece.count is not None and not piece.people and not half_days
