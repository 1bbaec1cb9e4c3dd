"""What buttons about the turn of the school year say."""

from letters.says import Says
from rules.written import read_id

_TAKE_OVER, _MINUTES = "nhan", "bienban"


def take_over(class_id: int) -> Says:
    return Says(f"/bangiao {_TAKE_OVER} {class_id}")


def read_take_over(words: str) -> int | None:
    """None: nothing is taken over."""
    return _behind(words, _TAKE_OVER)


def minutes(class_id: int) -> Says:
    return Says(f"/bangiao {_MINUTES} {class_id}")


def read_minutes(words: str) -> int | None:
    """None: no minutes are asked for."""
    return _behind(words, _MINUTES)


def _behind(words: str, word: str) -> int | None:
    first, _blank, number = words.partition(" ")
    return read_id(number) if first == word else None
