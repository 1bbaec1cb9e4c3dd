"""Words that may be a pupil's name or a word of messages (Sáng, Phép): marks, capitals, place tell; else ask."""

from msgspec.structs import replace

from rules.reading.days import day_at, is_tomorrow_for
from rules.reading.heads import count_at
from rules.reading.naming import name_at
from rules.reading.phrasing import phrase_at
from rules.reading.pieces import CODES, SMALL, Piece, Seen, Source
from rules.reading.places import (
    alone,
    as_listed,
    has_a_code_to_itself,
    heads,
    is_all_there_is_said,
    is_of_pupils,
    is_said_again,
    is_small_among_names,
    is_told_of,
    is_typed_exactly,
    names_have_capitals,
    stands_alone,
)
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Gap

_TELLING = {Sense.EXCUSED, Sense.REASON, Sense.SIGNAL, Sense.SESSION, Sense.KIND, Sense.NOBODY}
_CARRIES_LITTLE = frozenset(Sense) - _TELLING

# Unmarked, these are words of nearly every message, whoever is called Cơ, Là or Hóc.
_COMMON = frozenset((
    "a", "ba", "bao", "bi", "ca", "chi", "cho", "co", "con", "da", "di", "do", "e", "em", "gi", "hoc", "hom", "hs",
    "la", "lop", "ma", "me", "nay", "ngay", "nha", "o", "phep", "ra", "sang", "thay", "thi", "thua", "toi", "tu", "va",
    "vang", "ve", "vi", "voi", "xin",
))  # fmt: skip
_BEFORE_NAMES = frozenset(("em", "ban", "hs", "be", "chau", "vang"))
_BEFORE_A_LIST = (Sense.ABSENT, Sense.PEOPLE)


def longer(source: Source, name: Piece, other: Piece, seen: Seen) -> Piece:
    """The longer of two readings, but where a shorter name is as likely as a phrase, the name."""
    text = source.text
    if name.end < other.end:
        if other.day is not None and _is_nam(source, name):
            return name
        if _is_written_as_a_name(source, name, other, seen) or _is_listed_with_a_code(source, name, other):
            return name
        if _begins_with_a_name(source, name, other, seen):
            return replace(name, doubt=other.is_(Sense.KIND, Sense.DENY, Sense.EXCUSED))
        return name if _ends_in_a_code(source, name, other) else other
    verb = other.is_(Sense.ABSENT) and not seen.verb
    verb = verb and text.lower[name.start : other.end] == text.plain[name.start : other.end]
    if not verb or other.end >= len(text.words) or (text.capital(name.start) and name.start):
        return name
    return _verb_or_name(source, name, other)


def _is_nam(source: Source, name: Piece) -> bool:
    """`Nam hôm qua` at the place of a name, and not `năm hôm`."""
    text, at = source.text, name.start
    placed = text.capital(at) or (not text.cased and text.words[at].gap >= Gap.COLON)
    return text.lower[at] == "nam" and placed and day_at(source, name.end) is not None


def _ends_in_a_code(source: Source, name: Piece, other: Piece) -> bool:
    """`Hong P` at its own place in a list: Hồng with leave, though `hong p` also stands for no leave."""
    text = source.text
    begins = text.words[name.start].gap >= Gap.HARD or text.plain[name.start - 1] in _BEFORE_NAMES
    return begins and other.is_(Sense.EXCUSED) and other.end - name.end == 1 and text.plain[name.end] in CODES


def _is_listed_with_a_code(source: Source, name: Piece, other: Piece) -> bool:
    """`9A5 Được p, Giang k`: written as the name is, with a code and nothing else, whatever `được p` means."""
    text = source.text
    typed = text.words[name.start].text.istitle() and as_listed(source, name)
    return typed and other.is_(Sense.EXCUSED) and has_a_code_to_itself(source, name.end) and other.end == name.end + 1


def _is_written_as_a_name(source: Source, name: Piece, other: Piece, seen: Seen) -> bool:
    """`Nghi vì nhà có việc`, `Nghi p` at a place in a list, where marks are typed: no `nghỉ`."""
    text, at = source.text, name.start
    listed = text.words[at].gap >= Gap.COLON or (seen.last is not None and seen.last.is_(*_BEFORE_A_LIST, Sense.AND))
    typed = text.marked and text.capital(at) and text.lower[at] == text.plain[at] and as_listed(source, name)
    return listed and typed and other.phrase is not None and text.lower[at] != "".join(other.phrase.keys[0])


