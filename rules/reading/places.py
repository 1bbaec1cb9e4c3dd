"""The place of a word in a list or a sentence: whether it has it to itself, and what stands behind it."""

from msgspec.structs import replace

from rules.people.names import key, spelling
from rules.reading.heads import said_number
from rules.reading.naming import name_at
from rules.reading.phrasing import phrase_at
from rules.reading.pieces import CODES, Piece, Source
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap, Text

_PUPILS = ("em", "ban", "chau", "be")


def is_of_pupils(text: Text, last: Piece) -> bool:
    """`em`, `vắng bạn`."""
    return last.is_(Sense.PEOPLE) or (last.is_(Sense.ABSENT) and text.plain[last.end - 1] in _PUPILS)


def has_a_code_to_itself(source: Source, behind: int) -> bool:
    text = source.text
    if (
        behind == len(text.words)
        or text.words[behind].gap > Gap.BREAK
        or text.plain[behind] not in (*CODES, "kp", "cp")
    ):
        return False
    return behind + 1 == len(text.words) or text.words[behind + 1].gap >= Gap.HARD


def is_told_of(source: Source, name: Piece) -> bool:
    """`…, Anh vì sốt`, `…, Ba kp`: at its own place in a list and told of, or with no name behind."""
    text, behind = source.text, name.end
    if not _leads_to_a_name(source, behind):
        return True
    told = phrase_at(source, behind)
    tells = told is not None and told.is_(Sense.BECAUSE, Sense.REASON, Sense.EXCUSED)
    gap, capital = text.words[name.start].gap, text.words[name.start].text.istitle()
    opens = gap is Gap.LINE and capital and told is not None and told.is_(Sense.BECAUSE)  # Anh do đi khám bệnh
    return tells and (Gap.HARD <= gap < Gap.LINE or opens)


def _leads_to_a_name(source: Source, at: int) -> bool:
    text = source.text
    if at == len(text.words) or text.words[at].gap > Gap.TIGHT:
        return False
    return name_at(source, at) is not None or text.capital(at) or phrase_at(source, at) is not None


def is_typed_exactly(text: Text, piece: Piece) -> bool:
    """Whether a phrase stands there with all its marks."""
    typed = tuple(map(key, text.lower[piece.start : piece.end]))
    return piece.phrase is not None and typed == piece.phrase.keys


def heads(text: Text, behind: int) -> bool:
    """Whether a colon stands behind the word before this one."""
    return text.text[text.words[behind - 1].end :][:2].strip().startswith(":")


def as_listed(source: Source, name: Piece) -> bool:
    typed = spelling(source.text.lower[name.start])
    return any(typed == spelling(word) for pupil in name.pupils for word in pupil.name.lower().split())


def alone(text: Text, piece: Piece) -> bool:
    """Whether the word has its place in a list to itself, but for a code behind it."""
    return text.words[piece.start].gap >= Gap.COLON and stands_alone(text, piece)


def stands_alone(text: Text, piece: Piece) -> bool:
    """Whether nothing but a code follows in the same place of a list."""
    words = text.words
    behind = piece.end
    if behind < len(words) and text.plain[behind] in (*CODES, "kp", "cp", "phep") and words[behind].gap < Gap.HARD:
        behind += 1
    return behind == len(words) or words[behind].gap >= Gap.BREAK


def number_behind_a_verb(source: Source, at: int, name: Piece | None, last: Piece | None) -> Piece | None:
    """`6A vắng hai`: two are absent, and not Hải; where somebody is called Ba or Tám, either."""
    text, word = source.text, name or Piece(start=at, end=at + 1)
    counted = last is not None and last.is_(Sense.ABSENT) and word.end - at == 1 and stands_alone(text, word)
    number = said_number(text, at) if counted and text.words[at].text.islower() else None
    if number is None:
        return None
    if name is not None and (as_listed(source, name) or not text.marked):
        return None if _opens_a_list(source, name.end) else replace(name, doubt=True)
    return Piece(start=at, end=at + 1, count=number)


def _opens_a_list(source: Source, behind: int) -> bool:
    """`vang tam k, tim k`: Tâm, with a code, and others behind."""
    comma = behind + 1
    listed = comma < len(source.text.words) and source.text.words[comma].gap is Gap.HARD
    return listed and has_a_code_to_itself(source, behind) and name_at(source, comma) is not None


def names_have_capitals(source: Source, but: int) -> bool:
    """Whether somebody else is named here, with a capital."""
    words = source.text.words
    return any(words[at].text[0].isupper() and name_at(source, at) is not None for at in range(len(words)) if at != but)


def is_all_there_is_said(source: Source, name: Piece, other: Piece) -> bool:
    """`5B đủ`, though somebody is called Đủ: written small with its mark, and nobody else named beside it."""
    text = source.text
    if not text.words[name.start].text.islower() or (text.marked and not is_typed_exactly(text, other)):
        return False
    around = (*range(name.start), *range(name.end, len(text.words)))
    return len(around) <= _FEW and not any(name_at(source, at) or text.plain[at] in _OF_ABSENCE for at in around)


_FEW = 8  # words
_OF_ABSENCE = frozenset(("vang", "nghi", "p", "k", "kp", "cp", "phep", "em", "ban", "va"))


def is_small_among_names(source: Source, name: Piece, other: Piece) -> bool:
    """Whether it is typed small, as the word is, where somebody else is named with a capital."""
    text = source.text
    small = text.words[name.start].text.islower() and is_typed_exactly(text, other)
    return small and names_have_capitals(source, name.start)


def is_said_again(text: Text, name: Piece) -> bool:
    """`Sáng nghỉ sáng`: with a capital, and small behind."""
    small = (word.text for word in text.words[name.end :])
    return text.words[name.start].text.istitle() and text.lower[name.start] in small
