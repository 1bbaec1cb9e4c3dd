"""What buttons about children on no list say."""

import re
from enum import StrEnum

from msgspec import Struct

from letters.says import Says, Typed
from rules.people.names import fold
from rules.written import read_id

LIST = Typed("/ngoaids")
EXAMPLE = Typed("/ngoaids Đinh Văn Mới, 2016, nam, nóc Takta, con chị Mơ: chưa đi học")
_ACT = re.compile(r"(ở|là|xem|nhầm|chưa học|bỏ học|là em) #(\d+)(?: (.*))?", re.DOTALL)


class Verb(StrEnum):
    """Where the child lives, that it is somebody known; the children of a place; that it was told by mistake; and why
    it is on no list.
    """

    AT = "ở"
    IS = "là"
    SHOW = "xem"
    MISTAKE = "nhầm"
    NEVER = "chưa học"
    DROPPED = "bỏ học"
    SIBLING = "là em"


class Act(Struct, frozen=True):
    """The number of a place, or of a pupil."""

    verb: Verb
    number: int
    rest: str = ""


def act(verb: Verb, number: int, rest: str) -> Says:
    return Says(f"/ngoaids {verb} #{number} {rest}".rstrip())


def read_act(words: str) -> Act | None:
    """None: a child is told of, or nothing is said."""
    match = _ACT.fullmatch(words)
    number = read_id(match[2]) if match else None
    return None if match is None or number is None else Act(Verb(match[1]), number, match[3] or "")


def somebody_new(words: str) -> Says:
    """The child that was told of is none of those the school knows."""
    return Says(f"/ngoaids mới: {words}")


def read_somebody_new(words: str) -> str | None:
    return words.removeprefix("mới: ") if words.startswith("mới: ") else None


FILE = Typed("/ngoaids tệp")


def asks_for_file(words: str) -> bool:
    return fold(words.strip()) in {"tep", "file", "xlsx", "danh sach"}
