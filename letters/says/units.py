"""What buttons of bodies above schools say."""

from msgspec import Struct

from letters.says import Typed
from letters.says.figures import period_written
from rules.calendar.periods import Period

_FILE = "tệp"


class UnitWish(Struct, frozen=True):
    words: str
    file: bool = False


def unit_report(words: str) -> Typed:
    return Typed(f"/donvi {words}".rstrip())


def unit_report_of(period: Period, *, file: bool = False) -> Typed:
    return Typed(" ".join(filter(None, ("/donvi", _FILE if file else "", period_written(period)))))


def read_unit_report(words: str) -> UnitWish:
    first, _blank, rest = words.strip().partition(" ")
    return UnitWish(rest, file=True) if first == _FILE else UnitWish(words)
