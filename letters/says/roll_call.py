"""What the buttons of a guided roll call say. Each begins with the roll call's number."""

from msgspec import Struct

from letters.says import Says
from rules.written import read_id


class OfRollCall(Struct, frozen=True):
    """A roll call, and what stands behind its number: list numbers."""

    call_id: int
    words: str = ""


def by_number(call_id: int, words: str = "") -> Says:
    """What list numbers are put behind, when they are typed in answer."""
    return Says(f"/sodiemdanh {call_id} {words}".rstrip())


def read_by_number(words: str) -> OfRollCall | None:
    number, _blank, rest = words.partition(" ")
    call_id = read_id(number)
    return None if call_id is None else OfRollCall(call_id, rest)


def turn(call_id: int, page: int) -> Says:
    return Says(f"/trangdiemdanh {call_id} {page}")


def tap(call_id: int, pupil_id: int) -> Says:
    return Says(f"/chamdiemdanh {call_id} {pupil_id}")


class Tapped(Struct, frozen=True):
    """`on` is the pupil or the page; 0 where there is none of that number."""

    call_id: int
    on: int


def read_tap(words: str) -> Tapped | None:
    found = read_by_number(words)
    return None if found is None else Tapped(found.call_id, read_id(found.words) or 0)


read_turn = read_tap


def save(call_id: int) -> Says:
    return Says(f"/luudiemdanh {call_id}")


def drop(call_id: int) -> Says:
    return Says(f"/bodiemdanh {call_id}")


def read_save(words: str) -> int | None:
    found = read_by_number(words)
    return None if found is None else found.call_id


read_drop = read_save
