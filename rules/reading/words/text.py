"""A message cut into words: each as typed and unmarked, and what stands before it."""

import re
from collections.abc import Container
from enum import IntEnum

from msgspec import Struct

from rules.people.names import clean, fold_in_place, spelling
from rules.reading.words.telex import decode


class Gap(IntEnum):
    """What stands before a word. Names and phrases reach over SOFT and TIGHT gaps; HARD ones part the mentions."""

    SOFT = 0
    TIGHT = 1  # a dash or dot without blanks: Y-Blan, H.T.Lan, Lan-P
    BREAK = 2  # brackets, quotes
    COLON = 3
    HARD = 4  # comma, semicolon, a dash between blanks, numbering
    STOP = 5  # a sentence ends
    LINE = 6


class Word(Struct, frozen=True):
    text: str
    lower: str
    folded: str
    start: int
    end: int
    gap: Gap

    @property
    def is_letter(self) -> bool:
        """Whether it may be an initial or a code: one letter without marks."""
        return len(self.text) == 1 and self.text.isascii()


class Text(Struct, frozen=True):
    """The cleaned text and its words. `marked`: it has Vietnamese marks. `cased`: its capitals tell something."""

    text: str
    folded: str
    words: tuple[Word, ...]
    lower: tuple[str, ...]
    plain: tuple[str, ...]
    marked: bool
    cased: bool
    inside: bool = False  # the first word is no sentence's first: what stood before it was cut out

    def said(self, start: int, end: int) -> str:
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""

    def is_little(self, at: int) -> bool:
        """Whether it is one small letter before a word with a capital, and no part of that name: `a Lình ơi`."""
        word = self.words[at]
        if not (word.is_letter and word.text.islower()) or at + 1 == len(self.words):
            return False
        return self.words[at + 1].text[0].isupper()

    def capital(self, at: int) -> bool:
        return self.cased and self.words[at].text[:1].isupper()


_TYPED_KEYS = re.compile(r"(?<![^\W_])(?:[HKYhky]')?[A-Za-z][A-Za-z0-9]{1,11}(?![^\W_])")
_LETTER_AND_NUMBER = re.compile(r"[a-z]\d+")  # of a class: 12 A1
_WORD = re.compile(r"#?[^\W_](?:[\w'\u0300-\u036f]*[\w\u0300-\u036f])?")
_APART = re.compile(r"(?<=\b[HKYhky])' (?=\w)")  # H' Lan is one word
_COUNTED = re.compile(r"(\d{1,3})(p|k|kp|cp|em|e|hs|hsinh|ban|phep|ngay|buoi|dua|chau|be|khong|ko|v|vang)")
_CODED = re.compile(r"(v|vang|ss|p|k|kp|cp|so|stt|phep)(\d{1,3})")
_HARD = re.compile(r"[,;|+&/•*→]|(?:^| )[-–—]+(?: |$)|[-–—]+ |>|=")
_STOP = re.compile(r"\.(?: |$)|[!?…]|\.\.")
_BY_NUMBER = re.compile(r"\bs?tt ?\d")
_LARGEST_COUNT, _MONEY, _MINUTES = 60, 10, (10, 15, 20, 30, 45)
_JOINED_CODES = ("p", "k", "kp", "cp")  # Lan-P Hùng-K
_ENDING = frozenset(("p", "k", "a", "e", "r"))  # Lan p. Hùng k. … ạ. Còn lại
_SHORTENED = frozenset(("ng", "th", "tr", "ngx", "n", "h", "đ", "lop", "l"))


class Either(Struct, frozen=True):
    """Words of a list, or of reports; to join the two sets for each message would cost more than reading it."""

    first: frozenset[str]
    second: frozenset[str]

    def __contains__(self, word: object) -> bool:
        return word in self.first or word in self.second


def clean_lines(text: str) -> str:
    """Clean line by line: a line end separates pupils."""
    return _APART.sub("'", "\n".join(line for line in map(clean, text.splitlines()) if line))


