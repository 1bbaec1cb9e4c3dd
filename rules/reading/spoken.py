"""Whether a message says in so many words that somebody is absent, whoever is named in it."""

from collections.abc import Iterable
from datetime import datetime

from rules.people.classes import ClassRef
from rules.reading.scan import pieces_of
from rules.reading.sections import Desk, cleaned
from rules.reading.weighing.clauses import says
from rules.reading.who.roster import ClassRoster, Index, build_index
from rules.reading.words.length import first_piece
from rules.reading.words.lexicon import Lexicon

_NOBODY = build_index(ClassRoster(0, "", 0, ()))


def speaks_of_absence(
    text: str, now_local: datetime, classes: Iterable[ClassRef], indexes: Iterable[Index], lexicon: Lexicon
) -> bool:
    """A word of absence, read with each of the lists: where `Phép` is a pupil, it is none."""
    desk = Desk(now_local, {}, lexicon)
    said, _rest = first_piece(cleaned(text, tuple(classes), lexicon))
    lists = list(indexes) or [_NOBODY]
    return all(any(map(says, pieces_of(desk.source(said, index)))) for index in lists)
