"""The list of pupils not in class, for those who go to the families: a workbook to print and fill in by hand."""

from collections.abc import Sequence
from datetime import date

from models.cases.not_back import NotBack
from models.school.letterhead import Letterhead
from papers.figures.book import NAME, SIGN, WORDS, Page, new_book
from papers.figures.words import dated, signer
from rules.people.phones import shown

COLUMNS = (
    *("TT", "Họ và tên", "Lớp", "Giáo viên chủ nhiệm", "Nơi ở", "Cha mẹ, người giám hộ", "Nghỉ từ ngày"),
    *("Buổi vắng", "Lần đến nhà", "Hẹn đi học", "Người phụ trách địa bàn", "Kết quả vận động"),
)
_WIDTHS = (5, 24, 7, 20, 22, 26, 11, 8, 8, 11, 22, 26)
_LOOKS = (SIGN, NAME, SIGN, NAME, NAME, WORDS, SIGN, SIGN, SIGN, SIGN, WORDS, WORDS)


def outreach_list(found: Sequence[NotBack], letterhead: Letterhead, day: date) -> bytes:
    """The last column is empty: what came of it is written there on the way, and told in the chat."""
    with new_book(letterhead, "Danh sách vận động") as (book, made):
        page = book.page("Vận động", _WIDTHS)
        page.opening("DANH SÁCH HỌC SINH CHƯA RA LỚP CẦN VẬN ĐỘNG", f"ĐẾN NGÀY {day:%d/%m/%Y}")
        page.head(COLUMNS)
        for number, one in enumerate(found, 1):
            _line(page, number, one)
        if not found:
            page.note("Không có học sinh nào đang cần vận động.")
        page.note("Danh sách có tên và số điện thoại gia đình: chỉ giao cho người đi vận động.")
        page.signed(dated(letterhead, day), ("NGƯỜI LẬP", ""), signer(letterhead))
    return made.getvalue()


def _line(page: Page, number: int, one: NotBack) -> None:
    family = [f"{name} {shown(phone)}".strip() if phone else name for name, phone in one.family]
    promised = f"{one.promised_on:%d/%m}" if one.promised_on else ""
    cells: list[str | int] = [
        *(number, one.name, one.class_name or "Ngoài DS", one.homeroom, one.place, "\n".join(family)),
        *(
            f"{one.since:%d/%m/%Y}",
            one.missed if one.class_name or one.missed else "",
            one.visits,
            promised,
            "\n".join(one.near),
            "",
        ),
    ]
    page.line(cells, _LOOKS, lines=max(2, len(family), len(one.near)))
