"""A report's words cut into parts: names of the class, days, known phrases, numbers, places, and words nobody knows."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from rules.dates import DayReading, Expected, match_day
from rules.names import spelling
from rules.roster import WHOLE, Form, Index, Meant, Pupil, among, by_number, loose_word, meant
from rules.text import Gap, Text, Word, in_brackets
from rules.words import Lexicon, Phrase, Sense


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


class Part(Struct, frozen=True, kw_only=True):
    """A stretch of words, `start` to before `end`, and what it is; with nothing set, words nobody knows.

    `doubt`: these pupils' name is also the `phrase` (Sáng, Phép), nothing tells which. `unsure`: see `Meant`.
    `whole`: a full name of two words or more. `numbered`: said by the list number.
    `named`: settled as a mention of somebody (see `rules.mentions`); `touching`: with the next it may be one name.
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
    def unknown(self) -> bool:
        said = (self.day, self.phrase, self.count, self.born, self.place)
        return not (self.pupils or self.numbered or self.named or any(each is not None for each in said))


class Source(Struct, frozen=True):
    """What a text is read with."""

    text: Text
    index: Index
    lexicon: Lexicon
    today: date
    expected: Expected


_PEOPLE = re.compile(r" ?(?:em|e|hs|hsinh|hoc sinh|ban|chau|be|dua|nguoi|truong hop)\b")
_NUMBERING = re.compile(r"[.)/-] ?[^\W\d]|\)? ?[-–] ?[^\W\d]")
_CODES = frozenset("pkscv")
_NUMBER_WORDS = frozenset(("so", "stt", "tt"))
_SAID_NUMBER = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_BORN = re.compile(
    r"(?:sinh ngay|sinh nam|ngay sinh|nam sinh|sinh|sn|ns)[ :]*(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?|(\d{4}))(?![\w/])"
)
_BORN_BARE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\w/])|(\d{4})(?![\w/])")
_AGES = range(2, 26)
_KINDS_OF_PLACE = re.compile(r"(?:o |tai )?(?:thon|noc|lang|ban|buon|ap|xom|plei|to) (?=[\w])")
_MOST_PLACE_WORDS = 6


_IN_BRACKETS = (Sense.REASON, Sense.SIGNAL, Sense.SESSION)


class _Seen:
    """What was read so far: the part before, whether an absence was spoken of, whether somebody is named in this breath."""

    def __init__(self) -> None:
        self.last: Part | None = None
        self.verb = self.named = False

    def note(self, source: Source, part: Part) -> None:
        if source.text.words[part.start].gap >= Gap.HARD:
            self.named = False
        self.last = part
        self.verb = self.verb or part.is_(Sense.ABSENT)
        self.named = self.named or bool(part.pupils)

    def behind_name(self) -> bool:
        return self.last is not None and bool(self.last.pupils)

    def named_before_bracket(self, text: Text, at: int) -> bool:
        """Whether the word stands in brackets, behind why somebody is away."""
        return self.last is not None and in_brackets(text, at) and self.last.is_(*_IN_BRACKETS)


def parts_of(source: Source) -> Iterator[Part]:
    """The text in parts, left to right, the longest reading at each place first; `1.` before a name is left out."""
    text, at, next_number = source.text, 0, 1
    seen = _Seen()
    while at < len(text.words):
        if _is_numbering(text, at, next_number):
            next_number += 1
            at += 1
            continue
        part = _part_at(source, at, seen)
        seen.note(source, part)
        yield part
        at = part.end


def _is_numbering(text: Text, at: int, number: int) -> bool:
    if text.plain[at] not in (str(number), f"0{number}") or at + 1 == len(text.words):
        return False
    begins = number > 1 or text.words[at].gap is not Gap.SOFT
    return begins and _NUMBERING.match(text.text, text.words[at].end) is not None


