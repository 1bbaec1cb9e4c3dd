"""The register of absences by half day that the Pioneer lead and the vice principal keep: a sheet a day."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from locales import _
from locales.reasons import reason_words
from models.figures.day_register import ClassHalfDay
from models.figures.summary import Marked, total
from papers.figures.book import BOLD, NAME, SIGN, SILENT, STRONG, WORDS, Book, Page
from papers.figures.words import PARTS, SIGNS_OF_ABSENCE, Local, dated, day_words, summed
from rules.calendar.parts import Part

COLUMNS = (
    *("Lớp", "Sĩ số", "Vắng P", "Vắng K", "Vắng V", "Họ và tên học sinh vắng", "P/K", "Lý do", "Người báo", "Lúc"),
    "Ghi chú",
)
_WIDTHS = (9, 7, 7, 7, 7, 28, 6, 36, 24, 8, 24)
_LOOKS = (STRONG, SIGN, SIGN, SIGN, SIGN, NAME, STRONG, WORDS, NAME, SIGN, WORDS)
_LETTERS_A_LINE = 36


def add_day_register(book: Book, day: date, held: Sequence[ClassHalfDay], made: date, local: Local) -> None:
    """`held` are the half days of that day, mornings first; `made` is the day of the signature."""
    page = book.page(f"{day:%d-%m-%Y}", _WIDTHS)
    page.opening("SỔ THEO DÕI HỌC SINH VẮNG HẰNG BUỔI", day_words(day))
    page.head(COLUMNS)
    for part, classes in groupby(held, key=lambda one: one.part.part):
        _half_day(page, part, list(classes), local)
    page.row += 1
    page.note("Sĩ số là số học sinh của lớp lúc báo. Lớp chưa báo: không tính có mặt cũng không tính vắng.")
    page.note(SIGNS_OF_ABSENCE)
    page.signed(dated(book.letterhead, made), ("TỔNG PHỤ TRÁCH", ""), ("PHÓ HIỆU TRƯỞNG", ""))


def _half_day(page: Page, part: str, classes: Sequence[ClassHalfDay], local: Local) -> None:
    count = total(one.part.count for one in classes)
    said = f"BUỔI {PARTS[Part(part)].upper()}: {count.reported}/{count.held} lớp đã báo"
    page.across(0, page.last, f"{said}; {summed(count)}" if count.reported else said, BOLD | NAME)
    page.row += 1
    for one in classes:
        _class(page, one, local)


def _class(page: Page, one: ClassHalfDay, local: Local) -> None:
    if one.at is None:
        cells = [one.part.class_name, *[""] * 9, "Chưa báo"]
        page.line(cells, [STRONG, *[SILENT] * 9, WORDS])
        return
    count = one.part.count
    first = (one.part.class_name, count.possible, count.excused, count.unexcused, count.unclear)
    last = (one.by, f"{local(one.at):%H:%M}", _noted(one))
    for number, mark in enumerate(one.absent or [None]):
        absent = ("Không vắng", "", "") if mark is None else _absent(mark, unsure=mark.pupil_id in one.unsure)
        around = (first, last) if number == 0 else (("",) * 5, ("",) * 3)
        lines = max(1, -(-len(absent[2]) // _LETTERS_A_LINE))
        page.line([*around[0], *absent, *around[1]], _LOOKS, lines=lines)


def _absent(mark: Marked, *, unsure: bool) -> tuple[str, str, str]:
    """Of whom it is not settled whether they are there no sign is written: they are counted neither way."""
    return (mark.name, "?", "có người nói em ở trường, đang xác minh") if unsure else (mark.name, mark.sign, _why(mark))


def _why(mark: Marked) -> str:
    return reason_words(mark.reason_code, mark.reason) or _("reason not known")


def _noted(one: ClassHalfDay) -> str:
    """Who was there in part is counted apart."""
    count = one.part.count
    said = (("đi muộn", count.late), ("bỏ tiết", count.skipped), ("về sớm", count.left_early))
    return ", ".join(f"{number} {words}" for words, number in said if number).capitalize()
