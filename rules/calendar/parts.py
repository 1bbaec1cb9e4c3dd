"""The half days (buổi) a school day has, as the register writes them."""

from enum import StrEnum


class Part(StrEnum):
    """A half day."""

    MORNING = "S"  # sáng
    AFTERNOON = "C"  # chiều