def _part_at(source: Source, at: int, seen: _Seen) -> Part:
    text, last = source.text, seen.last
    if last is not None and last.numbered and (more := _one_more_number(source, at)):
        return more
    if seen.behind_name() and (hint := _born_at(source, at) or _place_at(source, at)):
        return hint
    name = _numbered(source, at) or _name_at(source, at)
    other = _day_at(source, at) or _shorter_phrase(source, _phrase_at(source, at, last)) or _count_at(text, at)
    if name is None or other is None:
        return name or other or Part(start=at, end=at + 1)
    touches = seen.behind_name() and text.words[at].gap <= Gap.TIGHT
    if touches and text.plain[at] in _CODES and text.text[text.words[at].end :][:1] != ".":
        return other  # Lan K Hùng: K belongs to Lan, whoever is called K. Hùng
    if name.end != other.end:
        return _longer(source, name, other, seen)
    return name if name.end - name.start > 1 else _name_or_word(source, name, other, seen)


def _longer(source: Source, name: Part, other: Part, seen: _Seen) -> Part:
    """The longer of two readings, but where a shorter name is as likely as a phrase, the name."""
    text = source.text
    if name.end < other.end:
        if _begins_with_a_name(source, name, other, seen):
            return replace(name, doubt=other.is_(Sense.KIND, Sense.DENY))
        return name if _ends_in_a_code(source, name, other) else other
    verb = other.is_(Sense.ABSENT) and not seen.verb
    verb = verb and text.lower[name.start : other.end] == text.plain[name.start : other.end]
    if not verb or other.end >= len(text.words) or (text.capital(name.start) and name.start):
        return name
    return _verb_or_name(source, name, other)


def _ends_in_a_code(source: Source, name: Part, other: Part) -> bool:
    """`Hong P` at its own place in a list: Hồng with leave, though `hong p` also stands for no leave."""
    text = source.text
    begins = text.words[name.start].gap >= Gap.HARD or text.plain[name.start - 1] in ("em", "ban", "hs", "be", "chau", "vang")
    return begins and other.is_(Sense.EXCUSED) and other.end - name.end == 1 and text.plain[name.end] in _CODES


def _begins_with_a_name(source: Source, name: Part, other: Part, seen: _Seen) -> bool:
    """`hong nghi` at its own place in a list: Hồng is absent, and not `hông nghỉ`."""
    text = source.text
    listed = text.words[name.start].gap >= Gap.COLON or (seen.last is not None and seen.last.is_(*_BEFORE_A_LIST))
    if other.phrase is None or not listed or other.is_(Sense.BECAUSE):
        return False
    if text.plain[name.start] in _COMMON:
        return False
    bare = text.lower[name.start] == text.plain[name.start] != "".join(other.phrase.keys[0])
    follows = source.lexicon.phrase_at(text.lower, text.plain, name.end, other.end)
    return bare and (follows is not None or text.capital(name.start))


def _verb_or_name(source: Source, name: Part, verb: Part) -> Part:
    """`vang chieu nay`, `vang my` typed without marks: the verb, if a day follows it; if a name does, that or Vàng's."""
    day = _day_at(source, verb.end) or _phrase_at(source, verb.end)
    if day is not None and day.end > name.end:
        return verb
    behind = _name_at(source, verb.end)
    if behind is None or behind.end < name.end:
        return name
    either = tuple(pupil for pupil in source.index.roster.pupils if pupil in name.pupils or pupil in behind.pupils)
    return replace(behind, start=name.start, pupils=either, whole=False)


def _name_or_word(source: Source, name: Part, other: Part, seen: _Seen) -> Part:
    """One word that is both a pupil's name and a word of messages. Marks, capitals and place may tell; else ask."""
    text, word = source.text, source.text.words[name.start]
    if (other.is_(Sense.ABSENT) and _opens(source, name)) or (other.is_(Sense.SESSION) and _is_the_session(source, name, seen)):
        return other
    if text.cased and len(word.text) > 1 and (name.start or not word.text[0].isupper()):
        return name if word.text[0].isupper() else other
    if text.marked and word.lower != word.folded and not _as_listed(source, name):
        return other
    sense = other.phrase.sense if other.phrase else None
    behind_name = seen.behind_name() and word.gap <= Gap.TIGHT
    if sense is Sense.EXCUSED and (behind_name or (seen.named_before_bracket(text, name.start))):
        return other
    if sense in _CARRIES_LITTLE:
        return name if _stands_as_name(source, name, other, seen.last) else other
    capital = word.text[0].isupper() and word.lower != word.folded
    if (sense is Sense.EXCUSED or (sense is Sense.SESSION and capital)) and _has_a_code(source, name):
        return name  # Sáng K, Phép P: neither a session nor a code has an excuse of its own
    return Part(start=name.start, end=name.end, pupils=name.pupils, doubt=True, phrase=other.phrase)


