"""What buttons of bodies above schools say."""

from msgspec import Struct

from letters.says import Typed

_FILE = "tệp"


class UnitWish(Struct, frozen=True):
    words: str
    file: bool = False


def unit_report(words: str) -> Typed:
    return Typed(f"/donvi {words}".rstrip())


def unit_file(words: str) -> Typed:
    return Typed(f"/donvi {_FILE} {words}".rstrip())


def read_unit_report(words: str) -> UnitWish:
    first, _blank, rest = words.strip().partition(" ")
    return UnitWish(rest, file=True) if first == _FILE else UnitWish(words)
