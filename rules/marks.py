"""The signs of the register, as schools write them."""

from enum import StrEnum


class Mark(StrEnum):
    """A pupil's sign in a half day. Only K and P are absences."""

    UNEXCUSED = "K"  # không phép
    EXCUSED = "P"  # có phép
    LATE = "M"  # muộn
    DUTY = "D"  # on duty for the school
    SKIPPED = "BT"  # bỏ tiết: away from a lesson of a half day in which the pupil came
    LEFT_EARLY = "VS"  # về sớm


UNCLEAR = "V"  # the sign of an absence of which nobody has said whether it is with leave; it is stored as one of both


def sign_of(kind: str, *, unsettled: bool) -> str:
    """What a register shows of a mark."""
    return UNCLEAR if unsettled and kind in ABSENT else kind


ABSENT = (Mark.UNEXCUSED, Mark.EXCUSED)
IN_CLASS = tuple(mark for mark in Mark if mark not in ABSENT)
IN_PART = (Mark.SKIPPED, Mark.LEFT_EARLY)  # there, but not all the time: for the homeroom teacher and the leadership