_BEFORE_A_LIST = (Sense.ABSENT, Sense.PEOPLE)


def _has_a_code(source: Source, name: Part) -> bool:
    text = source.text
    behind = _phrase_at(source, name.end) if name.end < len(text.words) else None
    return text.words[name.start].gap >= Gap.HARD and behind is not None and behind.is_(Sense.EXCUSED)


def _is_the_session(source: Source, name: Part, seen: _Seen) -> bool:
    """`sáng vắng: …`, `Lan vắng sáng`: the session, whoever is called Sáng."""
    text, behind = source.text, name.end
    if seen.last is not None and seen.last.is_(Sense.PEOPLE):
        return False
    if seen.named and text.words[name.start].gap <= Gap.TIGHT and seen.last is not None and seen.last.is_(Sense.ABSENT):
        return True
    if behind == len(text.words) or text.words[behind].gap is not Gap.SOFT:
        return False
    follows = _phrase_at(source, behind)
    if follows is None or not follows.is_(Sense.ABSENT) or seen.verb or follows.end == len(text.words):
        return False
    day = _day_at(source, follows.end)
    return text.words[follows.end].gap <= Gap.COLON and (day is None or day.day is None or day.day.session is None)


_CARRIES_LITTLE = (
    Sense.PEOPLE, Sense.EMPTY, Sense.ABSENT, Sense.AND, Sense.PARENT, Sense.TEACHER, Sense.DENY, Sense.INSTEAD, Sense.BECAUSE,
    Sense.QUESTION, Sense.ALL, Sense.REPORTS, Sense.LEAVE,
)  # fmt: skip
# Unmarked, these are words of nearly every message, whoever is called Cơ, Là or Hóc.
_COMMON = frozenset("a ba bao bi ca chi cho co con da di do em e gi hoc hom hs la lop ma me mai nam ngay nha nay o phep ra sang thay thi thua toi tu va vang ve vi voi xin".split())


def _opens(source: Source, name: Part) -> bool:
    """`Vang chieu nay: …`: the verb, for a day, a number, a colon or another name follows."""
    text, behind = source.text, name.end
    if text.lower[name.start] != text.plain[name.start] or behind == len(text.words):
        return False
    follows = text.words[behind].gap
    if text.text[text.words[name.start].end :][:2].strip().startswith(":"):
        return True
    return follows is Gap.SOFT and any((_day_at(source, behind), _count_at(text, behind), _name_at(source, behind)))


def _stands_as_name(source: Source, name: Part, other: Part, last: Part | None) -> bool:
    """Whether it has a name's place in a list, or is typed as the name and not as the word."""
    text = source.text
    if last is not None and last.is_(Sense.PEOPLE) and text.words[name.start].gap <= Gap.TIGHT:
        return not _name_at(source, name.end)
    if _alone(text, name):
        return True
    if other.is_(Sense.TEACHER, Sense.PARENT) and not _leads_to_a_name(source, name.end):
        return True
    as_the_word = other.phrase is not None and text.lower[name.start] == "".join(other.phrase.keys[0])
    marked_word = text.lower[name.start] != text.plain[name.start]
    return not as_the_word and not marked_word and text.plain[name.start] not in _COMMON


def _leads_to_a_name(source: Source, at: int) -> bool:
    text = source.text
    if at == len(text.words) or text.words[at].gap > Gap.TIGHT:
        return False
    return _name_at(source, at) is not None or text.capital(at) or _phrase_at(source, at) is not None


def _as_listed(source: Source, name: Part) -> bool:
    typed = spelling(source.text.lower[name.start])
    return any(typed == spelling(word) for pupil in name.pupils for word in pupil.name.lower().split())


