"""What the school is measured by: attendance, pupils kept, and how far a target still is."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal


def rate(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` as a fraction; None while there is nothing to measure. Formatting is Babel's."""
    return None if whole <= 0 else Decimal(part) / Decimal(whole)


def may_still_lose(lost: int, whole: int, at_most: Decimal) -> int:
    """How many more can be lost and the share lost stays `at_most`; negative: by how many it is already missed."""
    allowed = int((at_most * whole).to_integral_value(ROUND_FLOOR))
    return allowed - lost


def still_needed(reached: int, whole: int, at_least: Decimal) -> int:
    """How many more are needed until the share reached is `at_least`; negative: how many to spare."""
    needed = int((at_least * whole).to_integral_value(ROUND_CEILING))
    return needed - reached
