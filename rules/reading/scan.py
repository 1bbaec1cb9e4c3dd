"""A report's words cut into parts, left to right, the longest reading at each place first."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from rules.reading.days import day_at
from rules.reading.either import longer, name_or_word
from rules.reading.heads import count_at, numbers_the_names
from rules.reading.naming import another_number, born_at, name_at, numbered, one_more_number, place_at, told_apart_at
from rules.reading.phrasing import BY_THE_WAY, HERE_THEN, phrase_at, shorter_phrase
from rules.reading.pieces import CODES, NOT, Piece, Seen, Source
from rules.reading.places import is_typed_exactly, number_behind_a_verb, stands_alone
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap, Text

_GOES_ON = re.compile(r"[ ,;]2 ?[.)/-] ?[^\W\d]")

_NUMBERING = re.compile(r"[.)/-] ?[^\W\d]|\)? ?[-–] ?[^\W\d]")


def pieces_of(source: Source) -> Iterator[Piece]:
    """The text in parts, left to right, the longest reading at each place first; `1.` before a name is left out."""
    text, at, next_number = source.text, 0, 1
    seen = Seen()
    while at < len(text.words):
        if _is_numbering(text, at, next_number):
            next_number += 1
            at += 1
            continue
        piece = _part_at(source, at, seen)
        seen.note(source, piece)
        yield piece
        at = piece.end


def _is_numbering(text: Text, at: int, number: int) -> bool:
    if text.plain[at] not in (str(number), f"0{number}") or at + 1 == len(text.words):
        return False
    if _NUMBERING.match(text.text, text.words[at].end) is None:
        return False
    begins = number > 1 or text.words[at].gap is not Gap.SOFT
    return begins or _GOES_ON.search(text.text, text.words[at].end) is not None


def _part_at(source: Source, at: int, seen: Seen) -> Piece:
    text, last = source.text, seen.last
    if more := _numbers(source, at, seen):
        return more
    if hint := _hint_at(source, at, seen):
        return hint
    name = numbered(source, at) or name_at(source, at)
    other = day_at(source, at) or shorter_phrase(source, phrase_at(source, at, last)) or count_at(text, at)
    other = _counted_pupils(text, other, last) or other
    said = other is None or other.is_(Sense.PARENT)  # vắng ba: three, and no father
    if said and (number := number_behind_a_verb(source, at, name, last)):
        return number
    if name is not None and seen.last is not None and _says_the_word_again(text, seen.last, at):
        name = None
    if name is not None and other is not None:
        return _either(source, name, other, seen)
    if name is not None and _in_passing(source, name, seen):
        name = None
    if name is not None and other is None and _may_be_tomorrow(source, name):
        return replace(name, doubt=True)
    if name is None and other is not None and _like_a_stranger(source, other, seen.last):
        other = None
    return name or other or Piece(start=at, end=at + 1)


def _counted_pupils(text: Text, other: Piece | None, last: Piece | None) -> Piece | None:
    """`vắng ba em, trong đó có Mạnh`: three, and no father of somebody."""
    if other is None or last is None or not (other.is_(Sense.PARENT) and last.is_(Sense.ABSENT)):
        return None
    ends = other.end == len(text.words) or text.words[other.end].gap >= Gap.BREAK
    ends = ends or text.plain[last.start] in ("vang", "thieu")  # and not `nghỉ ba em Lan đưa đi khám`
    return count_at(text, other.start) if ends and other.end - other.start > 1 else None


def _says_the_word_again(text: Text, last: Piece, at: int) -> bool:
    """`Đỏ đỏ mắt`, `Giả giả ốm`: behind the name, in small letters, the word."""
    one = bool(last.pupils) and last.end - last.start == 1 and text.words[at].gap is Gap.SOFT
    return (
        one and text.lower[at] == text.lower[last.start] and text.words[at].text.islower() and text.capital(last.start)
    )


def _may_be_tomorrow(source: Source, name: Piece) -> bool:
    """`mai không đi học`: whoever is called Mai, or whoever writes."""
    text, behind = source.text, name.end
    if name.start or text.inside or text.words[0].text != "mai" or behind != 1 or behind == len(text.words):
        return False
    not_there = phrase_at(source, behind)
    return not_there is not None and not_there.is_(Sense.ABSENT) and text.plain[behind] in NOT


def _like_a_stranger(source: Source, word: Piece, last: Piece | None) -> bool:
    """`vắng Nam, Lan` where nobody is called Lan: a small word that is written like a name, at the place of one."""
    text, at = source.text, word.start
    if word.phrase is None or word.end - at > 1 or last is None or last.count is not None:
        return False
    typed = text.lower[at]
    bare = text.marked and typed == text.plain[at] != "".join(word.phrase.keys[0])
    named = source.lexicon.syllable_of_names(typed, text.plain[at]) and (text.capital(at) or word.is_(Sense.AND))
    if not (named and (word.is_(*_SMALL) or bare) and (last.is_(Sense.PARENT) or stands_alone(text, word))):
        return False
    begins = text.words[at].gap is Gap.HARD or (last.is_(Sense.ABSENT, Sense.PARENT) and text.capital(at))
    listed = bool(last.pupils) or last.unknown or last.is_(Sense.ABSENT, Sense.EXCUSED, Sense.PARENT)
    return begins and listed


def _hint_at(source: Source, at: int, seen: Seen) -> Piece | None:
    """What tells which of several so called is meant."""
    named = seen.last.pupils if seen.last is not None else ()
    among = named or seen.named_here(source.text, at)
    hint = told_apart_at(source, at, among) if among else None
    return hint or ((born_at(source, at) or place_at(source, at)) if named else None)


def _numbers(source: Source, at: int, seen: Seen) -> Piece | None:
    """One more of the list, or the place of a name in what is told (`thứ hai`)."""
    if numbers_the_names(source.text, at):
        return Piece(start=at, end=at + 2, phrase=BY_THE_WAY)
    if not seen.numbered:
        return None
    more = one_more_number(source, at) if seen.last is not None and seen.last.numbered else None
    return more or another_number(source, at, seen.last)


_SMALL = (Sense.EMPTY, Sense.AND, Sense.DENY, Sense.PEOPLE, Sense.PARENT, Sense.TEACHER, Sense.QUESTION)


def _either(source: Source, name: Piece, other: Piece, seen: Seen) -> Piece:
    text, word = source.text, source.text.words[name.start]
    touches = seen.behind_name() and word.gap <= Gap.TIGHT
    if touches and word.folded in CODES and text.text[word.end :][:1] != ".":
        return other  # Lan K Hùng: K belongs to Lan, whoever is called K. Hùng
    if other.phrase is HERE_THEN and word.text.islower():
        return other  # Toàn sáng nghỉ, chiều học
    if name.end != other.end:
        return longer(source, name, other, seen)
    if other.is_(Sense.BECAUSE) and is_typed_exactly(text, other):
        return other  # lí do: …, whoever is called Lý Dơ
    if name.end - name.start > 1:
        return name
    piece = name_or_word(source, name, other, seen)
    last = other.is_(Sense.ALL) and name.start and name.end == len(text.words) and word.gap >= Gap.STOP
    return replace(piece, doubt=True) if last and piece.pupils else piece  # 1. Hên / 2. Đào / Hết.


def _in_passing(source: Source, name: Piece, seen: Seen) -> bool:
    """`mẹ gọi bảo cháu nôn`: a small word of one syllable, where names have capitals and it has no place of one."""
    text, word = source.text, source.text.words[name.start]
    if not text.cased or name.end - name.start > 1 or name.numbered or not word.text[0].islower():
        return False
    return word.gap <= Gap.TIGHT and not (seen.last is not None and (seen.last.pupils or seen.last.is_(*_BEFORE_NAMES)))


_BEFORE_NAMES = (Sense.PEOPLE, Sense.ABSENT, Sense.AND, Sense.EXCUSED, Sense.ALL)
