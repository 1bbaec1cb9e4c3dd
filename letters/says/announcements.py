"""What buttons about announcements say."""

import re
from enum import StrEnum

from msgspec import Struct

from letters.says import Says, Typed
from rules.written import read_id, read_ids

_ACT = re.compile(r"(cho|gửi|xem|mẫu|sửa) #(\d+)(?: (.*))?", re.DOTALL)


class Verb(StrEnum):
    """An announcement is for these people, is sent, is shown, is to say this instead; or begins with a ready text."""

    FOR = "cho"
    SEND = "gửi"
    SHOW = "xem"
    READY = "mẫu"
    CHANGE = "sửa"


class Act(Struct, frozen=True):
    verb: Verb
    number: int
    rest: str = ""


def act(verb: Verb, number: int, rest: str) -> Says:
    return Says(f"/thongbao {verb} #{number} {rest}".rstrip())


def read_act(words: str) -> Act | None:
    match = _ACT.fullmatch(words)
    number = read_id(match[2]) if match else None
    return None if match is None or number is None else Act(Verb(match[1]), number, match[3] or "")


def seen(numbers: tuple[int, ...]) -> Says:
    """That these were read."""
    return Says(f"/dadoc {','.join(map(str, numbers))}")


def read_seen(words: str) -> tuple[int, ...]:
    return read_ids(words)


def announcement(words: str) -> Typed:
    return Typed(f"/thongbao {words}")
