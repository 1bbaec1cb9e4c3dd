"""What buttons about the turn of the school year say."""

from msgspec import Struct

from letters.says import Says
from rules.written import pupil_written, read_id, read_pupil

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


_GOES, _STAYS = "dihoc", "khong"


class NextSchool(Struct, frozen=True, kw_only=True):
    """Of which pupil who ended the school, and whether he or she goes to another one, called `school`, if that is said;
    `goes` is None for the question.
    """

    pupil_id: int
    goes: bool | None = None
    school: str = ""


def next_school(pupil_id: int, *, goes: bool | None = None, school: str = "") -> Says:
    word = {None: "", True: _GOES, False: _STAYS}[goes]
    return Says(" ".join(filter(None, ("/chuyencap", pupil_written(pupil_id), word, school))))


def read_next_school(words: str) -> NextSchool | None:
    """`#p12 dihoc THCS Trà Mai`. None: no pupil is named."""
    first, _blank, rest = words.strip().partition(" ")
    pupil_id = read_pupil(first)
    if pupil_id is None:
        return None
    word, _space, school = rest.strip().partition(" ")
    goes = {_GOES: True, _STAYS: False}.get(word)
    return NextSchool(pupil_id=pupil_id, goes=goes, school=rest.strip() if goes is None else school.strip())
