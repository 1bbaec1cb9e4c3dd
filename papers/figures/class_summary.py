"""The classes of a school side by side, with their homeroom teachers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.figures.summary import total
from models.figures.totals import Count
from papers.figures.book import NAME, SIGN, STRONG, SUM, SUM_NAME, Book
from papers.figures.words import SIGNS_OF_ABSENCE, dated, month_words, rate_words, signer
from rules.people.classes import ClassRef

COLUMNS = (
    *("Lớp", "Giáo viên chủ nhiệm", "Buổi có học", "Buổi đã báo", "Buổi học sinh", "Vắng P", "Vắng K", "Vắng V"),
    *("Cộng", "Chuyên cần", "Đi muộn", "Bỏ tiết", "Về sớm"),
)
_LOOKS: Sequence[dict[str, Any]] = (STRONG, NAME, *[SIGN] * 3, *[SUM] * 4, *[SIGN] * 4)


def add_class_summary(
    book: Book,
    days: tuple[date, date],
    classes: Sequence[ClassRef],
    counts: Mapping[int, Count],
    teachers: Mapping[int, str],
    made: date,
) -> None:
    """`days` are the first and the last; `made` is the day of the signature."""
    page = book.page("Theo lớp", [9, 28, *[10] * 11])
    page.opening("TỔNG HỢP CHUYÊN CẦN THEO LỚP", month_words(*days))
    page.head(COLUMNS)
    for klass in classes:
        page.line([klass.name, teachers.get(klass.id, ""), *_figures(counts[klass.id])], _LOOKS)
    page.line(["Cộng", "", *_figures(total(counts.values()))], [SUM, SUM_NAME, *[SUM] * 11])
    page.row += 1
    page.note("Buổi học sinh: sĩ số nhân với số buổi đã báo. Buổi chưa báo không tính có mặt cũng không tính vắng.")
    page.note(SIGNS_OF_ABSENCE)
    page.signed(dated(book.letterhead, made), ("NGƯỜI LẬP", ""), signer(book.letterhead))


def _figures(count: Count) -> list[str | int]:
    absent = (count.excused, count.unexcused, count.unclear, count.absent)
    apart = (count.late, count.skipped, count.left_early)
    return [count.held, count.reported, count.possible, *absent, rate_words(count), *apart]
