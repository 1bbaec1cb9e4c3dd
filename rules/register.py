"""A guided roll call: what the next tap on a name means, the pages of a class, and absences told by list number."""

import re
from collections.abc import Sequence
from typing import TypeVar

from rules.marks import IN_CLASS, Mark
from rules.people.names import fold, given_and_rest, short_name, syllables
from rules.reading.who.roster import Pupil

PRESENT = ""

_ONE = r"(?:(?:so|stt) ?)?([0-9]{1,3})(?: ?(k|kp|p|cp|co mat|den(?: roi)?))?"
_NUMBER = re.compile(_ONE)
_NUMBERS = re.compile(rf"{_ONE}(?:(?: ?[,;] ?| ){_ONE})*")
_NOBODY = frozenset(("0", "du"))
_LONGEST = 500  # letters
T = TypeVar("T")


def next_mark(shown: str, before: str) -> str:
    """What a tap makes of a pupil shown as `shown`: K, then P, then as before, or present if that was an absence."""
    turns = (Mark.UNEXCUSED, Mark.EXCUSED, before if before in IN_CLASS else PRESENT)
    return turns[(turns.index(shown) + 1) % len(turns)]


def read_numbers(text: str) -> tuple[tuple[int, str], ...] | None:
    """`5, 12P, 7 có mặt` is ((5, K), (12, P), (7, PRESENT)); `0` and `đủ` are (): nobody is absent. None if it is no
    list of numbers.
    """
    words = fold(" ".join(text[:_LONGEST].split())).strip(" .,;!")
    if words in _NOBODY:
        return ()
    if len(text) > _LONGEST or not _NUMBERS.fullmatch(words):
        return None
    found = _NUMBER.findall(words)
    codes = {"p": Mark.EXCUSED, "cp": Mark.EXCUSED, "co mat": PRESENT, "den": PRESENT, "den roi": PRESENT}
    return tuple((int(number), codes.get(code, Mark.UNEXCUSED)) for number, code in found)


def numbered(pupils: Sequence[Pupil]) -> dict[int, Pupil]:
    """The pupils by list number; by their place in the list if the school has not numbered all of them apart."""
    by_number = {pupil.list_no: pupil for pupil in pupils if pupil.list_no is not None}
    if len(by_number) == len(pupils):
        return by_number
    return dict(enumerate(pupils, 1))


def pages(items: Sequence[T], most: int) -> list[Sequence[T]]:
    """As few pages as hold at most so many each, and all about as long."""
    count = -(-len(items) // most)
    size = -(-len(items) // max(1, count))
    return [items[start : start + size] for start in range(0, len(items), size or 1)]


def fitted_name(name: str, room: int) -> str:
    """The name in at most `room` letters: the given name stays, the words before it are shortened one by one."""
    words = syllables(name)
    given, rest = given_and_rest(words)
    first = words[: len(given)] == given
    for count in range(len(rest) + 1):
        shorter = [*(f"{word[0]}." for word in rest[:count]), *rest[count:]]
        shown = " ".join([*given, *shorter] if first else [*shorter, *given])
        if len(shown) <= room:
            return shown
    shown = short_name(name)
    return shown if len(shown) <= room else shown[: room - 1] + "…"
