"""What schools here are asked to reach: the targets in their own yearly plans; and how a school says its own."""

import re
from decimal import Decimal
from typing import Final

from msgspec import Struct

from rules.figures.indicators import Indicator, Share, Target
from rules.people.names import fold

DROPOUT: Final = Target(Decimal("0.02"))
TARGETS: Final = {
    Indicator.BROUGHT: Target(Decimal(1), at_least=True),
    Indicator.KEPT: Target(Decimal("0.98"), at_least=True),
    Indicator.DROPOUT: DROPOUT,
    Indicator.REGAINED: Target(Decimal("0.05"), at_least=True),
    Indicator.REPEATING: Target(Decimal("0.03")),
    Indicator.ENTERED_SIXTH: Target(Decimal(1), at_least=True),
    Indicator.EFFICIENCY: Target(Decimal("0.98"), at_least=True),
}
AT_MOST: Final = frozenset({Indicator.DROPOUT, Indicator.REPEATING})
ENTERED: Final = frozenset({Indicator.EFFICIENCY, Indicator.REPEATING})  # what a school may count itself
_CALLED = (
    (re.compile(r"\b(?:quay lai|tro lai|nam truoc)\b"), Indicator.REGAINED),
    (re.compile(r"\bhieu qua\b"), Indicator.EFFICIENCY),
    (re.compile(r"\bluu ban\b"), Indicator.REPEATING),
    (re.compile(r"\bvao lop 6\b"), Indicator.ENTERED_SIXTH),
    (re.compile(r"\bduy tri\b"), Indicator.KEPT),
    (re.compile(r"\bchuyen can\b"), Indicator.ATTENDANCE),
    (re.compile(r"\bhuy dong\b"), Indicator.BROUGHT),
    (re.compile(r"\bbo hoc\b"), Indicator.DROPOUT),
)
_SHARE = re.compile(r"(?<![\d,.])(\d{1,6}) ?/ ?(\d{1,6})(?![\d/])")
_LIMIT = re.compile(r"(?<![\d/-])(\d{1,3}(?:[.,]\d{1,2})?) ?%?\s*$")
_PLANS = re.compile(r"\bmac dinh\b")


def target_of(one: Indicator, limit: Decimal) -> Target:
    return Target(limit, at_least=one not in AT_MOST)


class TargetWish(Struct, frozen=True, kw_only=True):
    """A new `limit` (None with `plans`: that of the plans again), or a `share` the school has counted itself."""

    indicator: Indicator
    limit: Decimal | None = None
    share: Share | None = None
    plans: bool = False


def read_target(text: str) -> TargetWish | None:
    """`bỏ học 1,5 %`, `duy trì sĩ số 99`, `hiệu quả đào tạo 95/98`, `bỏ học mặc định`; None where nothing is set."""
    folded = fold(text)
    one = next((indicator for way, indicator in _CALLED if way.search(folded)), None)
    if one is None:
        return None
    if _PLANS.search(folded):
        return TargetWish(indicator=one, plans=True)
    if found := _SHARE.search(text):
        return TargetWish(indicator=one, share=Share(int(found[1]), int(found[2])))
    words = text.lower().replace("lớp 6", "") if one is Indicator.ENTERED_SIXTH else text
    if found := _LIMIT.search(words):
        return TargetWish(indicator=one, limit=Decimal(found[1].replace(",", ".")) / 100)
    return None
