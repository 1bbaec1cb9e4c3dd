"""The list of pupils who repeat the year: a small workbook (.xlsx) or a CSV file with names and classes."""

import csv
from io import StringIO
from pathlib import Path

from msgspec import Struct

from locales import N_
from papers.roster import Unreadable
from papers.roster.bounds import read_roster_safely
from papers.roster.files.envelope import MOST_BYTES, TOO_LARGE
from papers.roster.lists.classes import read_class
from papers.roster.lists.headers import field_of
from papers.roster.lists.values import Wrong

_COLUMNS = N_("The list of pupils who repeat the year needs the columns “Họ và tên” and “Lớp”.")


class HeldBack(Struct, frozen=True, kw_only=True):
    """One line; `row` as the file counts it. `code` may be missing, `class_name` is that of the year now ending."""

    row: int
    name: str
    class_name: str
    code: str | None = None


def read_held_back(path: Path) -> list[HeldBack]:
    """Needs the columns “Họ và tên” and “Lớp”; “Mã học sinh” is read where it is. Raises Unreadable."""
    return _from_csv(path) if path.suffix.lower() == ".csv" else _from_workbook(path)


def _from_workbook(path: Path) -> list[HeldBack]:
    roster = read_roster_safely(path)
    if roster.errors():
        raise Unreadable(roster.errors()[0].message, **roster.errors()[0].params)
    if not roster.pupils:
        raise Unreadable(_COLUMNS)
    return [
        HeldBack(row=one.row, name=one.full_name, class_name=one.class_name, code=one.code) for one in roster.pupils
    ]


def _from_csv(path: Path) -> list[HeldBack]:
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(TOO_LARGE, megabytes=MOST_BYTES // 2**20)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(N_("This CSV file is not in UTF-8. Save it from Excel as “CSV UTF-8”.")) from error
    lines = list(csv.reader(StringIO(text), delimiter=";" if ";" in text.partition("\n")[0] else ","))
    columns = {field_of(heading): place for place, heading in enumerate(lines[0] if lines else [])}
    if not {"name", "class"} <= columns.keys():
        raise Unreadable(_COLUMNS)
    return [_line(row, cells, columns) for row, cells in enumerate(lines[1:], 2) if any(cell.strip() for cell in cells)]


def _line(row: int, cells: list[str], columns: dict[str | None, int]) -> HeldBack:
    def cell(field: str) -> str:
        place = columns.get(field)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    try:
        klass = read_class(cell("class"))
    except Wrong as wrong:
        raise Unreadable(N_("Row {row} of the list: the class is not understood."), row=row) from wrong
    return HeldBack(row=row, name=cell("name"), class_name=klass, code=cell("code") or None)