def _begins_with_a_name(source: Source, name: Piece, other: Piece, seen: Seen) -> bool:
    """`hong nghi` at its own place in a list: Hồng is absent, and not `hông nghỉ`."""
    text = source.text
    before = seen.last is not None and seen.last.is_(*_BEFORE_A_LIST, Sense.AND)
    listed = text.words[name.start].gap >= Gap.COLON or before
    if other.phrase is None or not listed or other.is_(Sense.BECAUSE) or heads(text, other.end):
        return False
    code = phrase_at(source, name.end) if other.is_(Sense.EMPTY) else None
    if code is not None and code.is_(Sense.EXCUSED) and code.end > other.end:
        return True  # Thi có phép, and not `thì có`
    follows = source.lexicon.phrase_at(text.lower, text.plain, name.end, other.end)
    if other.is_(Sense.EXCUSED) and follows is not None and follows[0].sense is Sense.EXCUSED:
        return True  # a pupil called Vắng, `không phép`
    if text.plain[name.start] in _COMMON:
        return False
    bare = text.lower[name.start] == text.plain[name.start] != "".join(other.phrase.keys[0])
    tells = follows is not None and follows[0].sense not in _CARRIES_LITTLE - {Sense.ABSENT}
    return bare and (tells or text.capital(name.start))


def _verb_or_name(source: Source, name: Piece, verb: Piece) -> Piece:
    """`vang chieu nay`, `vang my` typed without marks: the verb, if a day follows; if a name does, either."""
    day = day_at(source, verb.end) or phrase_at(source, verb.end)
    if day is not None and day.end > name.end:
        return verb
    behind = name_at(source, verb.end)
    if behind is None or behind.end < name.end:
        return name
    either = tuple(pupil for pupil in source.index.roster.pupils if pupil in name.pupils or pupil in behind.pupils)
    return replace(behind, start=name.start, pupils=either, whole=False)


def name_or_word(source: Source, name: Piece, other: Piece, seen: Seen) -> Piece:
    """One word that is both a pupil's name and a word of messages. Marks, capitals and place may tell; else ask."""
    text, word = source.text, source.text.words[name.start]
    if _is_the_word(source, name, other, seen):
        return other
    if other.day is not None and text.inside and not name.start and word.text.istitle():
        return name  # 3A Mai nghỉ
    if text.inside and not name.start and word.text.istitle() and other.phrase and other.phrase.value == SMALL:
        return name if as_listed(source, name) else other  # 3A Tới chưa tới
    if text.cased and not word.is_letter and not seen.small and (name.start or not word.text[0].isupper()):
        return name if word.text[0].isupper() else other
    if text.marked and word.lower != word.folded and not as_listed(source, name):
        return other
    return _by_place(source, name, other, seen)


def _is_the_word(source: Source, name: Piece, other: Piece, seen: Seen) -> bool:
    """Where the sentence leaves no place for a name."""
    if other.day is not None:  # Sen nghỉ hôm nay, mai đi học lại
        small = source.text.words[name.start].text.islower() and names_have_capitals(source, name.start)
        return small or is_tomorrow_for(source, name.start)
    if other.is_(Sense.ABSENT):
        return _opens(source, name) or _closes(source, name, seen)
    if other.is_(Sense.SESSION):
        return _is_the_session(source, name, other, seen)
    return other.is_(Sense.NOBODY) and is_all_there_is_said(source, name, other)


def _closes(source: Source, name: Piece, seen: Seen) -> bool:
    """`van phuoc k va hat kp nghi`: behind names and codes the verb, whoever is called Nghi."""
    text = source.text
    ends = name.end == len(text.words) or text.words[name.end].gap >= Gap.STOP
    told = seen.last is not None and seen.last.is_(Sense.EXCUSED, Sense.REASON)
    return not text.marked and ends and told and text.words[name.start].gap <= Gap.TIGHT


