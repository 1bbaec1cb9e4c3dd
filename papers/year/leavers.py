"""The workbook of pupils who leave their class at the year's end: those for grade 6 (and 10), and those who finish."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from locales import _

COLUMNS = (("STT", 6), ("Mã học sinh", 14), ("Họ và tên", 26), ("Ngày sinh", 13), ("Lớp cũ", 9), ("Thôn, nóc", 24),
           ("Lớp", 9))  # fmt: skip


class Leaver(Struct, frozen=True, kw_only=True):
    name: str
    old_class: str
    grade: int
    place: str
    code: str | None = None
    birth_date: date | None = None


def write_leavers(path: Path, leavers: Sequence[Leaver]) -> None:
    """A sheet for each grade that ended; the last column is for the new class, to be copied into the next roster.
    Every cell is text: a name that looks like a formula is none.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415, only whoever asks for the file waits for it

    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with path.open("wb") as file, Workbook(file, as_text) as book:
        bold = book.add_format({"bold": True, "font_name": "Times New Roman", "border": 1})
        plain = book.add_format({"font_name": "Times New Roman", "border": 1})
        for grade in sorted({one.grade for one in leavers}):
            sheet = book.add_worksheet(_("Left grade {grade}").format(grade=grade))
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            for place, (heading, width) in enumerate(COLUMNS):
                sheet.set_column(place, place, width)
                sheet.write_string(0, place, heading, bold)
            for row, one in enumerate((one for one in leavers if one.grade == grade), 1):
                born = f"{one.birth_date:%d/%m/%Y}" if one.birth_date else ""
                cells = (str(row), one.code or "", one.name, born, one.old_class, one.place, "")
                for place, cell in enumerate(cells):
                    sheet.write_string(row, place, cell, plain)
