"""Builds small workbooks the way schools fill them in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

TODAY = date(2026, 11, 20)
PUPIL_HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Lớp")
STAFF_HEADINGS = ("TT", "Họ và tên", "Chức vụ", "Lớp chủ nhiệm", "Số điện thoại")
HAMLET_HEADINGS = ("TT", "Họ và tên", "Phụ trách thôn, nóc", "Thời gian vận động", "Ghi chú")
GOOD_PUPILS = (PUPIL_HEADINGS, (1, "Hồ Văn Bình", "05/09/2015", "6A"), (2, "Đinh Thị Lan", "06/09/2015", "6A"))
GOOD_STAFF = (STAFF_HEADINGS, (1, "Võ Thị Tâm", "GVCN", "6A", "0900 001 001"), (2, "Hồ Văn Rin", "Kế toán", "", ""))
GOOD_HAMLETS = (HAMLET_HEADINGS, (1, "Võ Thị Tâm", "Takta- Thôn 3", "", ""), ("", "Hồ Văn Rin", "", "", ""))

Rows = Sequence[Sequence[Any]]


def write(path: Path, sheets: Mapping[str, Rows], finish: Callable[[Worksheet], None] | None = None) -> Path:
    """Text stays text; dates become Excel dates; `finish` may merge or hide on each sheet."""
    with Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell != "":
                        sheet.write(row, column, cell)
            if finish:
                finish(sheet)
    return path


def school(*, pupils: Rows = GOOD_PUPILS, staff: Rows = GOOD_STAFF, hamlets: Rows = GOOD_HAMLETS) -> dict[str, Rows]:
    return {"Học sinh": pupils, "CB-GV-NV": staff, "Phân công": hamlets}


def package(path: Path, entries: Mapping[str, str | bytes]) -> Path:
    """A zip with these entries, whatever they claim to be."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def with_entry(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one entry changed or added."""
    with ZipFile(path) as archive:
        entries = {info.filename: archive.read(info) for info in archive.infolist()}
    entries[name] = change(entries.get(name, b""))
    return package(path, entries)