def _alone(text: Text, part: Part) -> bool:
    """Whether the word has its place in a list to itself, but for a code behind it."""
    words = text.words
    behind = part.end
    if behind < len(words) and text.plain[behind] in (*_CODES, "kp", "cp", "phep") and words[behind].gap < Gap.HARD:
        behind += 1
    before = words[part.start].gap >= Gap.COLON
    return before and (behind == len(words) or words[behind].gap >= Gap.BREAK)


def _numbered(source: Source, at: int) -> Part | None:
    """`#5`, `số 5`, `stt 5`, and `#p105` from a button."""
    text, word = source.text, source.text.words[at]
    if word.text[0] == "#":
        found = by_number(source.index, word.text)
        return None if found is None else Part(start=at, end=at + 1, pupils=found, numbered=True)
    if word.folded not in _NUMBER_WORDS or at + 1 == len(text.words):
        return None
    behind = at + 1
    if text.plain[behind] in ("thu", "tt") and behind + 1 < len(text.words):
        behind += 1
    number = text.words[behind]
    if not _is_count(number) or number.gap > Gap.COLON or text.text[number.end :][:1] == "/":
        return None
    if _PEOPLE.match(text.folded, number.end) or text.plain[max(0, at - 1)] in ("si", "tong"):
        return None
    return Part(start=at, end=behind + 1, pupils=_listed(source, number), numbered=True)


def _listed(source: Source, number: Word) -> tuple[Pupil, ...]:
    return source.index.by_number.get(int(number.folded), ())


def _one_more_number(source: Source, at: int) -> Part | None:
    """`số 5, 12 và 20`: the numbers behind the first."""
    text, word = source.text, source.text.words[at]
    if text.plain[at] == "va" and at + 1 < len(text.words) and _is_count(text.words[at + 1]):
        word, at = text.words[at + 1], at + 1
    elif word.gap is not Gap.HARD and word.gap is not Gap.SOFT:
        return None
    if not _is_count(word) or _PEOPLE.match(text.folded, word.end) or text.text[word.end : word.end + 1] == "/":
        return None
    return Part(start=at, end=at + 1, pupils=_listed(source, word), numbered=True)


def _name_at(source: Source, at: int) -> Part | None:
    text, index = source.text, source.index
    if at >= len(text.words) or loose_word(text.plain[at]) not in index.starts:
        return None
    loosened = [loose_word(word) for word in text.plain[at : at + index.longest]]
    for end in range(_reach(text.words, at, index.longest), at, -1):
        forms = index.forms.get(" ".join(loosened[: end - at]))
        found = _meant(source, forms, at, end) if forms else None
        if forms and found and found.pupils:
            whole = end - at > 1 and any(form.part == WHOLE for form in forms)
            return Part(start=at, end=end, pupils=found.pupils, unsure=not found.sure, whole=whole)
    return None


def _reach(words: Sequence[Word], at: int, longest: int) -> int:
    end = at + 1
    while end < len(words) and end - at < longest and words[end].gap <= Gap.TIGHT:
        end += 1
    return end


def _meant(source: Source, forms: Sequence[Form], start: int, end: int) -> Meant:
    """Who is meant; `Lan K` is also asked of `Lan`, for the K may be a code and not a name."""
    text, index = source.text, source.index
    found = among(index, forms, text.lower[start:end], marked=text.marked)
    if found.pupils and end - start > 1 and text.plain[end - 1] in _CODES:
        shorter = meant(index, text.lower[start : end - 1], marked=text.marked)
        either = (*found.pupils, *shorter.pupils)
        return Meant(tuple(pupil for pupil in index.roster.pupils if pupil in either), found.sure)
    return found


def _born_at(source: Source, at: int) -> Part | None:
    text = source.text
    start = text.words[at].start
    said = _BORN.match(text.folded, start)
    found = said or _BORN_BARE.match(text.folded, start)
    if found is None:
        return None
    day, month, year, alone = found.groups()
    born_in = int(alone or year or 0)
    born_in += 2000 if year and len(year) == 2 else 0
    if born_in and source.today.year - born_in not in _AGES:
        return None
    born = Born(year=born_in or None, month=int(month) if month else None, day=int(day) if day else None)
    return Part(start=at, end=_word_at(text, at, found.end()), born=born)


