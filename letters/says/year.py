"""What buttons about the turn of the school year say."""

from letters.says import Says
from rules.written import read_id

_TAKE_OVER = "nhan"


def take_over(class_id: int) -> Says:
    return Says(f"/bangiao {_TAKE_OVER} {class_id}")


def read_take_over(words: str) -> int | None:
    """None: nothing is taken over."""
    word, _blank, number = words.partition(" ")
    return read_id(number) if word == _TAKE_OVER else None
