"""What the school is measured by: shares of true denominators, and how far each is from what is asked.

Who moved to another school counts on neither side. Children on no list count as not
brought to class, and nowhere else. Dropping out and repeating are of those enrolled when the year
began, as the General Statistics Office defines both rates; keeping numbers is of all who should be in class by now;
attendance is of the pupil half days held and reported, so that nobody is present by silence.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from msgspec import Struct


def rate(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` as a fraction; None while there is nothing to measure. Formatting is Babel's."""
    return None if whole <= 0 else Decimal(part) / Decimal(whole)


class Indicator(StrEnum):
    BROUGHT = "brought_to_class"  # huy động ra lớp
    KEPT = "kept"  # duy trì sĩ số
    ATTENDANCE = "attendance"  # chuyên cần
    DROPOUT = "dropout"  # bỏ học
    REGAINED = "regained"  # bỏ học những năm trước, quay lại
    REPEATING = "repeating"  # lưu ban, of the year before
    ENTERED_SIXTH = "entered_sixth"  # hoàn thành tiểu học vào lớp 6
    EFFICIENCY = "efficiency"  # hiệu quả đào tạo: who finished the school in time, of those it began with; entered


class Share(Struct, frozen=True):
    part: int
    whole: int

    @property
    def rate(self) -> Decimal | None:
        return rate(self.part, self.whole)


class Fates(Struct, frozen=True, kw_only=True):
    """Pupils, each once, by what is so on the last day: `here` on a list, or gone and how. `seen` of those who should
    be here have been in class this year; of `unknown` no half day has been reported yet. `outside` are children of
    school age on no list: nobody's pupils, and still to be brought to class.
    """

    here: int = 0
    transferred: int = 0
    dropped: int = 0
    left: int = 0
    seen: int = 0
    unknown: int = 0
    outside: int = 0

    @property
    def expected(self) -> int:
        """Who should be in class: nobody knows of another school for who has just left."""
        return self.here + self.dropped + self.left


def shares(fates: Fates, opening: int, present: int, possible: int) -> dict[Indicator, Share]:
    """The indicators that a class, a hamlet or a sex has as well as the school."""
    return {
        Indicator.BROUGHT: Share(fates.seen, fates.expected + fates.outside),
        Indicator.KEPT: Share(fates.here, fates.expected),
        Indicator.ATTENDANCE: Share(present, possible),
        Indicator.DROPOUT: Share(fates.dropped, opening),
    }


class Target(Struct, frozen=True):
    """A share that is to be at least, or at most, so much."""

    limit: Decimal
    at_least: bool = False


def margin(share: Share, target: Target) -> int:
    """How many more can be lost and the target is kept; negative: by how many it is missed."""
    bound = target.limit * share.whole
    if target.at_least:
        return share.part - int(bound.to_integral_value(ROUND_CEILING))
    return int(bound.to_integral_value(ROUND_FLOOR)) - share.part