def _word_at(text: Text, at: int, position: int) -> int:
    """The first word at or behind a position."""
    end = at + 1
    while end < len(text.words) and text.words[end].start < position:
        end += 1
    return end


def _place_at(source: Source, at: int) -> Part | None:
    """A place behind a name: one where pupils of the class live, or one with its kind before it (`thôn 9`)."""
    text, places = source.text, source.index.places
    if not places or text.words[at].gap > Gap.HARD:
        return None
    kind = _KINDS_OF_PLACE.match(text.folded, text.words[at].start)
    begin = _word_at(text, at, kind.end()) if kind else at
    for start in dict.fromkeys((at, at + 1 if text.plain[at] in ("o", "tai") else at, begin)):
        for end in range(min(start + _MOST_PLACE_WORDS, len(text.words)), start, -1):
            living = places.get(" ".join(text.plain[start:end]))
            if living is not None and _is_a_place(text, at, end, kind=kind is not None):
                return Part(start=at, end=end, place=living)
    if kind and text.words[at].gap <= Gap.BREAK and begin < len(text.words):
        return Part(start=at, end=begin + 1, place=frozenset())
    return None


def _is_a_place(text: Text, start: int, end: int, *, kind: bool) -> bool:
    """`3` alone is no place, and neither is a single small word; `Takta` and `thôn 3` are."""
    return kind or (end - start > 1 or len(text.plain[start]) > 2) and not text.plain[start].isdecimal()


def _day_at(source: Source, at: int) -> Part | None:
    text = source.text
    if _fraction(text, at) or (text.marked and text.lower[at] == "thu"):  # Thu, not thứ
        return None
    if text.plain[at] in ("nay", "mai", "mot") and text.capital(at) and at:
        return None  # a name: Nay H'Sương
    day = match_day(text.folded, text.words[at].start, source.today, source.expected) or _tomorrow(source, at)
    return Part(start=at, end=_word_at(text, at, day.end), day=day) if day else None


def _tomorrow(source: Source, at: int) -> DayReading | None:
    """`mai` alone, where leave is asked for and a name or the like follows."""
    text, word = source.text, source.text.words[at]
    if word.folded != "mai" or word.lower == "mái" or source.expected is not Expected.AHEAD or word.gap < Gap.HARD:
        return None
    behind = at + 1 < len(text.words) and text.words[at + 1].gap <= Gap.TIGHT
    days = (source.today + timedelta(days=1),)
    return DayReading(days=days, start=word.start, end=word.end) if behind else None


def _phrase_at(source: Source, at: int, last: Part | None = None) -> Part | None:
    text = source.text
    word = text.words[at]
    if _is_an_initial(text, at):
        return None
    found = source.lexicon.phrase_at(text.lower, text.plain, at, _reach(text.words, at, 9))
    if found is not None and found[1] - at > 1 and _is_an_initial(text, found[1] - 1):
        found = source.lexicon.phrase_at(text.lower, text.plain, at, found[1] - 1)
    if found is None or (found[0].exact and _is_bare(text, at, found[0]) and not _stands(source, at, found[0], last)):
        return None
    return Part(start=at, end=found[1], phrase=found[0])


def _shorter_phrase(source: Source, part: Part | None) -> Part | None:
    """`nghỉ Vi` is no `nghỉ vì` where Vi is a pupil: a phrase does not swallow a name that is typed otherwise, or that
    has the place of one.
    """
    text = source.text
    if part is None or part.phrase is None or part.end - part.start != 2 or not part.is_(*_SWALLOWING):
        return part
    last = part.end - 1
    ends = part.end == len(text.words) or text.words[part.end].gap >= Gap.BREAK
    as_the_phrase = text.lower[last] == "".join(part.phrase.keys[-1])
    if (as_the_phrase and not (ends or text.capital(last))) or _name_at(source, last) is None:
        return part
    first = source.lexicon.phrase_at(text.lower, text.plain, part.start, last)
    behind = None if ends else source.lexicon.phrase_at(text.lower, text.plain, part.end, _reach(text.words, part.end, 9))
    if first is None or (behind is not None and behind[0].sense in (Sense.REASON, Sense.SIGNAL)):
        return part
    return Part(start=part.start, end=last, phrase=first[0])


