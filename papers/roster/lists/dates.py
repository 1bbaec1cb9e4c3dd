"""Birth dates as files have them: typed, kept as numbers, in three columns, or with day and month swapped."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from locales import N_
from papers.roster.lists.values import Cell, Wrong, read_text

Order: TypeAlias = Literal["day first", "month first", "swapped", "perhaps swapped"]

_EXCEL_DAY_0 = date(1899, 12, 30)
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?Z?$", re.IGNORECASE)
_TYPED = re.compile(r"(\d{1,4})[\s/.,\-\\]+(\d{1,2})[\s/.,\-\\]+(\d{1,4})")
_IN_WORDS = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_TOGETHER = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_BACKWARDS = re.compile(r"((?:19|20)\d{2})([01]\d)([0-3]\d)")
_NAMED = re.compile(r"(\d{1,2})[ .,/-]*([a-z]{3})[a-z]*[ .,/-]*(\d{2}|\d{4})", re.IGNORECASE)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(19|20)\d\d")
_SERIAL = re.compile(r"[2-6]\d{4}")
_AROUND = re.compile(r"^['`´‘’\s]+|\s*\([^()]*\)$|[\s.,;]+$")
_MONTHS = 12
_ENOUGH_TYPED = 2  # dates left as text, all with a day above twelve, beside real ones with none
_ENOUGH_REAL = 10  # dates of which none has a day above twelve: one such file in 13,000 is right


def order_of(cells: Sequence[Cell]) -> Order:
    """How a column of dates is to be read. Excel with American settings takes 05/09 for 9 May and leaves 25/09 as text;
    other programs write everything month first.
    """
    real = [cell for cell in cells if isinstance(cell, date)]
    typed = [found for cell in cells if isinstance(cell, str) and (found := _numbers(cell)) and found[0] <= 31]
    late_first = sum(first > _MONTHS for first, _second, _year in typed)
    late_second = sum(second > _MONTHS for _first, second, _year in typed)
    if late_second and not late_first:
        return "month first"
    all_low = bool(real) and all(day.day <= _MONTHS for day in real)
    if all_low and len(typed) >= _ENOUGH_TYPED and late_first == len(typed):
        return "swapped"
    days = [day.day for day in real] + [first for first, _second, _year in typed]
    return "perhaps swapped" if len(days) >= _ENOUGH_REAL and max(days) <= _MONTHS else "day first"


def read_birth_date(cell: Cell, order: Order = "day first") -> date:
    """A year alone becomes its 1 January."""
    if isinstance(cell, date):
        return _swapped(cell) if order == "swapped" else _day(cell)
    text = read_text(cell)
    if _SERIAL.fullmatch(text.split(".")[0]):  # a date whose cell lost its date format
        return _EXCEL_DAY_0 + timedelta(days=int(float(text)))
    found = typed_date(text, order)
    if found is None:
        raise no_date(text)
    return found


def is_year(cell: Cell) -> bool:
    """Whether a year is all there is."""
    return not isinstance(cell, date) and bool(_YEAR.fullmatch(read_text(cell)))


def no_date(text: str) -> Wrong:
    return Wrong(N_("“{text}” is no date: write day/month/year, for example 05/09/2014"), "warning", text=text)


def _day(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell


def _swapped(cell: date) -> date:
    return date(cell.year, cell.day, cell.month)


def typed_date(text: str, order: Order) -> date | None:
    text = _TIME.sub("", text)
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1)
    numbers = _numbers(text)
    if numbers is None:
        return None
    first, second, year = numbers
    if first > 31:  # year first
        first, year = year, first
        order = "day first"
    return made(second, first, year) if order == "month first" else made(first, second, year)


def _numbers(text: str) -> tuple[int, int, int] | None:
    """The three numbers as they stand; a year of two digits is of this century."""
    bare = _AROUND.sub("", _TIME.sub("", text.strip()))
    found = _TYPED.fullmatch(bare) or _IN_WORDS.search(bare) or _TOGETHER.fullmatch(bare)
    found = found or _BACKWARDS.fullmatch(bare)
    if found is None:
        return _with_named_month(bare)
    first, second, third = (int(number) for number in found.groups())
    return first, second, third + 2000 if third < 100 and first <= 31 else third


def _with_named_month(text: str) -> tuple[int, int, int] | None:
    """`25-Jul-2014`, as programs in English write it."""
    found = _NAMED.fullmatch(text)
    if found is None or found[2].lower() not in _NAMES:
        return None
    year = int(found[3])
    return int(found[1]), _NAMES.index(found[2].lower()) + 1, year + 2000 if year < 100 else year


def made(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
