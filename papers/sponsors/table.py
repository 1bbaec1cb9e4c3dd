"""The table of sponsors that a school reports with: the columns of the campaign's plan, in Vietnamese, as .xlsx."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from models.school.letterhead import Letterhead
from papers.figures.book import NAME, SIGN, WORDS, new_book
from papers.figures.words import dated, signer

TITLE = "PHÂN CÔNG NHIỆM VỤ HỖ TRỢ HỌC SINH CÓ HOÀN CẢNH KHÓ KHĂN"
SURVEY = "KHẢO SÁT HỌC SINH CẦN ĐƯỢC GIÚP ĐỠ, HỖ TRỢ"
COLUMNS = (
    *("TT", "Họ và tên", "Lớp", "Hoàn cảnh gia đình, bản thân", "Sự rèn luyện của bản thân"),
    "GV nhận đỡ đầu",
)
_WIDTHS = (5, 26, 8, 46, 36, 32)
_LETTERS_A_LINE = {3: 44, 4: 34, 5: 30}  # what fits in a line of a wide column


class Line(Struct, frozen=True, kw_only=True):
    """One pupil; `sponsors` are (name, supporting). Restricted words are "" unless the leadership asked for them."""

    name: str
    class_name: str
    circumstances: str = ""
    conduct: str = ""
    sponsors: Sequence[tuple[str, bool]] = ()


def sponsor_table(letterhead: Letterhead, year: str, lines: Sequence[Line], day: date, *, title: str = TITLE) -> bytes:
    """The workbook's bytes. It is in Vietnamese whoever asks, as the office above wants it, and can be sent back as a
    list to import.
    """
    with new_book(letterhead, title) as (book, made):
        page = book.page("Đỡ đầu", _WIDTHS)
        page.opening(title, f"NĂM HỌC {year}")
        page.head(COLUMNS)
        for number, one in enumerate(lines, 1):
            cells: list[str | int] = [number, one.name, one.class_name, one.circumstances, one.conduct, _sponsors(one)]
            page.line(cells, (SIGN, NAME, SIGN, WORDS, WORDS, WORDS), lines=_rows(cells))
        page.signed(dated(letterhead, day), ("NGƯỜI LẬP DANH SÁCH", ""), signer(letterhead))
    return made.getvalue()


def _sponsors(line: Line) -> str:
    """`1. …; 2. … (hỗ trợ)`, each on a line of its own."""
    names = [name + (" (hỗ trợ)" if supporting else "") for name, supporting in line.sponsors]
    return "\n".join(f"{number}. {name}" for number, name in enumerate(names, 1))


def _rows(cells: Sequence[str | int]) -> int:
    """How many printed lines the row takes: nobody opens the rows of a printed table by hand."""
    return max(
        sum(max(1, -(-len(part) // letters)) for part in str(cells[column]).split("\n"))
        for column, letters in _LETTERS_A_LINE.items()
    )
