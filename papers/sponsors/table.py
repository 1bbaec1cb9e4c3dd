"""The table of sponsors that a school reports with: the columns of the campaign's plan, in Vietnamese, as .xlsx."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from msgspec import Struct
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

TITLE = "PHÂN CÔNG NHIỆM VỤ HỖ TRỢ HỌC SINH CÓ HOÀN CẢNH KHÓ KHĂN"
SURVEY = "KHẢO SÁT HỌC SINH CẦN ĐƯỢC GIÚP ĐỠ, HỖ TRỢ"
COLUMNS = (
    ("TT", 5),
    ("Họ và tên", 24),
    ("Lớp", 8),
    ("Hoàn cảnh gia đình, bản thân", 46),
    ("Sự rèn luyện của bản thân", 34),
    ("GV nhận đỡ đầu", 32),
)
HEADER_ROW = 4  # from 0
_FONT = {"font_name": "Times New Roman", "font_size": 13, "valign": "vcenter"}
_LETTERS_A_LINE = {1: 22, 3: 42, 4: 31, 5: 29}  # what fits in a line of a wide column
_LINE_HIGH = 17.5
_ROOM = 4  # above and below the words of a cell


class Line(Struct, frozen=True, kw_only=True):
    """One pupil; `sponsors` are (name, supporting). Restricted words are "" unless the leadership asked for them."""

    name: str
    class_name: str
    circumstances: str = ""
    conduct: str = ""
    sponsors: Sequence[tuple[str, bool]] = ()


def sponsor_table(school: str, year: str, lines: Sequence[Line], day: date, *, title: str = TITLE) -> bytes:
    """The workbook's bytes. Every cell is text or a plain number: a name that begins with = computes nothing. It is
    in Vietnamese whoever asks, as the office above wants it, and can be sent back as a list to import.
    """
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        sheet = book.add_worksheet("Đỡ đầu")
        _top(book, sheet, (school, title, year))
        _lines(book, sheet, lines)
        _signatures(book, sheet, HEADER_ROW + len(lines) + 2, day)
        _page(sheet)
    return file.getvalue()


def _top(book: Workbook, sheet: Worksheet, words: tuple[str, str, str]) -> None:
    """`words` are the school, the title and the year."""
    school, named, year = words
    bold = book.add_format(_FONT | {"bold": True})
    title = book.add_format(_FONT | {"bold": True, "font_size": 15, "align": "center"})
    heading = book.add_format(_FONT | {"bold": True, "align": "center", "text_wrap": True, "border": 1})
    sheet.set_default_row(_LINE_HIGH + _ROOM)
    sheet.write_string(0, 0, school.upper(), bold)
    sheet.merge_range(1, 0, 1, len(COLUMNS) - 1, "", title)
    sheet.write_string(1, 0, named, title)
    sheet.merge_range(2, 0, 2, len(COLUMNS) - 1, "", title)
    sheet.write_string(2, 0, f"NĂM HỌC {year}", title)
    for column, (name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER_ROW, column, name, heading)
    sheet.set_row(HEADER_ROW, 2 * _LINE_HIGH)


def _lines(book: Workbook, sheet: Worksheet, lines: Sequence[Line]) -> None:
    text = book.add_format(_FONT | {"text_wrap": True, "border": 1, "num_format": "@"})
    centred = book.add_format(_FONT | {"align": "center", "border": 1, "num_format": "@"})
    for number, line in enumerate(lines, 1):
        cells = (line.name, line.class_name, line.circumstances, line.conduct, _sponsors(line))
        row = HEADER_ROW + number
        sheet.write_string(row, 0, str(number), centred)
        for column, cell in enumerate(cells, 1):
            sheet.write_string(row, column, cell, centred if column == 2 else text)
        sheet.set_row(row, _ROOM + _LINE_HIGH * max(_rows(cells[column - 1], column) for column in _LETTERS_A_LINE))


def _sponsors(line: Line) -> str:
    """`1. …; 2. … (hỗ trợ)`, each on a line of its own."""
    names = [name + (" (hỗ trợ)" if supporting else "") for name, supporting in line.sponsors]
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))


def _rows(cell: str, column: int) -> int:
    """How many printed lines a cell takes: nobody opens the rows of a printed table by hand."""
    return sum(max(1, -(-len(part) // _LETTERS_A_LINE[column])) for part in cell.split("\n"))


def _signatures(book: Workbook, sheet: Worksheet, row: int, day: date) -> None:
    centred = book.add_format(_FONT | {"bold": True, "align": "center"})
    dated = book.add_format(_FONT | {"italic": True, "align": "center"})
    sheet.write_string(row, 5, f"Ngày {day:%d} tháng {day:%m} năm {day:%Y}", dated)
    sheet.write_string(row + 1, 1, "NGƯỜI LẬP DANH SÁCH", centred)
    sheet.write_string(row + 1, 5, "HIỆU TRƯỞNG", centred)


def _page(sheet: Worksheet) -> None:
    """A4 across, as wide as the table, the heading on every page (margins as NĐ 30/2020 has them)."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=1.2, right=0.7, top=0.8, bottom=0.8)
    sheet.repeat_rows(HEADER_ROW)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.hide_gridlines(2)
