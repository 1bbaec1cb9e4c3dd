"""What a report is cut into: parts, each a stretch of words and what it is, and what they are read with."""

import re
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from rules.calendar.days_said import DayReading, Expected
from rules.reading.who.roster import Index, Pupil
from rules.reading.words.lexicon import Lexicon, Phrase, Sense
from rules.reading.words.text import Gap, Text, Word, in_brackets

PEOPLE = re.compile(r" ?(?:em|e|hs|hsinh|hoc sinh|ban|chau|be|dua|nguoi|truong hop)\b")
CODES = frozenset("pkscv")
NOT = frozenset(("khong", "ko", "chua", "hong", "hok", "hem", "no", "chang", "cha", "deo", "dech"))
SMALL = "small"  # words of little meaning, which yet have one
THANKS, ADDED, ANSWERS = "thanks", "added", "answers"  # said of the report, or to somebody, not of a pupil


class Born(Struct, frozen=True):
    """A birth date as far as it was said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def fits(self, born: date | None) -> bool:
        return born is not None and all(
            said is None or said == is_
            for said, is_ in ((self.year, born.year), (self.month, born.month), (self.day, born.day))
        )


class Piece(Struct, frozen=True, kw_only=True):
    """A stretch of words, `start` to before `end`, and what it is; with nothing set, words nobody knows.

    `doubt`: these pupils' name is also the `phrase` (Sáng, Phép), nothing tells which. `unsure`: see `Meant`.
    `whole`: a full name of two words or more. `numbered`: said by the list number.
    `named`: settled as a mention of somebody (see `rules.reading.mentions`); `touching`: with the next it may be one
    name.
    `count`: a number, of pupils if `people`, out of `of` if that was said. `place`: who lives there.
    """

    start: int
    end: int
    pupils: tuple[Pupil, ...] = ()
    doubt: bool = False
    unsure: bool = False
    whole: bool = False
    numbered: bool = False
    named: bool = False
    touching: bool = False
    hinted: bool = False  # with words that tell it from others of the name
    day: DayReading | None = None
    phrase: Phrase | None = None
    count: int | None = None
    of: int | None = None
    people: bool = False
    born: Born | None = None
    place: frozenset[int] | None = None

    def is_(self, *senses: Sense) -> bool:
        return self.phrase is not None and not self.pupils and self.phrase.sense in senses

    @property
    def explained(self) -> bool:
        """Whether it has a meaning in a report, or none at all; unlike words nobody knows, and small ones that mean
        something.
        """
        if self.phrase is not None:
            return self.phrase.value != SMALL or bool(self.pupils)
        return not self.unknown

    @property
    def unknown(self) -> bool:
        if self.phrase is not None or self.pupils or self.numbered or self.named:
            return False
        return self.day is None and self.count is None and self.born is None and self.place is None


class Source(Struct, frozen=True):
    """What a text is read with."""

    text: Text
    index: Index
    lexicon: Lexicon
    today: date
    expected: Expected


_OF_A_HINT = (Sense.PEOPLE, Sense.EMPTY)
_IN_BRACKETS = (Sense.REASON, Sense.SIGNAL, Sense.SESSION)


class Seen:
    """What was read so far: the part before, whether an absence or a half of the day was spoken of, whether this
    breath names somebody.
    """

    def __init__(self) -> None:
        self.last: Piece | None = None
        self.verb = self.named = self.half = False
        self.small = False  # a pupil is named in small letters
        self.pupils: tuple[Pupil, ...] = ()  # who was named last
        self.numbered = False  # somebody is named by the list number

    def note(self, source: Source, piece: Piece) -> None:
        if source.text.words[piece.start].gap >= Gap.HARD:
            self.named = False
        self.last = piece
        self.verb = self.verb or piece.is_(Sense.ABSENT)
        self.half = self.half or piece.is_(Sense.SESSION) or (piece.day is not None and piece.day.part is not None)
        self.named = self.named or bool(piece.pupils)
        self.pupils = piece.pupils or self.pupils
        self.numbered = self.numbered or piece.numbered
        small = bool(piece.pupils) and not piece.doubt and source.text.words[piece.start].text[0].islower()
        self.small = self.small or small

    def behind_name(self) -> bool:
        return self.last is not None and bool(self.last.pupils)

    def named_here(self, text: Text, at: int) -> tuple[Pupil, ...]:
        """Of whom a hint at the word is: `Bảo An họ Trần`, `Bảo An (bạn nam, họ Trần)`."""
        inside = self.last is not None and in_brackets(text, at) and in_brackets(text, self.last.start)
        if self.last is None or (inside and (self.last.place is not None or self.last.is_(*_OF_A_HINT))):
            return self.pupils
        return self.last.pupils

    def named_before_bracket(self, text: Text, at: int) -> bool:
        """Whether the word stands in brackets, behind why somebody is away."""
        return self.last is not None and in_brackets(text, at) and self.last.is_(*_IN_BRACKETS)


def reach(words: Sequence[Word], at: int, longest: int) -> int:
    end = at + 1
    while end < len(words) and end - at < longest and words[end].gap <= Gap.TIGHT:
        end += 1
    return end


def word_at(text: Text, at: int, position: int) -> int:
    """The first word at or behind a position."""
    end = at + 1
    while end < len(text.words) and text.words[end].start < position:
        end += 1
    return end


def is_count(word: Word) -> bool:
    return word.folded.isdecimal() and word.folded.isascii() and len(word.folded) <= 3
