"""A ready example of the roster workbook, to fill in and send: three lists and a guide, in Vietnamese."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from papers.roster.sample_people import ASSIGNMENTS, GROUPS, SCHOOL, SCHOOL_YEAR_STARTS, SIZES, STAFF, sample_pupils

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_YEAR = f"NĂM HỌC {SCHOOL_YEAR_STARTS}–{SCHOOL_YEAR_STARTS + 1}"
_HEADER_ROW = 4  # from 0; the title stands above
_SPARE_ROWS = 300  # the drop-down lists reach below the last line
_FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_GUARDIAN = ("Họ và tên", "Quan hệ", "SĐT")
_PUPIL_COLUMNS = (
    ("STT", 6),
    ("Mã học sinh", 14),
    ("Họ và tên", 26),
    ("Ngày sinh", 13),
    ("Giới tính", 9),
    ("Lớp", 7),
    ("Thôn, nóc", 22),
    ("Bán trú", 9),
)
_STAFF_COLUMNS = (
    ("TT", 6),
    ("Họ và tên", 28),
    ("Chức vụ", 36),
    ("Lớp chủ nhiệm", 16),
    ("Số điện thoại", 18),
    ("Tổ", 14),
)
_HAMLET_COLUMNS = (
    ("TT", 6),
    ("Họ và tên", 28),
    ("Phụ trách thôn, nóc", 26),
    ("Thời gian vận động", 28),
    ("Ghi chú", 20),
)
_GUIDE = (
    ("Học sinh", "STT", "Số thứ tự trong lớp. Danh sách lớp giữ đúng thứ tự này.", "1"),
    ("Học sinh", "Mã học sinh", "Không bắt buộc, nhưng nên có: mã giúp nhận ra em khi em chuyển lớp.", "4900260001"),
    ("Học sinh", "Họ và tên", "Bắt buộc. Viết đủ dấu như trong khai sinh.", "Nguyễn Văn A"),
    ("Học sinh", "Ngày sinh", "Ngày/tháng/năm. Nếu chỉ biết năm sinh thì ghi năm.", "05/09/2015"),
    ("Học sinh", "Giới tính", "Nam hoặc Nữ.", "Nam"),
    ("Học sinh", "Lớp", "Bắt buộc.", "6A"),
    ("Học sinh", "Thôn, nóc", "Nơi em ở: tên thôn (ấp, bản …). Thôn chia nhỏ: nóc hoặc xóm - thôn.", "Takta - Thôn 3"),
    ("Học sinh", "Bán trú", "Ghi x nếu em ở bán trú, để trống nếu không.", "x"),
    ("Học sinh", "Người giám hộ 1, 2", "Người nhận tin của nhà trường: họ tên, quan hệ, SĐT.", "0900 000 001"),
    ("CB-GV-NV", "Chức vụ", "HT, PHT, TPT Đội, GVCN, Giáo viên. Nhiều việc: dùng dấu phẩy.", "GVCN, TPT Đội"),
    ("CB-GV-NV", "Lớp chủ nhiệm", "Ghi lớp nếu là giáo viên chủ nhiệm. Mỗi lớp một người.", "6A"),
    ("CB-GV-NV", "Số điện thoại", "Số để nhà trường liên hệ.", "0900 001 001"),
    ("CB-GV-NV", "Tổ", "Tổ chuyên môn; tổ trưởng xem được các em mà thầy cô trong tổ đỡ đầu.", "Tự nhiên"),
    ("Phụ trách thôn, nóc", "Họ và tên", "Viết đúng như ở danh sách CB-GV-NV, mỗi người một dòng.", "Hồ Văn Thuận"),
    ("Phụ trách thôn, nóc", "Phụ trách thôn, nóc", "Dòng sau để trống. Hai nơi: Ngọc Lê 1,3-Thôn 4.", "Takta- Thôn 3"),
)  # fmt: skip


class _Styles:
    """The looks, made once for a workbook."""

    def __init__(self, book: "Workbook") -> None:
        cell = _FONT | {"border": 1, "border_color": "#BFBFBF"}
        self.school: Format = book.add_format(_FONT | {"bold": True})
        self.title: Format = book.add_format(_FONT | {"bold": True, "font_size": 16, "align": "center"})
        self.hint: Format = book.add_format(_FONT | {"italic": True, "font_color": "#595959", "align": "center"})
        self.header: Format = book.add_format(
            cell
            | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7", "border_color": "#7F7F7F"}
        )
        self.text: Format = book.add_format(cell | {"num_format": "@", "indent": 1})
        self.wrapped: Format = book.add_format(cell | {"text_wrap": True, "indent": 1})
        self.centred: Format = book.add_format(cell | {"align": "center"})
        self.date: Format = book.add_format(cell | {"align": "center", "num_format": "dd/mm/yyyy"})


def write_sample(path: Path) -> None:
    """Write the workbook; the same content every time."""
    from xlsxwriter import Workbook  # noqa: PLC0415, a program that runs does not need it

    with path.open("wb") as file, Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        styles = _Styles(book)
        _pupils(book.add_worksheet("Học sinh"), styles)
        _staff(book.add_worksheet("CB-GV-NV"), styles)
        _hamlets(book.add_worksheet("Phụ trách thôn, nóc"), styles)
        _guide(book.add_worksheet("Hướng dẫn"), styles)


def _top(sheet: "Worksheet", styles: _Styles, title: str, hint: str, last_column: int) -> None:
    sheet.set_default_row(19)
    sheet.write_string(0, 0, SCHOOL, styles.school)
    sheet.merge_range(1, 0, 1, last_column, title, styles.title)
    sheet.merge_range(2, 0, 2, last_column, hint, styles.hint)
    sheet.set_row(1, 28)


def _page(sheet: "Worksheet", first_row: int, *, landscape: bool = False) -> None:
    """On screen the heading stays in sight; on paper it is repeated and the page is A4, as wide as the table."""
    sheet.freeze_panes(first_row, 0)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW, first_row - 1)
    if landscape:
        sheet.set_landscape()


def _headings(sheet: "Worksheet", styles: _Styles, columns: Sequence[tuple[str, int]]) -> None:
    for column, (heading, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEADER_ROW, column, heading, styles.header)
    sheet.set_row(_HEADER_ROW, 32)


def _pupils(sheet: "Worksheet", styles: _Styles) -> None:
    _top(sheet, styles, f"DANH SÁCH HỌC SINH {_YEAR}", "Mỗi em một dòng. Cách ghi: xem trang tính “Hướng dẫn”.", 13)
    _pupil_headings(sheet, styles)
    first = _HEADER_ROW + 2
    pupils = sample_pupils()
    for row, pupil in enumerate(pupils, first):
        sheet.write_number(row, 0, pupil.list_no, styles.centred)
        sheet.write_string(row, 1, pupil.code, styles.text)
        sheet.write_string(row, 2, pupil.name, styles.text)
        sheet.write_datetime(row, 3, pupil.birth, styles.date)
        boards = "x" if pupil.boards else ""
        for column, text in ((4, pupil.gender), (5, pupil.class_name), (6, pupil.place), (7, boards)):
            sheet.write_string(row, column, text, styles.text if column == 6 else styles.centred)
        told = [text for guardian in pupil.guardians for text in (guardian.name, guardian.relation, guardian.phone)]
        for column in range(6):
            sheet.write_string(row, 8 + column, told[column] if column < len(told) else "", styles.text)
    _page(sheet, first, landscape=True)
    _choices(sheet, first, len(pupils))


def _pupil_headings(sheet: "Worksheet", styles: _Styles) -> None:
    """Two rows: the guardians have columns of their own under one heading."""
    for column, (heading, width) in enumerate(_PUPIL_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.merge_range(_HEADER_ROW, column, _HEADER_ROW + 1, column, heading, styles.header)
    for left, heading in ((8, "Người giám hộ 1"), (11, "Người giám hộ 2")):
        sheet.merge_range(_HEADER_ROW, left, _HEADER_ROW, left + 2, heading, styles.header)
        for column, below in enumerate(_GUARDIAN, left):
            sheet.write_string(_HEADER_ROW + 1, column, below, styles.header)
        sheet.set_column(left, left, 22)
        sheet.set_column(left + 1, left + 1, 10)
        sheet.set_column(left + 2, left + 2, 15)


def _choices(sheet: "Worksheet", first: int, pupils: int) -> None:
    last = first + pupils + _SPARE_ROWS
    relations = ["Cha", "Mẹ", "Ông", "Bà", "Anh", "Chị", "Chú", "Cô", "Bác", "Người nuôi dưỡng"]
    lists = ((4, ["Nam", "Nữ"]), (5, list(SIZES)), (7, ["x"]), (9, relations), (12, relations))
    for column, choices in lists:
        # a school has other classes and other relations: the list helps, it does not forbid
        rule = {"validate": "list", "source": choices, "error_type": "stop" if column == 4 else "information"}
        sheet.data_validation(first, column, last, column, rule)


def _staff(sheet: "Worksheet", styles: _Styles) -> None:
    _top(sheet, styles, f"DANH SÁCH CB-GV-NV {_YEAR}", "Mỗi người một dòng.", 5)
    _headings(sheet, styles, _STAFF_COLUMNS)
    first = _HEADER_ROW + 1
    for number, (name, title, homeroom) in enumerate(STAFF, 1):
        row = first + number - 1
        sheet.write_number(row, 0, number, styles.centred)
        sheet.write_string(row, 1, name, styles.text)
        sheet.write_string(row, 2, title, styles.text)
        sheet.write_string(row, 3, homeroom, styles.centred)
        sheet.write_string(row, 4, f"0900 001 {number:03}", styles.text)
        sheet.write_string(row, 5, GROUPS.get(name, ""), styles.text)
    titles = ["Hiệu trưởng", "Phó Hiệu trưởng", "Giáo viên, TPT Đội", "GVCN", "Giáo viên", "Nhân viên", "Quản trị"]
    rule = {"validate": "list", "source": titles, "error_type": "information"}
    sheet.data_validation(first, 2, first + _SPARE_ROWS, 2, rule)
    _page(sheet, first)


def _hamlets(sheet: "Worksheet", styles: _Styles) -> None:
    title = "BẢNG PHÂN CÔNG CB, GV, NV PHỤ TRÁCH VẬN ĐỘNG HỌC SINH"
    _top(sheet, styles, title, f"Mỗi nơi hai người, mỗi người một dòng. {_YEAR.capitalize()}.", 4)
    _headings(sheet, styles, _HAMLET_COLUMNS)
    first = _HEADER_ROW + 1
    for number, (place, *pair) in enumerate(ASSIGNMENTS, 1):
        row = first + 2 * (number - 1)
        sheet.merge_range(row, 0, row + 1, 0, number, styles.centred)
        for line, name in enumerate(pair):
            sheet.write_string(row + line, 1, name, styles.text)
        for column, text in ((2, place), (3, "Khi HS vắng không lý do"), (4, "")):
            sheet.merge_range(row, column, row + 1, column, text, styles.text)
    _page(sheet, first)


def _guide(sheet: "Worksheet", styles: _Styles) -> None:
    _top(sheet, styles, "CÁCH GHI DANH SÁCH", "Không cần xoá trang này khi gửi.", 3)
    _headings(sheet, styles, (("Trang", 22), ("Cột", 22), ("Cách ghi", 66), ("Ví dụ", 22)))
    for row, line in enumerate(_GUIDE, _HEADER_ROW + 1):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, styles.wrapped)
        sheet.set_row(row, 34)
    _page(sheet, _HEADER_ROW + 1)
