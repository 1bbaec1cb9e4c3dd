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


ABSENT = (Mark.UNEXCUSED, Mark.EXCUSED)
IN_CLASS = tuple(mark for mark in Mark if mark not in ABSENT)
IN_PART = (Mark.SKIPPED, Mark.LEFT_EARLY)  # there, but not all the time: for the homeroom teacher and the leadership
