"""What schools here are asked to reach: the targets in their own yearly plans."""

from decimal import Decimal
from typing import Final

from rules.figures.indicators import Indicator, Target

DROPOUT: Final = Target(Decimal("0.02"))
TARGETS: Final = {
    Indicator.BROUGHT: Target(Decimal(1), at_least=True),
    Indicator.KEPT: Target(Decimal("0.98"), at_least=True),
    Indicator.DROPOUT: DROPOUT,
    Indicator.REGAINED: Target(Decimal("0.05"), at_least=True),
    Indicator.REPEATING: Target(Decimal("0.03")),
    Indicator.ENTERED_SIXTH: Target(Decimal(1), at_least=True),
}
