"""What schools here are asked to reach."""

from decimal import Decimal

DROPOUT_AT_MOST = Decimal("0.02")  # bỏ học ≤ 2 %: the target in the schools' own plans
