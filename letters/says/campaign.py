"""What buttons about a return campaign say."""

import re
from datetime import date
from enum import StrEnum

from msgspec import Struct

from letters.says import Code, Says, Typed
from rules.written import pupil_written, read_day, read_id, read_ordinal, read_pupil

EXAMPLE = Typed("/ralop mở 23/2 đến 6/3 sau Tết")


class View(StrEnum):
    """A way to see a campaign's figures, as it is typed."""

    CHART = "biểu đồ"
    FILE = "tệp"
    BY_CLASS = "lớp"
    BY_PLACE = "thôn"
    BY_REASON = "lý do"


class Numbered(Struct, frozen=True):
    """Words, and the campaign's number that a button puts behind them (0 without)."""

    words: str
    campaign_id: int = 0


_NUMBER = re.compile(r"\s*#(\d{1,10})$")


def view(of: View, campaign_id: int = 0) -> Typed:
    return Typed(f"/ralop {of}" + (f" #{campaign_id}" if campaign_id else ""))


def numbered(words: str, campaign_id: int) -> Says:
    """What was said, once more, now of this campaign."""
    return Says(f"{words} #{campaign_id}")


def read_numbered(words: str) -> Numbered:
    match = _NUMBER.search(words)
    campaign_id = read_id(match[1]) if match else None
    return Numbered(words.strip()) if match is None else Numbered(words[: match.start()].strip(), campaign_id or 0)


def of_class(klass: str) -> Typed:
    return Typed(f"/ralop {klass}")


def reasons_of(klass: str) -> Typed:
    return Typed(f"/ralop {View.BY_REASON} {klass}")


class GivenReason(Struct, frozen=True):
    pupil_id: int
    day: date
    code: str


def give_reason(pupil_id: int, day: date, code: Code) -> Says:
    return Says(f"/ralop {View.BY_REASON} {pupil_written(pupil_id)} {day.isoformat()} {code}")


def read_give_reason(words: str) -> GivenReason | None:
    """None: a class is named."""
    pupil, written, code = [*words.removeprefix(View.BY_REASON).split(None, 2), "", "", ""][:3]
    pupil_id, day = read_pupil(pupil), read_day(written)
    return None if pupil_id is None or day is None or not code else GivenReason(pupil_id, day, code.strip())


class Opening(Struct, frozen=True):
    """A campaign that is to begin: the day on which its words were written, and the words."""

    day: date
    words: str


_SURE = "chắc chắn"
_OPEN = re.compile(rf"(?:mở )?{_SURE} (\d{{6}}) (.*)", re.DOTALL)


def open_campaign(day: date, words: str) -> Says:
    return Says(f"/ralop mở {_SURE} {day.toordinal()} {words}")


def read_open_campaign(words: str) -> Opening | None:
    """None: it is to be shown first."""
    match = _OPEN.fullmatch(words)
    day = read_ordinal(match[1]) if match else None
    return None if match is None or day is None else Opening(day, match[2])


def close_campaign(campaign_id: int) -> Says:
    return Says(f"/ralop đóng #{campaign_id}")


def read_close_campaign(words: str) -> int | None:
    return read_id(words.removeprefix("đóng").strip().removeprefix("#"))
