"""Reads a school's workbook: finds its tables by their headings and reads their lines."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from locales import N_
from papers.roster import Fault, Roster, Unreadable
from papers.roster.checks import check_pupils, check_staff, match_hamlets, match_staff
from papers.roster.envelope import DAMAGED, check_envelope
from papers.roster.hamlets import read_hamlets
from papers.roster.pupils import read_pupils
from papers.roster.sponsors import read_sponsor_list
from papers.roster.staff import read_staff
from papers.roster.table import Merged, Row, Table, find_table, is_some_list
from papers.roster.text import is_legacy
from papers.roster.values import newest_day

_OLD_FONT_WORDS = 2  # one such word may be a foreign name


def read_roster(path: Path, today: date | None = None) -> Roster:
    """Read a workbook that is trusted not to be hostile; `papers.roster.bounds` is for all others.

    Raises Unreadable when the file is no roster workbook at all; what is wrong inside is in `faults`.
    """
    check_envelope(path)
    tables, unknown = _tables(path)
    day = today or newest_day()
    by_sheet = {table.sheet: table for table in tables}
    pupils = [row for table in _of_kind(tables, "pupils") for row in read_pupils(table, day)]
    staff = [row for table in _of_kind(tables, "staff") for row in read_staff(table)]
    hamlets = [
        row for table in tables if table.kind == "hamlets" or "charge" in table.columns for row in read_hamlets(table)
    ]
    sponsors = [row for table in _of_kind(tables, "sponsors") for row in read_sponsor_list(table)]
    check_pupils(pupils, by_sheet)
    check_staff(staff, pupils, by_sheet)
    hamlets = match_staff(hamlets, staff, by_sheet)
    pupils = match_hamlets(pupils, hamlets, by_sheet)
    found = [fault for table in tables for fault in sorted(table.faults, key=lambda fault: fault.row)]
    faults = [*_missing(tables), *unknown, *found]
    return Roster(pupils=pupils, staff=staff, hamlets=hamlets, sponsors=sponsors, faults=faults)


def _of_kind(tables: Iterable[Table], kind: str) -> list[Table]:
    return [table for table in tables if table.kind == kind]


def _tables(path: Path) -> tuple[list[Table], list[Fault]]:
    """The tables of all visible sheets, and a warning for each sheet that has a list nobody can tell the kind of."""
    tables: list[Table] = []
    unknown: list[Fault] = []
    for name, rows, merged in _sheets(path):
        _refuse_old_fonts(name, rows)
        table = find_table(name, rows, merged)
        if table:
            tables.append(table)
        elif is_some_list(rows):
            message = N_("this list was left out: its headings fit neither pupils, nor staff, nor hamlets")
            unknown.append(Fault(sheet=name, severity="warning", message=message))
    return tables, unknown


def _sheets(path: Path) -> Iterator[tuple[str, list[Row], list[Merged]]]:
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            for known in workbook.sheets_metadata:
                if known.typ == SheetTypeEnum.WorkSheet and known.visible == SheetVisibleEnum.Visible:
                    sheet = workbook.get_sheet_by_name(known.name)
                    yield known.name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []
    except CalamineError as error:
        raise Unreadable(DAMAGED) from error


def _refuse_old_fonts(sheet: str, rows: Iterable[Row]) -> None:
    words = {cell for row in rows for cell in row if isinstance(cell, str) and not cell.isascii() and is_legacy(cell)}
    if len(words) >= _OLD_FONT_WORDS:
        raise Unreadable(
            N_(
                "Sheet “{sheet}” is typed in an old font (TCVN3 or VNI). Convert it to Unicode, for example with "
                "Unikey's converter, and send it again."
            ),
            sheet=sheet,
        )


def _missing(tables: Sequence[Table]) -> list[Fault]:
    there = {table.kind for table in tables}
    if there == {"sponsors"}:
        return []  # a sponsor list may come alone: its people are in the database
    wanted = {
        "pupils": N_("there is no pupil sheet: it needs at least the columns “Họ và tên” and “Lớp”"),
        "staff": N_("there is no staff sheet, with the columns “Họ và tên” and “Chức vụ”: no staff are read"),
        "hamlets": N_(
            "there is no assignment sheet, with the columns “Họ và tên” and “Phụ trách thôn, nóc”: "
            "nobody is assigned to a hamlet"
        ),
    }
    return [
        Fault(severity="error" if kind == "pupils" else "warning", message=message)
        for kind, message in wanted.items()
        if kind not in there
    ]
