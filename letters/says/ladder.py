"""What the button that changes the ladder says."""

import re

from msgspec import Struct

from letters.says import Says, Typed
from rules.written import read_id

_SURE = "chắc chắn"
_CHANGE = re.compile(rf"{_SURE} (\d{{1,10}}) (.*)", re.DOTALL)


EXAMPLES = Typed(
    "/thang 2 sau 4 ngày · /thang 2 hạn 3 ngày · /thang 3 báo PHT2 · /thang thêm 5 ngày báo TPT"
    " · /thang cách đếm cộng dồn 3 trong 10 ngày"
)


class SureChange(Struct, frozen=True):
    """The version that was shown, and the words of the change."""

    version: int
    words: str


def change(version: int, words: str) -> Says:
    return Says(f"/thang {_SURE} {version} {words}")


def read_change(words: str) -> SureChange | None:
    """None: whether it is meant is asked first. A version no ladder has is 0."""
    match = _CHANGE.fullmatch(words)
    return None if match is None else SureChange(read_id(match[1]) or 0, match[2])
