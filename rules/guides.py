"""Whom the guides of one page are for."""

from enum import StrEnum


class Guide(StrEnum):
    """Whom a page is for."""

    TEACHER = "teacher"
    FAMILY = "family"
    HAMLET = "hamlet"
    VILLAGE = "village"
