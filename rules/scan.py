"""A report cut into its parts: names of the class, days, known phrases, numbers, and words nobody knows."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import IntEnum

from msgspec import Struct

from rules.dates import DayReading, match_day
from rules.names import clean, fold_in_place
from rules.roster import WHOLE, Form, Index, Meant, Pupil, among, find, loose_word, meant
from rules.words import LONGEST_PHRASE, Phrase, Sense, phrase_at


class Gap(IntEnum):
    """What stands before a word. A name reaches only over SOFT gaps; a HARD one begins a new mention."""

    SOFT = 0
    BREAK = 1  # brackets, quotes
    COLON = 2
    HARD = 3  # comma, semicolon, a dash between blanks, numbering, a full stop
    LINE = 4


class Word(Struct, frozen=True):
    text: str
    lower: str
    folded: str
    start: int
    end: int
    gap: Gap


class Part(Struct, frozen=True, kw_only=True):
    """A stretch of words, `start` to before `end`, and what it is; with nothing set, words nobody knows.

    `doubt`: these pupils' name is also the `phrase` (Sáng, Phép), nothing tells which. `unsure`: see `Meant`.
    `whole`: a full name.
    `count`: a number, of pupils if `people`, out of `of` if that was said.
    """

    start: int
    end: int
    pupils: tuple[Pupil, ...] = ()
    doubt: bool = False
    unsure: bool = False
    whole: bool = False
    day: DayReading | None = None
    phrase: Phrase | None = None
    count: int | None = None
    of: int | None = None
    people: bool = False


class Text(Struct, frozen=True):
    """The cleaned text and its words. `marked`: it has Vietnamese marks. `cased`: its capitals tell something."""

    text: str
    folded: str
    words: tuple[Word, ...]
    lower: tuple[str, ...]
    plain: tuple[str, ...]
    loose: tuple[str, ...]
    marked: bool
    cased: bool

    def said(self, start: int, end: int) -> str:
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""


_WORD = re.compile(r"#?[^\W_](?:[\w'\u0300-\u036f]*[\w\u0300-\u036f])?")
_APART = re.compile(r"(?<=\b[HKYhky])' (?=\w)")  # H' Lan is one word
_HARD = re.compile(r"[,;|+&/]| [-–—] |\. ")
_INITIAL = re.compile(r"\.\w")
_PEOPLE = re.compile(r" (?:em|e|hs|hoc sinh|ban|chau|be|dua)\b")
_NUMBERING = re.compile(r"[.)] ?[^\W\d]")
_CODES = frozenset("pkscv")


def clean_lines(text: str) -> str:
    """Clean line by line: a line end separates pupils."""
    return _APART.sub("'", "\n".join(line for line in map(clean, text.splitlines()) if line))


def cut(text: str) -> Text:
    """The words of an already clean text."""
    folded = fold_in_place(text)
    words: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        gap = _gap(text[before:start], words[-1] if words else None)
        words.append(Word(match[0], match[0].lower(), folded[start:end], start, end, gap))
        before = end
    capitals = [word.text[0].isupper() for word in words if len(word.text) > 1 and word.text.isalpha()]
    return Text(
        text=text,
        folded=folded,
        words=tuple(words),
        lower=tuple(word.lower for word in words),
        plain=tuple(word.folded for word in words),
        loose=tuple(loose_word(word.folded) for word in words),
        marked=any(word.lower != word.folded for word in words),
        cased=any(capitals[1:]) and not all(capitals),
    )


def _gap(between: str, before: Word | None) -> Gap:
    if between == " " and before is not None:
        return Gap.SOFT
    if before is None or "\n" in between:
        return Gap.LINE
    if before.folded.isdecimal() and between[:1] in (".", ")"):
        return Gap.HARD
    if _HARD.search(between) and not (len(before.text) == 1 and between == ". "):
        return Gap.HARD
    if ":" in between:
        return Gap.COLON
    return Gap.SOFT if between in (".", "-", ". ") else Gap.BREAK


def parts_of(text: Text, index: Index, today: date, *, leave: bool) -> Iterator[Part]:
    """The text in parts, left to right, the longest reading at each place first; `1.` before a name is left out."""
    at = 0
    next_number = 1
    last: Part | None = None
    while at < len(text.words):
        if text.plain[at] == str(next_number) and _NUMBERING.match(text.text, text.words[at].end):
            next_number += 1
            at += 1
            continue
        last = _part_at(text, index, today, at, last, leave=leave)
        yield last
        at = last.end


def _part_at(text: Text, index: Index, today: date, at: int, last: Part | None, *, leave: bool) -> Part:
    name = _numbered(text, index, at) or _name_at(text, index, at)
    other = _day_at(text, today, at, leave=leave) or _phrase_at(text, at) or _count_at(text, at)
    if name is None or other is None:
        return name or other or Part(start=at, end=at + 1)
    behind_name = last is not None and bool(last.pupils) and text.words[at].gap is Gap.SOFT
    if behind_name and text.plain[at] in _CODES and text.text[text.words[at].end :][:1] != ".":
        return other  # Lan K Hùng: K belongs to Lan, whoever is called K. Hùng
    if name.end != other.end:
        return max(name, other, key=lambda part: part.end)
    return name if name.end - name.start > 1 else _name_or_word(text, index, name, other, behind_name=behind_name)


def _name_or_word(text: Text, index: Index, name: Part, other: Part, *, behind_name: bool) -> Part:
    """One word that is both a pupil's name and a word of messages. Capitals may tell; else it is asked."""
    word = text.words[name.start]
    if text.cased and len(word.text) > 1 and (name.start or not word.text[0].isupper()):
        return name if word.text[0].isupper() else other
    sense = other.phrase.sense if other.phrase else None
    if sense is Sense.EXCUSED and behind_name:
        return other
    if sense in (Sense.PEOPLE, Sense.EMPTY, Sense.ABSENT) and _name_at(text, index, name.end):
        return other
    return Part(start=name.start, end=name.end, pupils=name.pupils, doubt=True, phrase=other.phrase)


