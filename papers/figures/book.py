"""A workbook as a paper: A4 across, the school at its head, signatures at its foot, every cell text or a number."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from locales import DEFAULT, speaking
from models.school.letterhead import Letterhead
from papers.figures.paging import MARGINS, filling, lay_out, points
from papers.official import as_xml

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

A4 = 9
ROW, CLOSE = 14.5, 13.5  # points a line of text takes (15 would not be written); where many stand on one page
TITLE_ROW = 22.0
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_CELL = {"border": 1}
PLAIN: dict[str, Any] = {}
BOLD = {"bold": True}
TITLE = {"bold": True, "font_size": 15, "align": "center"}
CENTRED = {"align": "center"}
SIGNED = {"bold": True, "align": "center"}
DATED = {"italic": True, "align": "center"}
HEAD = _CELL | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#EDEDED"}
NAME = _CELL | {"shrink": True, "indent": 1}
WORDS = _CELL | {"text_wrap": True, "indent": 1}
SIGN = _CELL | {"align": "center"}
STRONG = SIGN | {"bold": True}
SILENT = SIGN | {"bg_color": "#D9D9D9"}
SUM = _CELL | {"bold": True, "align": "center"}
SUM_NAME = NAME | {"bold": True}
NOTE = {"italic": True, "font_size": 10}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


class Book:
    """Pages of one workbook. A cell is written as what it is, never as what it looks like: no data becomes a formula,
    a link or a number.
    """

    def __init__(self, book: "Workbook", letterhead: Letterhead) -> None:
        self.book, self.letterhead = book, letterhead
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._names: set[str] = set()

    def style(self, look: dict[str, Any]) -> Any:
        key = tuple(sorted((_FONT | look).items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(dict(key))
        return self._formats[key]

    def page(self, name: str, widths: Sequence[float], row: float = ROW) -> "Page":
        """A new sheet, with rows so high; its name is made fit to be one."""
        return Page(self, self.book.add_worksheet(self._free(name)), widths, row)

    def _free(self, name: str) -> str:
        base = " ".join(as_xml(name).translate(_FORBIDDEN).split())[:28].strip() or "-"
        free = next(
            each for each in (base, *(f"{base} {n}" for n in range(2, 1000))) if each.lower() not in self._names
        )
        self._names.add(free.lower())
        return free


class Page:
    """A sheet that is written from above; `row` is the next one. What follows the last row of the table, the signatures
    with it, stands on one page.
    """

    def __init__(self, book: Book, sheet: "Worksheet", widths: Sequence[float], row: float = ROW) -> None:
        self.book, self.sheet, self.row, self.last = book, sheet, 0, len(widths) - 1
        self._usual, self._heights = row, dict[int, float]()
        self._head, self._foot = (0, 0), 0  # the rows of the table's head; where its foot begins
        self._width = points(fitted := filling(widths))
        for column, width in enumerate(fitted):
            sheet.set_column(column, column, width)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.center_horizontally()
        sheet.set_margins(*MARGINS)
        sheet.set_footer("&C&P/&N")
        sheet.hide_gridlines(2)

    def write(self, column: int, cell: str | int, look: dict[str, Any], *, row: int | None = None) -> None:
        at = self.row if row is None else row
        if isinstance(cell, int):
            self.sheet.write_number(at, column, cell, self.book.style(look))
        elif cell:
            self.sheet.write_string(at, column, as_xml(cell), self.book.style(look))
        else:
            self.sheet.write_blank(at, column, None, self.book.style(look))

    def across(self, first: int, last: int, cell: str, look: dict[str, Any], *, rows: int = 1) -> None:
        """One cell over several columns, and from the next row over `rows` of them."""
        if first == last and rows == 1:
            return self.write(first, cell, look)
        self.sheet.merge_range(self.row, first, self.row + rows - 1, last, "", self.book.style(look))
        self.write(first, cell, look)
        return None

    def line(self, cells: Sequence[str | int], looks: Sequence[dict[str, Any]], *, lines: int = 1) -> None:
        """A row of the table, so many lines of text high."""
        self._foot = self.row
        for column, (cell, look) in enumerate(zip(cells, looks, strict=True)):
            self.write(column, cell, look)
        if lines > 1:
            self._heights[self.row] = ROW * lines
        self.row += 1

    def opening(self, *titles: str) -> None:
        """The school under the body over it, then the title."""
        for words in (self.book.letterhead.superior.upper(), self.book.letterhead.school.upper()):
            if words:
                self.write(0, words, BOLD)
                self.row += 1
        for words in titles:
            self.across(0, self.last, words, TITLE)
            self._heights[self.row] = TITLE_ROW
            self.row += 1
        self.row += 1

    def head(self, names: Sequence[str], *, lines: int = 2) -> None:
        """The head of the table in one row: it stays in sight, and stands on every page."""
        self.line(names, [HEAD] * len(names), lines=lines)
        self.stay(self.row - 1, 0)

    def stay(self, first_row: int, columns: int) -> None:
        """The rows from `first_row` to here are the table's head."""
        self._head = (first_row, self.row)
        self.sheet.repeat_rows(first_row, self.row - 1)
        self.sheet.freeze_panes(self.row, columns)

    def foot(self) -> None:
        """From here on it is the foot of the table."""
        self._foot = self.row

    def note(self, words: str) -> None:
        self.write(0, words, NOTE)
        self.row += 1

    def signed(self, dated: str, left: tuple[str, str], right: tuple[str, str]) -> None:
        """Who made it and who signs it, (title, name) each; all of it is what is printed. `KT. HIỆU TRƯỞNG` is
        followed by the deputy's own title.
        """
        middle = (self.last + 1) // 2
        self.row += 1
        self.across(middle, self.last, dated, DATED)
        self.row += 1
        titles = [(left[0], right[0]), *([("", "PHÓ HIỆU TRƯỞNG")] if right[0].startswith("KT.") else [])]
        for words in titles:
            self._both(middle, words)
        self.row += 3
        self._both(middle, (left[1], right[1]))
        self.finish()

    def _both(self, middle: int, words: tuple[str, str]) -> None:
        self.across(0, middle - 1, words[0], SIGNED)
        self.across(middle, self.last, words[1], SIGNED)
        self.row += 1

    def finish(self) -> None:
        """Every row says how high it is: where pages break is then the same in every program."""
        heights = [self._heights.get(row, self._usual) for row in range(self.row)]
        for row, height in enumerate(heights):
            self.sheet.set_row(row, height)
        self.sheet.print_area(0, 0, self.row - 1, self.last)
        lay_out(self.sheet, self._width, heights, self._head, self._foot)


@contextmanager
def new_book(letterhead: Letterhead, title: str) -> Iterator[tuple[Book, BytesIO]]:
    """A book and the bytes that are complete once the block is left."""
    from xlsxwriter import Workbook  # noqa: PLC0415, only whoever asks for the file waits for it

    made = BytesIO()
    options: dict[str, Any] = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    options["default_format_properties"] = {key: _FONT[key] for key in ("font_name", "font_size")}
    with speaking(DEFAULT), Workbook(made, options) as book:
        book.set_properties({"title": as_xml(title)})
        yield Book(book, letterhead), made
