"""The signs of the register, as schools write them."""

from enum import StrEnum


class Mark(StrEnum):
    """A pupil's sign in a half day. Late and on duty are no absences."""

    UNEXCUSED = "K"  # không phép
    EXCUSED = "P"  # có phép
    LATE = "M"  # muộn
    DUTY = "D"  # on duty for the school


ABSENT = (Mark.UNEXCUSED, Mark.EXCUSED)