def _by_place(source: Source, name: Piece, other: Piece, seen: Seen) -> Piece:
    """What the place in the sentence tells, where the writing tells nothing."""
    text, word = source.text, source.text.words[name.start]
    sense = other.phrase.sense if other.phrase else None
    behind_name = seen.behind_name() and word.gap <= Gap.TIGHT
    first = text.inside and not name.start and word.text.istitle() and name_at(source, name.end) is not None
    first = first and text.words[name.end].gap is Gap.HARD
    if sense is Sense.SESSION and ((seen.half and not behind_name) or first or is_said_again(text, name)):
        return name  # chieu nay vang Sang, Xuan; 10A1: Sáng, Học KP
    if sense is Sense.EXCUSED and (behind_name or (seen.named_before_bracket(text, name.start))):
        return other
    if sense in _CARRIES_LITTLE and not _has_a_code(source, name):
        return name if _stands_as_name(source, name, other, seen.last) else other
    if sense is Sense.REASON and not text.marked and _is_of_nobody_before(source, name, seen):
        return name
    capital = word.text[0].isupper() and (word.lower != word.folded or as_listed(source, name))
    other_word = sense not in (Sense.PEOPLE, Sense.PARENT, Sense.TEACHER)
    if other_word and (sense is not Sense.SESSION or capital) and _has_a_code(source, name):
        return name  # Sáng K, Phép P: neither a session nor a code has an excuse
    return Piece(start=name.start, end=name.end, pupils=name.pupils, doubt=True, phrase=other.phrase)


def _is_of_nobody_before(source: Source, name: Piece, seen: Seen) -> bool:
    """`vang binh, yen`, `mai binh xin nghi`: an illness (bịnh) would be that of somebody who was named."""
    if seen.named or seen.last is None:
        return False
    follows = phrase_at(source, name.end) if name.end < len(source.text.words) else None
    told = not seen.small and follows is not None and follows.is_(Sense.EXCUSED, Sense.ABSENT)
    return told or ((seen.last.is_(Sense.ABSENT) or seen.last.people) and stands_alone(source.text, name))


def _has_a_code(source: Source, name: Piece) -> bool:
    text = source.text
    behind = phrase_at(source, name.end) if name.end < len(text.words) else None
    least = Gap.BREAK if text.words[name.start].text.istitle() and as_listed(source, name) else Gap.HARD
    return text.words[name.start].gap >= least and behind is not None and behind.is_(Sense.EXCUSED)


def _is_the_session(source: Source, name: Piece, other: Piece, seen: Seen) -> bool:
    """`sáng vắng: …`, `Lan vắng sáng`: the session, whoever is called Sáng."""
    text, behind = source.text, name.end
    if is_said_again(text, name) or (seen.last is not None and seen.last.is_(Sense.PEOPLE)):
        return False  # Sáng nghỉ sáng
    opens = heads(text, behind) and name_at(source, behind) is not None
    opens = opens or is_small_among_names(source, name, other)  # Kha xin về luôn, chiều P
    again = seen.half and text.words[name.start].text.islower() and is_typed_exactly(text, other) and not text.inside
    again = again and behind < len(text.words) and text.words[behind].gap is Gap.SOFT  # Lan sáng học, chiều xin nghỉ
    if opens or again or _is_small_behind_a_name(source, name, other, seen):  # /vang Lá 1 SÁNG: Giàng A Khua
        return True
    if seen.named and text.words[name.start].gap <= Gap.TIGHT and seen.last is not None and seen.last.is_(Sense.ABSENT):
        return True
    if behind == len(text.words) or text.words[behind].gap is not Gap.SOFT:
        return False
    follows = phrase_at(source, behind)
    if follows is None or not follows.is_(Sense.ABSENT) or seen.verb or follows.end == len(text.words):
        return False
    day = day_at(source, follows.end)
    return text.words[follows.end].gap <= Gap.COLON and (day is None or day.day is None or day.day.part is None)


def _is_small_behind_a_name(source: Source, name: Piece, other: Piece, seen: Seen) -> bool:
    """`Toàn sáng đi học`."""
    text, word = source.text, source.text.words[name.start]
    if not seen.behind_name() or seen.last is None or not text.words[seen.last.start].text[0].isupper():
        return False
    return word.text.islower() and word.gap <= Gap.TIGHT and is_typed_exactly(text, other)


