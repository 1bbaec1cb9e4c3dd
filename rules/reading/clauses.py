"""A sentence cut into the clauses of the pupils it names."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rules.people.names import key
from rules.reading.drafts import Draft
from rules.reading.pieces import Piece, Source
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap

OTHER = (Sense.BUSINESS, Sense.QUESTION, Sense.MAYBE)
_SAYS = (Sense.ABSENT, Sense.EXCUSED, Sense.SIGNAL, Sense.SAME)
_REFUSES = key("chịu")
_BEFORE_A_NAME = (Sense.PEOPLE, Sense.PARENT, Sense.TEACHER, Sense.AND, Sense.BUT)


class Mention(Struct):
    """A pupil named, what stands before and behind the name in the sentence, and how it is joined to the one before."""

    draft: Draft
    lead: list[Piece]
    tail: list[Piece]
    joined: bool = False  # by an `and`, or by nothing at all
    anew: bool = False  # behind a semicolon


def says(piece: Piece) -> bool:
    """Whether an absence is spoken of: vắng, P, nghỉ luôn, nghỉ vì."""
    if piece.is_(*_SAYS):
        return piece.phrase is not None and piece.phrase.strong
    if piece.is_(Sense.REASON) and piece.phrase is not None:
        return _REFUSES in piece.phrase.keys  # không chịu đi học
    return piece.is_(Sense.BECAUSE) and piece.phrase is not None and piece.phrase.value == "absent"


def sentences(source: Source, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    sentence: list[Piece] = []
    for piece in pieces:
        if sentence and source.text.words[piece.start].gap >= Gap.STOP:
            yield sentence
            sentence = []
        sentence.append(piece)
    if sentence:
        yield sentence


def clauses_of(source: Source, pieces: Sequence[Piece], named: dict[int, Draft]) -> list[Mention]:
    """The mentions of a sentence with what stands around each."""
    places = [place for place, piece in enumerate(pieces) if piece.start in named]
    if not places:
        return []
    mentions: list[Mention] = []
    lead, begin = list(pieces[: places[0]]), 0
    joined = anew = False
    for place, following in zip(places, (*places[1:], len(pieces)), strict=True):
        between = pieces[place + 1 : following]
        cut = _cut(source, between, pieces[following]) if following < len(pieces) else len(between)
        mentions.append(Mention(named[pieces[place].start], lead, list(between[:cut]), joined, anew))
        if following < len(pieces):
            lead = list(between[cut:])
            begin = lead[0].start if lead else pieces[following].start
            between_words = source.text.text[source.text.words[begin - 1].end : source.text.words[begin].start]
            joined = source.text.words[begin].gap < Gap.HARD or "+" in between_words or "&" in between_words
            anew = ";" in between_words
    return mentions


def _cut(source: Source, between: Sequence[Piece], name: Piece) -> int:
    """Where what is said of one pupil ends and of the next begins: at the last comma, else at an `and`."""
    if source.text.words[name.start].gap >= Gap.HARD:
        return len(between)
    for place in reversed(range(len(between))):
        if source.text.words[between[place].start].gap >= Gap.HARD:
            return place
    cut = len(between)
    while cut and between[cut - 1].is_(*_BEFORE_A_NAME):
        cut -= 1
    return cut


def is_of_other_things(source: Source, lead: Sequence[Piece]) -> bool:
    """`Họp phụ huynh vắng …`: who is absent there need not be absent from school."""
    verb = max((place for place, piece in enumerate(lead) if says(piece)), default=0)
    for piece in reversed(lead[: verb + 1]):
        if piece.is_(Sense.BUSINESS):
            return True
        if source.text.words[piece.start].gap >= Gap.HARD:
            return False
    return False