def decoded(text: str, known: Container[str], names: Container[str] = ()) -> str:
    """The text with the words decoded that were typed in Telex or VNI keys: where the keys make no `known` word and the
    decoded word is one. `known` has words unmarked, and as letters and tone (see `rules.people.names.spelling`).
    One of the `names` stays as it is: Thoong.
    """
    return _TYPED_KEYS.sub(lambda match: _meant(match[0], known, names), text)


def cut(text: str, *, inside: bool = False) -> Text:
    """The words of a clean text."""
    folded = fold_in_place(text)
    listed = _BY_NUMBER.search(folded) is not None
    words: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        between = text[before:start]
        joined = between == "-" and folded[start:end] in _JOINED_CODES
        soft = between == " " and before > 0
        gap = Gap.SOFT if soft else Gap.TIGHT if joined else _gap(between, words[-1] if words else None)
        if folded[start:end].isalpha():
            words.append(_word(text, folded, start, end, gap))
        else:
            for begin, stop in _pieces(folded, start, end, listed=listed):
                words.append(_word(text, folded, begin, stop, gap if begin == start else Gap.SOFT))
        before = end
    capitals = [word.text[0].isupper() for word in words if word.text.isalpha() and not word.is_letter]
    return Text(
        text=text,
        folded=folded,
        words=tuple(words),
        lower=tuple(word.lower for word in words),
        plain=tuple(word.folded for word in words),
        marked=any(word.lower != word.folded for word in words),
        cased=any(capitals[1:]) and not all(capitals),
        inside=inside,
    )


def in_brackets(text: Text, at: int) -> bool:
    """Whether the word stands in brackets."""
    if "(" not in text.text:
        return False
    start = text.words[at].start
    return text.text.rfind("(", 0, start) > text.text.rfind(")", 0, start)


def _word(text: str, folded: str, start: int, end: int, gap: Gap) -> Word:
    typed = text[start:end]
    return Word(typed, typed.lower(), folded[start:end], start, end, gap)


def _pieces(folded: str, start: int, end: int, *, listed: bool) -> tuple[tuple[int, int], ...]:
    """`2P`, `3em`, `V02` are a number and a word; `stt 4k, 15k` are numbers of the list, and no money."""
    word = folded[start:end]
    if word.isalpha() or word.isdecimal():
        return ((start, end),)
    pieces = _COUNTED.fullmatch(word) or _CODED.fullmatch(word)
    if pieces is None or (pieces[1].isdecimal() and not listed and _counts_nobody(int(pieces[1]), pieces[2])):
        return ((start, end),)
    return ((start, start + pieces.end(1)), (start + pieces.end(1), end))


def _counts_nobody(number: int, unit: str) -> bool:
    """`20k` is money, `15p` are minutes."""
    return number > _LARGEST_COUNT or (unit == "k" and number >= _MONEY) or (unit == "p" and number in _MINUTES)


def _meant(typed: str, known: Container[str], names: Container[str]) -> str:
    lower = typed.lower()
    if lower in known or _LETTER_AND_NUMBER.fullmatch(lower):
        return typed
    before, apart, keys = lower.rpartition("'")
    meant = decode(keys)
    if meant is None or spelling(before + apart + meant) not in known or lower in names:
        return typed
    meant = before + apart + meant
    if typed.isupper():
        return meant.upper()
    return typed[0] + meant[1:] if apart else meant.title() if typed[0].isupper() else meant


def _gap(between: str, before: Word | None) -> Gap:
    if before is None or "\n" in between:
        return Gap.LINE
    if before.folded.isdecimal() and between[:1] in (".", ")"):
        return Gap.HARD
    return _sign(between, shortened=_shortened(before))


def _sign(between: str, *, shortened: bool) -> Gap:
    """What the signs between two words say; a dot behind a shortened word ends nothing."""
    if _STOP.search(between) and not (between[:1] == "." and shortened):
        return Gap.STOP
    if _HARD.search(between):
        return Gap.HARD
    if ":" in between:
        return Gap.COLON
    return Gap.TIGHT if between.strip() in (".", "-", "_", "") else Gap.BREAK


def _shortened(word: Word) -> bool:
    initial = len(word.text) == 1 and (word.text.isupper() or (word.text.isascii() and word.text not in _ENDING))
    return initial or word.folded in _SHORTENED
