"""The school's own workbook given back with every faulty cell coloured, a comment on it, and a list of all faults."""

import warnings
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import cast

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from locales import _
from papers.roster import Fault
from papers.roster.files.envelope import check_envelope
from papers.roster.files.sheets import read_sheets

_COLOURS = {"error": "FFC7CE", "warning": "FFE699"}  # the red and the amber of Excel's own "bad" and "neutral"
_COLUMNS = (14, 22, 8, 30, 90)


def write_faults(source: Path, faults: Sequence[Fault], target: Path) -> None:
    """Write the copy. Formulas are replaced by their last values, so the copy computes nothing and links nowhere."""
    workbook = _opened(source)
    for fault in faults:
        if fault.sheet in workbook.sheetnames and fault.row:
            _mark(workbook[fault.sheet], fault)
    _list(workbook, faults)
    workbook.save(target)


def _opened(source: Path) -> Workbook:
    """The school's workbook; of another format its cells in a new one."""
    if check_envelope(source) == "xlsx":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # openpyxl tells of features it drops from the copy
            return load_workbook(BytesIO(source.read_bytes()), data_only=True, keep_links=False)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for read in read_sheets(source):
        sheet = workbook.create_sheet(read.name)
        for number, cells in enumerate(read.rows, 1):
            for column, value in enumerate(cells, 1):
                if value != "":
                    cell = sheet.cell(number, column, value)
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type
    return workbook


def _mark(sheet: Worksheet, fault: Fault) -> None:
    cell = _cell(sheet, fault)
    worse = fault.severity == "error" or cell.comment is None
    if worse:
        cell.fill = PatternFill("solid", fgColor=_COLOURS[fault.severity])
    said = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(f"{said}{fault.advice()}", "Sĩ Số", height=90, width=300)


def _cell(sheet: Worksheet, fault: Fault) -> Cell:
    """The faulty cell; for a fault of a whole row its first one, for a merged cell the one that is written in."""
    column = column_index_from_string(fault.column or "A")
    areas = (area for area in sheet.merged_cells.ranges if area.min_row <= fault.row <= area.max_row)
    area = next((area for area in areas if area.min_col <= column <= area.max_col), None)
    return cast("Cell", sheet.cell(area.min_row, area.min_col) if area else sheet.cell(fault.row, column))


def _list(workbook: Workbook, faults: Sequence[Fault]) -> None:
    sheet = workbook.create_sheet(_free_title(workbook), 0)
    _row(sheet, 1, [_("Severity"), _("Sheet"), _("Row"), _("Column"), _("What to do")])
    for row, fault in enumerate(faults, 2):
        severity = _("Error") if fault.severity == "error" else _("Warning")
        column = f"{fault.column} “{fault.header}”" if fault.column else ""
        _row(sheet, row, [severity, fault.sheet, fault.row or None, column, fault.advice()])
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=_COLOURS[fault.severity])
    for letter, width in zip("ABCDE", _COLUMNS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", False
    workbook.active = sheet


def _row(sheet: Worksheet, row: int, values: Sequence[str | int | None]) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value)
        cell.font = Font("Times New Roman", 12, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, str):
            cell.data_type = "s"  # a name that begins with = stays a name


def _free_title(workbook: Workbook) -> str:
    title = _("To put right")
    taken = {name.casefold() for name in workbook.sheetnames}
    return next(
        name for name in (title, *(f"{title} {number}" for number in range(2, 300))) if name.casefold() not in taken
    )
