"""What buttons about what is owed by a date say."""

import re
from enum import StrEnum

from msgspec import Struct

from letters.says import Code, Says, Typed
from rules.written import read_id

_ACT = re.compile(r"(xong|chưa|nháp|mục|giao|hạn|bỏ|lấy lại) ([#\w]+)(?: (.*))?", re.DOTALL)


class Verb(StrEnum):
    """A deadline (by its number) was handed in, or not after all, or its draft is wanted; a duty (by its key) is shown,
    given to somebody else, has another date, is owed no more, or again.
    """

    DONE = "xong"
    UNDONE = "chưa"
    DRAFT = "nháp"
    SHOW = "mục"
    GIVE = "giao"
    MOVE = "hạn"
    STRIKE = "bỏ"
    AGAIN = "lấy lại"


class Act(Struct, frozen=True):
    verb: Verb
    key: Code
    rest: str = ""

    @property
    def number(self) -> int | None:
        return read_id(self.key)


def act(verb: Verb, key: Code, rest: str = "") -> Says:
    return Says(f"/hannop {verb} {key} {rest}".rstrip())


def read_act(words: str) -> Act | None:
    match = _ACT.fullmatch(words.strip())
    return None if match is None else Act(Verb(match[1]), Code(match[2]), match[3] or "")


def duties(words: str = "") -> Typed:
    return Typed(f"/hannop {words}".rstrip())
