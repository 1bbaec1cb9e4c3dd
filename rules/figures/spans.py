"""The stretches of a school year that schools report on."""

from enum import StrEnum


class Span(StrEnum):
    MONTH, HK1, HK2, YEAR = "month", "hk1", "hk2", "year"
