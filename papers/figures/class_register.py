"""The absence register of a class: pupils by days, and what was corrected on a second sheet."""

from datetime import date
from itertools import groupby
from typing import Any

from models.figures.class_register import CAME, Cell, ClassRegister, Listed
from papers.figures.book import BOLD, CLOSE, HEAD, NAME, SIGN, SILENT, STRONG, SUM, SUM_NAME, Book, Page
from papers.figures.words import PARTS, WEEKDAYS, Local, dated, month_words, signer, summed
from rules.calendar.parts import Part
from rules.marks import ABSENT, UNCLEAR

NOT_REPORTED, UNSURE, NOT_THERE = "–", "?", "/"
TOTALS = ("P", "K", "V", "Cộng", "M", "BT", "VS")
LEGEND = (
    "Ô trống: có mặt. P: vắng có phép. K: vắng không phép. M: đi muộn. BT: bỏ tiết. VS: về sớm. D: việc của trường.",
    "V: vắng, chưa rõ phép. Chỉ P, K và V tính là vắng. “–”: lớp chưa báo, không tính có mặt cũng không tính vắng.",
    "“?”: còn hỏi hoặc đang xác minh, chưa tính bên nào. “/”: ngày đó không có tên trong lớp.",
)
_CORRECTED = ("Ngày", "Buổi", "Họ và tên", "Đã ghi", "Sửa thành", "Lúc", "Người sửa")
_SIGNS = {CAME: "có mặt"}
_SUMS = (
    ("possible", "Sĩ số"), ("excused", "Vắng có phép (P)"), ("unexcused", "Vắng không phép (K)"),
    ("unclear", "Vắng chưa rõ phép (V)"),
)  # fmt: skip


def add_class_register(book: Book, register: ClassRegister, day: date, local: Local) -> None:
    """Two sheets; `day` is that of the signature."""
    suffix = f"{register.first:%m-%Y}"
    page = book.page(
        f"{register.class_name} {suffix}", [5, 26, *[3.4] * len(register.parts), *[5.2] * len(TOTALS)], CLOSE
    )
    title = f"SỔ THEO DÕI HỌC SINH VẮNG – LỚP {register.class_name.upper()}"
    page.opening(title, month_words(register.first, register.last))
    _head(page, register)
    for number, pupil in enumerate(register.pupils, 1):
        _pupil(page, register, number, pupil)
    _sums(page, register)
    page.row += 1
    whole = register.whole()
    page.write(0, f"Cả lớp: đã báo {whole.reported}/{whole.held} buổi; {summed(whole)}.", BOLD)
    page.row += 1
    for words in LEGEND:
        page.note(words)
    page.signed(dated(book.letterhead, day), ("GIÁO VIÊN CHỦ NHIỆM", register.homeroom), signer(book.letterhead))
    _corrections(book, register, suffix, local)


def _head(page: Page, register: ClassRegister) -> None:
    """The day of the month, the day of the week, the half day: three rows."""
    first = page.row
    page.across(0, 0, "TT", HEAD, rows=3)
    page.across(1, 1, "Họ và tên", HEAD, rows=3)
    column = 2
    for day, held in groupby(part.day for part in register.parts):
        last = column + len(list(held)) - 1
        page.row = first
        for words in (f"{day:%d}", WEEKDAYS[day.weekday()]):
            page.across(column, last, words, HEAD)
            page.row += 1
        column = last + 1
    page.row = first + 2
    for number, part in enumerate(register.parts, 2):
        page.write(number, part.part, HEAD)
    page.row = first
    for number, name in enumerate(TOTALS, column):
        page.across(number, number, name, HEAD, rows=3)
    page.row = first + 3
    page.stay(first, 2)


def _pupil(page: Page, register: ClassRegister, number: int, pupil: Listed) -> None:
    page.write(0, number, SIGN)
    page.write(1, pupil.name, NAME)
    for column, part in enumerate(register.parts, 2):
        page.write(column, *_sign(register, pupil, (pupil.pupil_id, part.day, part.part), reported=part.reported))
    count = register.count(pupil)
    absent = (count.excused, count.unexcused, count.unclear, count.absent)
    sums = (*absent, count.late, count.skipped, count.left_early)
    for column, figure in enumerate(sums, 2 + len(register.parts)):
        page.write(column, figure or "", SUM)
    page.row += 1


def _sign(register: ClassRegister, pupil: Listed, cell: Cell, *, reported: bool) -> tuple[str, dict[str, Any]]:
    if not pupil.there(cell[1]):
        return NOT_THERE, SIGN
    if not reported:
        return NOT_REPORTED, SILENT
    sign = register.signs.get(cell, UNSURE if cell in register.unsure else CAME)
    return sign, STRONG if sign in (*ABSENT, UNCLEAR) else SIGN


def _sums(page: Page, register: ClassRegister) -> None:
    """How many were on the list and absent in each half day that was reported; at the end the whole class's figures."""
    whole = register.whole()
    page.foot()
    whole_of: dict[str, tuple[str | int, ...]] = {
        "possible": ("",) * len(TOTALS),
        "excused": (whole.excused, *[""] * 6),
        "unexcused": ("", whole.unexcused, *[""] * 5),
        "unclear": ("", "", whole.unclear, whole.absent, whole.late, whole.skipped, whole.left_early),
    }
    for field, name in _SUMS:
        page.write(0, "", SUM_NAME)
        page.write(1, name, SUM_NAME)
        for column, part in enumerate(register.parts, 2):
            page.write(column, *((getattr(part.count, field), SUM) if part.reported else (NOT_REPORTED, SILENT)))
        for column, cell in enumerate(whole_of[field], 2 + len(register.parts)):
            page.write(column, cell, SUM)
        page.row += 1


def _corrections(book: Book, register: ClassRegister, suffix: str, local: Local) -> None:
    page = book.page(f"Sửa {register.class_name} {suffix}", [12, 9, 28, 12, 12, 18, 26])
    title = f"SỬA VÀ GHI BỔ SUNG – LỚP {register.class_name.upper()}"
    page.opening(title, month_words(register.first, register.last))
    page.head(_CORRECTED, lines=1)
    for one in register.corrections:
        page.line(
            [
                f"{one.day:%d/%m/%Y}",
                PARTS[Part(one.part)],
                one.name,
                _SIGNS.get(one.before, one.before),
                _SIGNS.get(one.after, one.after),
                f"{local(one.at):%H:%M %d/%m/%Y}",
                one.by,
            ],
            [SIGN, SIGN, NAME, SIGN, SIGN, SIGN, NAME],
        )
    if not register.corrections:
        page.note("Không có lần sửa nào sau khi lớp đã báo.")
    page.finish()
