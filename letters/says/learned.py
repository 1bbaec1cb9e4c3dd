"""What the buttons of /tudien say."""

from letters.says import Says
from rules.written import read_id


def forget_own(number: int) -> Says:
    return Says(f"/botu {number}")


def read_forget_own(words: str) -> int | None:
    return read_id(words.strip())


def forget_schools(number: int) -> Says:
    """What the whole school says so."""
    return Says(f"/botutruong {number}")


def read_forget_schools(words: str) -> int | None:
    return read_id(words.strip())
