"""Sponsors as people write them: `1. Trần Thị B; 2. Lê Văn C (hỗ trợ)`, `cô Thu, thầy Nam`; and progress in words."""

import re

from msgspec import Struct

from rules.people.names import clean, fold, fold_in_place

_BETWEEN = re.compile(r"[;,\n+&/]|\bvà\b|\s(?=\d[.)]\s)")
_NUMBER = re.compile(r"^\s*\d{1,2}\s*[.)]\s*")
_SUPPORTING = re.compile(r"[\s(\[-]*\bho tro\b[\s)\]]*$")
_TITLE = re.compile(r"^(?:thầy|thay|cô|co|gv)\b\.?\s+(?=\S)", re.IGNORECASE)
_PROGRESS = (
    ("better", re.compile(r"(?:co )?tien bo\b")),
    ("same", re.compile(r"(?:chua|khong) (?:thay doi|tien bo|chuyen bien)\b")),
    ("worry", re.compile(r"(?:can )?quan tam them\b|dang lo\b|lo ngai\b|sa sut\b")),
)


class Named(Struct, frozen=True):
    """A sponsor as written; `supporting` is the one marked "(hỗ trợ)"."""

    name: str
    supporting: bool = False


def read_sponsors(text: str) -> tuple[Named, ...]:
    """The people in a cell or behind a colon, in their order; numbers and titles are left out."""
    return tuple(named for part in _BETWEEN.split(text) if (named := _named(part)).name)


def _named(part: str) -> Named:
    written = clean(_NUMBER.sub("", part))
    end = _SUPPORTING.search(fold_in_place(written))
    name = written[: end.start()] if end else written
    return Named(clean(_TITLE.sub("", name)), supporting=end is not None)


def read_progress(text: str) -> tuple[str | None, str]:
    """What a note begins with, `better`, `same` or `worry`, and the words that follow it."""
    written = clean(text)
    folded = fold_in_place(written)
    for progress, pattern in _PROGRESS:
        if found := pattern.match(folded):
            return progress, written[found.end() :].strip(" ,.;:–-")
    return None, written


def begins(text: str, word: str) -> str | None:
    """What follows `word` where a text begins with it, typed with its own marks or with none; else None."""
    count = len(word.split())
    typed = text.split(None, count)
    said = clean(" ".join(typed[:count])).lower()
    if said not in {word, fold(word)}:
        return None
    return typed[count] if len(typed) > count else ""
