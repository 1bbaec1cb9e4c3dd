"""Where pages end: whatever the table, its foot stands on one page with the signatures, and no page is over-full."""

from io import BytesIO
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from models.school.letterhead import Letterhead
from papers.figures.book import CLOSE, ROW, SIGN, new_book
from papers.figures.paging import breaks

WIDE, NARROW = [5, 26, *[3.4] * 25], [12, 9, 28]


@pytest.mark.parametrize(("widths", "row"), [(WIDE, CLOSE), (NARROW, ROW)])
@pytest.mark.parametrize("rows", [3, 35, 60, 114])
def test_a_workbook_breaks_its_pages_before_the_foot_or_not_at_all(widths: list[float], row: float, rows: int) -> None:
    with new_book(Letterhead(school="Trường Thử", signer="Mai Văn Chín"), "Sổ") as (book, made):
        page = book.page("Sổ", widths, row)
        page.opening("SỔ", "THÁNG 11 NĂM 2026")
        page.head(["x"] * len(widths))
        for number in range(rows):
            page.line([number] * len(widths), [SIGN] * len(widths))
        page.note("Cộng")
        page.signed("ngày 30", ("NGƯỜI LẬP", ""), ("HIỆU TRƯỞNG", "Mai Văn Chín"))
    sheet = load_workbook(BytesIO(made.getvalue())).worksheets[0]
    printed = {cell.value: cell.row for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)}
    begins = [one.id for one in sheet.row_breaks.brk]  # the row above the break
    assert bool(begins) == (rows > 40)
    assert all(one < printed["Cộng"] < printed["Mai Văn Chín"] for one in begins), (
        "what is signed stands above the name"
    )
    assert all(sheet.row_dimensions[number].height for number in range(1, sheet.max_row)), "for every program alike"


def test_pages_are_evenly_full_and_the_foot_is_whole() -> None:
    for rows in range(30, 200, 7):
        for foot in (5, 12):
            heights = [15.0] * (rows + foot)
            begins = [0, *breaks(heights, 400, 30, rows), len(heights)]
            pages = [sum(heights[first:last]) + 30 * (first > 0) for first, last in pairwise(begins)]
            assert max(pages) <= 400 + 15
            assert begins[-2] <= rows
