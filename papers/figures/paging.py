"""Where a sheet's pages end: the foot of a table, with the signatures in it, is never cut in two."""

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MARGINS = (0.6, 0.5, 0.6, 0.6)  # left, right, top, bottom, in inches
_INCH = 72.0
_ACROSS = 841.9 - _INCH * (MARGINS[0] + MARGINS[1])  # points of an A4 page that can be printed on
_DOWN = 595.3 - _INCH * (MARGINS[2] + MARGINS[3])
_SMALLEST = 0.62  # of its size what fits onto one page is printed rather than cut
_FULL = 0.95  # of a page: programs and printers do not quite agree on how much it holds


def lay_out(sheet: "Worksheet", width: float, heights: Sequence[float], head: tuple[int, int], foot: int) -> None:
    """As wide as a page, and as many pages as it takes. `width` is that of all columns, `head` are the rows that every
    page repeats; from the row `foot` on all stands on one page.
    """
    if sum(heights) <= _DOWN / _SMALLEST:
        sheet.fit_to_pages(1, 1)
    else:
        sheet.fit_to_pages(1, 0)
        room = _DOWN * max(1.0, width / _ACROSS) * _FULL
        sheet.set_h_pagebreaks(breaks(heights, room, sum(heights[slice(*head)]), foot))


def breaks(heights: Sequence[float], room: float, head: float, foot: int) -> list[int]:
    """The rows that pages begin with, all pages about as full as each other."""
    left = next(each for each in count(1) if sum(heights) + (each - 1) * head <= each * room)
    share = (sum(heights) + (left - 1) * head) / left
    found, used = list[int](), 0.0
    for row, height in enumerate(heights):
        if used + height / 2 > share and left > 1:
            found.append(row)
            used, left = head, left - 1
            share = sum(heights[row:]) / left + head
        used += height
    return [min(row, foot) for row in found]


def filling(widths: Sequence[float]) -> list[float]:
    """The columns of a table that is narrower than a page, widened to it: so it is printed in its own size."""
    spare = max(1.0, _ACROSS / points(widths))
    return [width * spare for width in widths]


def points(widths: Sequence[float]) -> float:
    """Of columns so many figures wide: seven pixels each, and five between."""
    return sum(width * 7 + 5 for width in widths) * 0.75