def _numbered(text: Text, index: Index, at: int) -> Part | None:
    """`#105`, `số 5`, `stt 5`."""
    word = text.words[at]
    if word.text[0] == "#":
        return Part(start=at, end=at + 1, pupils=find(index, word.text))
    if word.folded not in ("so", "stt") or at + 1 == len(text.words):
        return None
    number = text.words[at + 1]
    if not number.folded.isdecimal() or number.gap is not Gap.SOFT or text.text[number.end :][:1] == "/":
        return None
    return Part(start=at, end=at + 2, pupils=find(index, f"stt {number.folded[:4]}"))


def _name_at(text: Text, index: Index, at: int) -> Part | None:
    if at >= len(text.words) or text.loose[at] not in index.starts:
        return None
    for end in range(_reach(text.words, at, index.longest), at, -1):
        forms = index.forms.get(" ".join(text.loose[at:end]))
        found = _meant(text, index, forms, at, end) if forms else None
        if forms and found and found.pupils:
            whole = end - at > 1 and any(form.part == WHOLE for form in forms)
            return Part(start=at, end=end, pupils=found.pupils, unsure=not found.sure, whole=whole)
    return None


def _reach(words: Sequence[Word], at: int, longest: int) -> int:
    end = at + 1
    while end < len(words) and end - at < longest and words[end].gap is Gap.SOFT:
        end += 1
    return end


def _meant(text: Text, index: Index, forms: Sequence[Form], start: int, end: int) -> Meant:
    """Who is meant; `Lan K` is also asked of `Lan`, for the K may be a code and not a name."""
    found = among(index, forms, text.lower[start:end], marked=text.marked)
    if found.pupils and end - start > 1 and text.plain[end - 1] in _CODES:
        shorter = meant(index, text.lower[start : end - 1], marked=text.marked)
        either = (*found.pupils, *shorter.pupils)
        return Meant(tuple(pupil for pupil in index.roster.pupils if pupil in either), found.sure)
    return found


def _day_at(text: Text, today: date, at: int, *, leave: bool) -> Part | None:
    if _fraction(text, at) or (text.marked and text.lower[at] == "thu"):  # Thu, not thứ
        return None
    day = match_day(text.folded, text.words[at].start, today, leave=leave)
    if day is None:
        return None
    end = at + 1
    while end < len(text.words) and text.words[end].start < day.end:
        end += 1
    return Part(start=at, end=end, day=day)


def _phrase_at(text: Text, at: int) -> Part | None:
    word = text.words[at]
    if len(word.text) == 1 and _INITIAL.match(text.text, word.end):
        return None
    phrase = phrase_at(text.lower, text.plain, at, _reach(text.words, at, LONGEST_PHRASE))
    return Part(start=at, end=at + len(phrase.words), phrase=phrase) if phrase else None


def _fraction(text: Text, at: int) -> tuple[int, int] | None:
    """`2/35`: not a date, for there is no 35th month."""
    if at + 1 >= len(text.words):
        return None
    part, whole = text.words[at], text.words[at + 1]
    if text.text[part.end : whole.start] != "/" or not (_is_count(part) and _is_count(whole)):
        return None
    return (int(part.folded), int(whole.folded)) if int(whole.folded) > max(12, int(part.folded) - 1) else None


def _is_count(word: Word) -> bool:
    return word.folded.isdecimal() and word.folded.isascii() and len(word.folded) <= 3


def _count_at(text: Text, at: int) -> Part | None:
    fraction = _fraction(text, at)
    if fraction:
        return Part(start=at, end=at + 2, count=fraction[0], of=fraction[1])
    if not _is_count(text.words[at]):
        return None
    people = _PEOPLE.match(text.folded, text.words[at].end)
    end = at + (1 + len(people[0].split()) if people else 1)
    return Part(start=at, end=end, count=int(text.plain[at]), people=people is not None)