def _opens(source: Source, name: Piece) -> bool:
    """`Vang chieu nay: …`: the verb, for a day, a number, a colon or another name follows."""
    text, behind = source.text, name.end
    if text.lower[name.start] != text.plain[name.start] or behind == len(text.words):
        return False
    follows = text.words[behind].gap
    if heads(text, behind):
        return True
    return follows is Gap.SOFT and any((day_at(source, behind), count_at(text, behind), name_at(source, behind)))


def _stands_as_name(source: Source, name: Piece, other: Piece, last: Piece | None) -> bool:
    """Whether it has a name's place in a list, or is typed as the name and not as the word."""
    text = source.text
    if _is_joined_to_another(source, name, last):
        return True
    if last is not None and is_of_pupils(text, last) and text.words[name.start].gap <= Gap.TIGHT:
        return not name_at(source, name.end)
    behind = phrase_at(source, name.end) if name.end < len(text.words) else None
    told = behind is not None and _tells(behind)
    follows = last is not None and (last.is_(Sense.ABSENT) or last.people)
    opened = follows and (told or stands_alone(text, name)) and not text.marked
    if opened or alone(text, name) or _begins_with_a_capital(source, name, other):
        return True
    coded = last is not None and last.is_(Sense.EXCUSED) and has_a_code_to_itself(source, name.end)
    if other.is_(Sense.TEACHER, Sense.PARENT) and (coded or is_told_of(source, name)):
        return True
    if other.is_(Sense.ABSENT) and not text.marked:
        return False  # nghi om: huong
    as_the_word = other.phrase is not None and text.lower[name.start] == "".join(other.phrase.keys[0])
    marked_word = text.lower[name.start] != text.plain[name.start]
    return not as_the_word and not marked_word and text.plain[name.start] not in _COMMON


def _tells(piece: Piece) -> bool:
    """`vang tu co phep`, `vang 2 ban ngoan dau bung`, `vang ba deu k phep`."""
    return piece.is_(Sense.ALL) or (piece.is_(Sense.EXCUSED, Sense.REASON) and piece.end - piece.start > 1)


def _is_joined_to_another(source: Source, name: Piece, last: Piece | None) -> bool:
    """`vang 2 ban tu va vinh`: Tú, and no `từ`."""
    behind = name.end
    opens = last is not None and (last.people or last.is_(*_BEFORE_A_LIST))
    if opens and has_a_code_to_itself(source, behind):
        return True  # vang tu k, nga p
    return opens and _is_joined(source, behind)


def _is_joined(source: Source, behind: int) -> bool:
    """Whether an `and` follows, and another name."""
    text = source.text
    joins = behind + 1 < len(text.words) and text.words[behind].gap is Gap.SOFT
    return joins and text.plain[behind] in ("va", "voi", "vs", "cung") and name_at(source, behind + 1) is not None


def _begins_with_a_capital(source: Source, name: Piece, other: Piece) -> bool:
    """`Học nghỉ ốm`: at the start, with its capital and its marks, before words for an absence."""
    text = source.text
    if (
        text.words[name.start].gap < Gap.STOP
        or not text.words[name.start].text[0].isupper()
        or not other.is_(Sense.EMPTY, Sense.BUSINESS)
    ):
        return False
    if _is_joined(source, name.end):
        return as_listed(source, name)  # Ngoan với Phú ở nhà
    behind = phrase_at(source, name.end) if name.end < len(text.words) else None
    if name.end < len(text.words) and (day := day_at(source, name.end)):
        behind = phrase_at(source, day.end) if day.end < len(text.words) else None  # Học hôm nay nghỉ
    if (
        behind is not None
        and behind.is_(Sense.EMPTY)
        and text.plain[behind.start] == "thi"
        and behind.end < len(text.words)
    ):
        behind = phrase_at(source, behind.end)  # Chi thì có phép
    told = behind is not None and behind.is_(Sense.ABSENT, Sense.EXCUSED, Sense.REASON)
    return told and text.words[name.end].gap is Gap.SOFT and as_listed(source, name)
