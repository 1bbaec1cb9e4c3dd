"""The list of children of school age on no list, by hamlet: a workbook to take along and to send in again."""

from collections.abc import Sequence
from datetime import date

from locales import _
from locales.unlisted import ORIGINS
from locales.words import opening
from models.school.letterhead import Letterhead
from models.unlisted.lines import Line
from papers.figures.book import NAME, SIGN, WORDS, Page, new_book
from papers.figures.words import dated, signer

TITLE = "Trẻ ngoài danh sách"
COLUMNS = (
    *("TT", "Họ và tên", "Năm sinh", "Giới tính", "Thôn, nóc", "Tình trạng", "Ghi chú"),
    *("Người phụ trách địa bàn", "Lần đến nhà", "Đến gần nhất", "Hẹn đi học", "Kết quả vận động"),
)
_WIDTHS = (5, 24, 9, 9, 24, 22, 26, 24, 9, 11, 11, 26)
_LOOKS = (SIGN, NAME, SIGN, SIGN, NAME, WORDS, WORDS, WORDS, SIGN, SIGN, SIGN, WORDS)


def unlisted_list(found: Sequence[Line], letterhead: Letterhead, day: date) -> bytes:
    """The last column is empty: what came of it is written there on the way, and told in the chat."""
    with new_book(letterhead, TITLE) as (book, made):
        page = book.page(TITLE, _WIDTHS)
        page.opening("DANH SÁCH TRẺ TRONG ĐỘ TUỔI ĐI HỌC CHƯA RA LỚP", f"ĐẾN NGÀY {day:%d/%m/%Y}")
        page.head(COLUMNS)
        for number, one in enumerate(found, 1):
            _line(page, number, one)
        if not found:
            page.note("Chưa ghi nhận trẻ nào ngoài danh sách.")
        page.note("Danh sách có tên trẻ: chỉ giao cho người đi vận động.")
        page.signed(dated(letterhead, day), ("NGƯỜI LẬP", ""), signer(letterhead))
    return made.getvalue()


def _line(page: Page, number: int, one: Line) -> None:
    origin = opening(_(ORIGINS[one.origin])) if one.origin else ""
    days = [f"{each:%d/%m/%Y}" if each else "" for each in (one.visited_on, one.promised_on)]
    cells: list[str | int] = [number, one.name, one.born or "", one.sex, one.place, origin, one.note]
    page.line([*cells, "\n".join(one.near), one.visits, *days, ""], _LOOKS, lines=max(2, len(one.near)))
