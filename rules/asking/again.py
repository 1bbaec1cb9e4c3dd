"""A question said again with a part of it changed: `6A hôm nay vắng ai`, then `thế 6B hôm qua`."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from rules.asking.words import plain_words
from rules.people.called import AT_THE_END, CHILD
from rules.people.names import fold, fold_in_place


class Part(StrEnum):
    """Whom a question is about is one thing, over which days another."""

    WHOM = "whom"
    DAYS = "days"


class Piece(Struct, frozen=True, order=True):
    """`text[start:end]` says it."""

    start: int
    end: int
    part: Part


_WHOLE = re.compile(  # of whom, without a name
    r"\b(?:ca |toan )(?:truong|diem truong)\b|\b(?:lop|truong) (?:minh|em|toi|tui|to|ta|nha)\b"
)
_POINTED = re.compile(rf"\b(?:{'|'.join(CHILD)}) (?:do|ay|nay|kia|y)\b|\bno\b")
_HALF = re.compile(r"\b(?:buoi )?(?:sang|chieu)\b(?: nay| qua)?")
_HALF_ALONE = re.compile(r"(?:buoi )?(?:sang|chieu)")
_SOON = re.compile(r"\b(?:(?:ngay|sang|chieu|toi) )?mai\b|\b(?:ngay )?(?:mot|kia)\b")
_BEFORE = re.compile(r"(?:^|(?<=\W))(?:lop|em|ban|chau|be|hs|hoc sinh|noc|thon|ban|lang|co|thay) $")
_AROUND = frozenset((
    "con", "the", "vay", "thi", "sao", "nao", "nhu", "a", "ay", "do", "nhi", "ha", "va", "em", "e", "ban", "lop", "hom",
    "ngay", "?", "roi", "co", "thay", "nhe", "voi", "da", "xem", "cho", "coi", "hoi", "ma", "la", "y", "ne",
    "chau", "ra", "r", "hs", "buoi", "nay", "cua", "ben", "giup", "nua", "luon", "minh", "toi", "tui",
    "khoi", "noc", "thon", "truong", "thoi", "di", "nham", "chi", "rieng", "muon", "anh", "oi",
    "ca", "toan", "be", "hen", "hi", "de", "ah", "khac", "kia", "biet", "dum", "ho", "gio",
))  # fmt: skip
_DENIED = re.compile(r"\bkhong (?:phai|y)\b|\by (?:toi|em|minh|tui) la\b")
_WHOLE_QUESTION = re.compile(
    r"(?<!thi )\bsao (?:roi|r)\b|\bthe nao\b|\bra sao\b|^\s*(?:cho (?:\w+ )?)?(?:xem|coi)\b"
)  # `6B sao rồi`
_PLACED = re.compile(r"\s+([,.?!])")
_BACK = re.compile(
    r"\b(?:lop|khoi|noc|thon|truong|em|ban|chau|ho|cho|ngay|hom|tuan|thang|buoi) (?:do|ay|day|y|kia)\b|\bno\b"
)
_LONGEST = 10  # words


def said_beside(text: str) -> list[Piece]:
    """What names a half day, or everybody."""
    folded = fold_in_place(text)
    whole = [Piece(*one.span(), Part.WHOM) for one in _WHOLE.finditer(folded)]
    whole += [Piece(*one.span(), Part.WHOM) for one in _POINTED.finditer(folded)]
    soon = [one for one in _SOON.finditer(folded) if text[one.start() : one.end()].islower()]  # and nobody called Mai
    return [*whole, *(Piece(*one.span(), Part.DAYS) for one in (*_HALF.finditer(folded), *soon))]


def with_title(text: str, piece: Piece) -> Piece:
    """`lớp`, `em`, `nóc` before a name are of the name."""
    before = _BEFORE.search(fold_in_place(text[: piece.start]))
    return piece if before is None else Piece(before.start(), piece.end, piece.part)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Those that touch or overlap are one."""
    whole: list[Piece] = []
    for one in sorted(pieces):
        if whole and one.start <= whole[-1].end and one.part is whole[-1].part:
            whole[-1] = Piece(whole[-1].start, max(whole[-1].end, one.end), one.part)
        elif not whole or one.start >= whole[-1].end:
            whole.append(one)
    return whole


def changes_alone(text: str, pieces: Sequence[Piece]) -> bool:
    """Nothing is said besides the pieces but words that point back."""
    left = _DENIED.sub(" ", plain_words(_without(text, pieces)))
    left = re.sub(rf"{AT_THE_END}$", "", left)
    if _WHOLE_QUESTION.search(left):
        return False
    return bool(pieces) and len(text.split()) <= _LONGEST and set(left.split()) <= _AROUND


def _without(text: str, pieces: Sequence[Piece]) -> str:
    for one in sorted(pieces, reverse=True):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


def again(old: str, before: Sequence[Piece], new: str, now: Sequence[Piece]) -> str:
    """The old question with the parts that are named now in the place of what it named so."""
    changed = {one.part for one in now}
    said = {part: " ".join(new[one.start : one.end] for one in now if one.part is part) for part in changed}
    was = [fold(old[one.start : one.end]) for one in before if one.part is Part.DAYS]
    if _HALF_ALONE.fullmatch(fold(said.get(Part.DAYS, ""))):
        said[Part.DAYS] += f" {_HALF.sub('', was[0]).strip() or 'nay'}" if was else " nay"
    for one in sorted(before, reverse=True):
        if one.part in changed:
            old = f"{old[: one.start]} {said.pop(one.part, '')} {old[one.end :]}"
    ends = re.search(r"[\s?!.]*$", old)
    end = ends.start() if ends else len(old)
    old = " ".join([old[:end], *said.values()]) + old[end:].strip()
    return _PLACED.sub(r"\1", " ".join(old.split()))


def points_back(text: str) -> bool:
    return _BACK.search(plain_words(text)) is not None
