"""What buttons about leave say: a family's request, and the teacher's word on it."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from letters.says import Says
from letters.says.register import part_typed
from rules.written import pupil_written, read_id, read_pupil

_WITHDRAW = "rút"


class LeaveWord(StrEnum):
    """The teacher's word: agreed, not agreed (also later), or let us talk first."""

    YES = "co"
    NO = "khong"
    CALL = "goi"


class LeaveDecision(Struct, frozen=True):
    leave_id: int
    word: LeaveWord


def decide_leave(leave_id: int, word: LeaveWord) -> Says:
    return Says(f"/duyetnghi {leave_id} {word}")


def read_decide_leave(words: str) -> LeaveDecision | None:
    number, _blank, said = words.partition(" ")
    leave_id, word = read_id(number), next((one for one in LeaveWord if one == said), None)
    return None if leave_id is None or word is None else LeaveDecision(leave_id, word)


def withdraw_leave(leave_id: int) -> Says:
    return Says(f"/xinphep {_WITHDRAW} {leave_id}")


def read_withdraw_leave(words: str) -> int | None:
    """0: no request has that number. None: nothing is withdrawn."""
    word, blank, number = words.strip().partition(" ")
    return (read_id(number) or 0) if word == _WITHDRAW and blank else None


class LeaveAsked(Struct, frozen=True):
    """`pupil_id` is None where the number is no pupil's: it is refused, never read as a reason."""

    pupil_id: int | None
    words: str = ""


def ask_for_leave(pupil_id: int, words: str = "") -> Says:
    """Days and reason as they were typed, or as `leave_days` writes them."""
    return Says(f"/xinphep {pupil_written(pupil_id)} {words}".rstrip())


def read_ask_for_leave(words: str) -> LeaveAsked | None:
    """None: no child is named by its number."""
    head, _blank, rest = words.partition(" ")
    return LeaveAsked(read_pupil(head), rest) if head.startswith("#") else None


def leave_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def leave_days(days: Sequence[date], part: str | None) -> str:
    """As the reader of leave understands them again."""
    said = f"từ {leave_day(days[0])} đến {leave_day(days[-1])}" if days[0] != days[-1] else leave_day(days[0])
    return f"{said} {part_typed([part])}" if part else said
