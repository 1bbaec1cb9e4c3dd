"""Rates and how far a target still is."""

from decimal import Decimal

from rules.figures.indicators import Fates, Indicator, Share, Target, margin, rate, shares
from rules.figures.targets import DROPOUT, TARGETS


def test_a_rate_of_nothing_is_unknown_and_not_zero() -> None:
    assert rate(0, 0) is None
    assert rate(0, 35) == 0
    assert rate(7, 28) == Decimal("0.25")


def test_the_margin_to_two_percent_dropout_is_said_in_pupils() -> None:
    assert [margin(Share(*found), DROPOUT) for found in ((0, 388), (7, 388), (9, 388), (0, 400))] == [7, 0, -2, 8]


def test_what_is_needed_to_reach_98_percent_is_rounded_up() -> None:
    kept = Target(Decimal("0.98"), at_least=True)
    assert [margin(Share(many, 388), kept) for many in (380, 381, 388)] == [-1, 0, 7]


def test_a_transfer_is_on_neither_side_and_who_dropped_out_is_of_those_the_year_began_with() -> None:
    found = shares(Fates(here=95, transferred=3, dropped=2, left=1, seen=94, unknown=1), 100, 900, 950)
    assert found[Indicator.KEPT] == Share(95, 98)
    assert found[Indicator.BROUGHT] == Share(94, 98)
    assert found[Indicator.DROPOUT] == Share(2, 100)
    assert found[Indicator.ATTENDANCE] == Share(900, 950)
    assert set(Indicator) - set(TARGETS) == {Indicator.ATTENDANCE}, "no plan says how much attendance is enough"
