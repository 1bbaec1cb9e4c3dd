"""Tutoring (phụ đạo) and buddies (đôi bạn cùng tiến) as teachers type them: who is added, dropped, was absent."""

import re
from enum import Enum, auto

from msgspec import Struct

from rules.people.names import clean, fold_in_place

_SUBJECT = re.compile(r"\bmon +(.+)$")
_HELPS = re.compile(r"\b(?:kem|giup do|giup|cung voi|va|voi)\b|[-+&,–]|->|→")


class Verb(Enum):
    """What is to be done with the list; SHOW without any word."""

    SHOW = auto()
    ADD = auto()
    DROP = auto()
    ABSENT = auto()
    ALL = auto()


_WORDS = (
    (Verb.ADD, re.compile(r"\b(?:them|dua vao)\b")),
    (Verb.DROP, re.compile(r"\b(?:bot|thoi|bo ra|het)\b")),
    (Verb.ABSENT, re.compile(r"\b(?:vang|nghi|khong den)\b")),
    (Verb.ALL, re.compile(r"\b(?:du|ca nhom|khong vang ai)\b")),
)


class Line(Struct, frozen=True, kw_only=True):
    """`names` as they were typed; `subject` without the word for it."""

    verb: Verb
    names: tuple[str, ...] = ()
    subject: str = ""


def read_tutoring(text: str) -> Line:
    """`thêm Bình, Lan môn Toán`, `vắng Bình`, `đủ`; class and day are taken out before."""
    text = clean(text)
    subject = _SUBJECT.search(fold_in_place(text))
    left = text[: subject.start()] if subject else text
    said = text[subject.start(1) :].strip(" .,;") if subject else ""
    for verb, words in _WORDS:
        if found := words.search(fold_in_place(left)):
            names = re.split(r"[,;]|\bvà\b", left[found.end() :])
            return Line(verb=verb, names=tuple(one for each in names if (one := each.strip(" .:"))), subject=said)
    return Line(verb=Verb.SHOW, subject=said)


def read_buddies(text: str) -> tuple[str, str] | None:
    """`Bình kèm Lan`, `Bình - Lan`: who helps whom; None where no two are named."""
    text = clean(text)
    found = _HELPS.search(fold_in_place(text))
    if found is None:
        return None
    helper, helped = text[: found.start()].strip(" .,:"), text[found.end() :].strip(" .,:>")
    return (helper, helped) if helper and helped else None
