"""Rates and how far a target still is."""

from decimal import Decimal

from rules.figures.indicators import may_still_lose, rate, still_needed


def test_a_rate_of_nothing_is_unknown_and_not_zero() -> None:
    assert rate(0, 0) is None
    assert rate(0, 35) == 0
    assert rate(7, 28) == Decimal("0.25")


def test_the_margin_to_two_percent_dropout_is_said_in_pupils() -> None:
    assert may_still_lose(0, 388, Decimal("0.02")) == 7
    assert may_still_lose(7, 388, Decimal("0.02")) == 0
    assert may_still_lose(9, 388, Decimal("0.02")) == -2
    assert may_still_lose(0, 400, Decimal("0.02")) == 8


def test_what_is_needed_to_reach_98_percent_is_rounded_up() -> None:
    assert still_needed(380, 388, Decimal("0.98")) == 1
    assert still_needed(381, 388, Decimal("0.98")) == 0
    assert still_needed(388, 388, Decimal("0.98")) == -7