_SWALLOWING = (Sense.BECAUSE, Sense.EMPTY, Sense.NOBODY)


def _is_an_initial(text: Text, at: int) -> bool:
    """`P.T. Hồng`: no code."""
    word = text.words[at]
    return len(word.text) == 1 and text.text[word.end : word.end + 1] == "." and text.text[word.end + 1 : word.end + 2].isalpha()


def _is_bare(text: Text, at: int, phrase: Phrase) -> bool:
    return text.lower[at] == text.plain[at] != "".join(phrase.keys[0])


_BEFORE_NAMES = (Sense.PEOPLE, Sense.PARENT, Sense.TEACHER, Sense.AND, Sense.EMPTY, Sense.INSTEAD)


def _stands(source: Source, at: int, phrase: Phrase, last: Part | None) -> bool:
    """Whether a word typed without marks is this one, and no part of a name: what stands around it tells."""
    text, behind = source.text, at + 1
    ends = behind == len(text.words) or text.words[behind].gap >= Gap.HARD
    if ends:
        polite = phrase.sense is Sense.EMPTY and text.plain[at] in ("a", "nhe", "nha")
        return polite or (text.words[at].gap >= Gap.HARD and not source.lexicon.syllable_of_names(text.lower[at], text.plain[at]))
    name = _name_at(source, behind)
    following = source.lexicon.phrase_at(text.lower, text.plain, behind, _reach(text.words, behind, 9))
    if following is not None and following[0].exact and _is_bare(text, behind, following[0]):
        following = None
    if name is not None and (following is None or following[1] <= name.end):
        if len(text.plain[at]) == 1 and text.plain[at] in "ayh":
            return False  # A Phúc, Y Blan
        behind_name = last is not None and bool(last.pupils) and text.words[at].gap <= Gap.TIGHT
        return phrase.sense in _BEFORE_NAMES and not (behind_name and phrase.sense is not Sense.AND)
    if following is not None and text.words[behind].gap <= Gap.TIGHT:
        codes = following[0].sense in (Sense.EXCUSED, Sense.SESSION)
        return not codes or (phrase.sense in _BEFORE_NAMES and last is None)
    return _day_at(source, behind) is not None or phrase.sense is Sense.PEOPLE


def _fraction(text: Text, at: int) -> tuple[int, int] | None:
    """`2/35`: not a date, for there is no 35th month."""
    if at + 1 >= len(text.words):
        return None
    part, whole = text.words[at], text.words[at + 1]
    between = text.text[part.end : whole.start].strip()
    if between not in ("/", "trên") or not (_is_count(part) and _is_count(whole)):
        return None
    if text.text[whole.end : whole.end + 1] == "/":
        return None
    return (int(part.folded), int(whole.folded)) if int(whole.folded) > max(12, int(part.folded) - 1) else None


def _is_count(word: Word) -> bool:
    return word.folded.isdecimal() and word.folded.isascii() and len(word.folded) <= 3


def _count_at(text: Text, at: int) -> Part | None:
    fraction = _fraction(text, at)
    if fraction:
        people = _PEOPLE.match(text.folded, text.words[at + 1].end)
        return Part(start=at, end=_word_at(text, at, people.end()) if people else at + 2, count=fraction[0], of=fraction[1])
    word = text.words[at]
    people = _PEOPLE.match(text.folded, word.end)
    if not _is_count(word):
        number = _SAID_NUMBER.get(word.folded) if people else None
        return Part(start=at, end=_word_at(text, at, people.end()), count=number, people=True) if number and people else None
    return Part(
        start=at, end=_word_at(text, at, people.end()) if people else at + 1, count=int(word.folded), people=people is not None
    )
