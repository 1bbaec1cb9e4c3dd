"""Reads a school's workbook: finds its tables by their headings and reads their lines."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from locales import N_
from papers.progress import come_to
from papers.roster import AsideRow, Fault, PupilRow, Roster, Unreadable
from papers.roster.files.old_fonts import into_unicode
from papers.roster.files.sheets import read_sheets
from papers.roster.files.unread import Unread
from papers.roster.lists.again import without_repeats
from papers.roster.lists.checks import check_phones, check_pupils, check_staff, match_hamlets, match_staff, own_numbers
from papers.roster.lists.class_columns import without_hidden_doubles
from papers.roster.lists.find import find_tables
from papers.roster.lists.hamlets import read_hamlets
from papers.roster.lists.numbers import doubtful_numbers
from papers.roster.lists.pupils import read_pupils
from papers.roster.lists.shapes.schools import tell_other_schools
from papers.roster.lists.sponsors import read_sponsor_list
from papers.roster.lists.staff import once_each, read_staff
from papers.roster.lists.table import Row, Table
from papers.roster.lists.twice import alike, check_twice, own_codes
from papers.roster.lists.values import newest_day
from papers.roster.lists.years import of_this_year
from papers.roster.text import folded, is_legacy

_GUIDE = re.compile(r"^(huong dan|danh muc)\b")  # how to fill the workbook in, and what may be chosen
_HIDDEN = N_("this sheet is hidden, and was left out: unhide it if its list is to be read")
_SHOWS = N_("this cell shows “{text}”, and nothing was read from it: put the formula right, or type the value")
_NOT_COMPUTED = N_("the formula in this cell has no value yet: open the file in Excel, save it, and send it again")
_ONLY_PUPILS = N_("only pupils are in this file: the staff, and who looks after the hamlets, stay as they are")
_OLD_FONT = N_("this sheet is typed in an old font ({font}) and was put into Unicode: look at some of the names")
_OLD_FONT_WORDS = 2  # one such word may be a foreign name


def read_roster(path: Path, today: date | None = None) -> Roster:
    """Read a file that is trusted not to be hostile; `papers.roster.bounds` is for all others.

    Raises Unreadable when the file is no roster at all; what is wrong inside is in `faults`.
    """
    day = today or newest_day()
    tables, unknown = _tables(path)
    tables, old = of_this_year(tables, day)
    tell_other_schools(_of_kind(tables, "pupils"))
    places = {(table.sheet, table.part): table for table in tables}
    read = _pupils(_of_kind(tables, "pupils"), day)
    pupils = without_repeats([row for rows, _aside in read for row in rows], places)
    aside = [row for _rows, aside in read for row in aside]
    staff = once_each([row for table in _of_kind(tables, "staff") for row in read_staff(table)])
    hamlets = [
        row for table in tables if table.kind == "hamlets" or "charge" in table.columns for row in read_hamlets(table)
    ]
    sponsors = [row for table in _of_kind(tables, "sponsors") for row in read_sponsor_list(table)]
    pupils = own_codes(pupils, places)
    twice = alike(pupils)
    check_twice(twice, pupils, places)
    check_pupils(pupils, places)
    check_phones(pupils, places)
    check_staff(staff, pupils, places)
    hamlets = match_staff(hamlets, staff, places)
    pupils = match_hamlets(own_numbers(pupils), hamlets, places)
    numbers = doubtful_numbers([*_of_kind(tables, "pupils"), *_of_kind(tables, "staff")])
    found = [fault for table in tables for fault in sorted(table.faults, key=lambda fault: fault.row)]
    return Roster(
        pupils=pupils,
        staff=staff,
        hamlets=hamlets,
        sponsors=sponsors,
        aside=aside,
        alike=twice,
        numbers=numbers,
        whole_staff=any("role" in table.columns for table in _of_kind(tables, "staff")),
        faults=[*_missing(tables), *unknown, *old, *_empty(tables, read), *found],
    )


def _pupils(tables: Sequence[Table], day: date) -> list[tuple[list[PupilRow], list[AsideRow]]]:
    """By table; says how far it has come."""
    done, total = 0, sum(table.end - table.start for table in tables)
    read: list[tuple[list[PupilRow], list[AsideRow]]] = []
    for table in tables:
        read.append(read_pupils(table, day, partial(_come_to_row, done, total)))
        done += table.end - table.start
    come_to(total, total)
    return read


def _come_to_row(before: int, total: int, row: int) -> None:
    come_to(before + row, total)


def _of_kind(tables: Iterable[Table], kind: str) -> list[Table]:
    return [table for table in tables if table.kind == kind]


def _tables(path: Path) -> tuple[list[Table], list[Fault]]:
    """The tables of all visible sheets, and a warning for each sheet that has a list nobody can tell the kind of."""
    tables: list[Table] = []
    unknown: list[Fault] = []
    for sheet in read_sheets(path):
        if _GUIDE.search(folded(sheet.name)):
            continue
        font = into_unicode(sheet.rows)
        without_hidden_doubles(sheet.rows, sheet.columns)
        found, others = find_tables(sheet.name, sheet.rows, sheet.merged, sheet.hidden)
        if font and found and sheet.shown:
            unknown.append(Fault(sheet=sheet.name, severity="warning", message=_OLD_FONT, params={"font": font}))
        if sheet.shown:
            _refuse_old_fonts(sheet.name, [row for table in found for row in table.whole()] or sheet.rows)
        if not sheet.shown:
            unknown += [Fault(sheet=sheet.name, severity="warning", message=_HIDDEN)] if found else []
            continue
        for table in found:
            table.struck, table.pinned = sheet.struck, sheet.pinned
            _tell_unread(table, sheet.unread)
        tables += found
        rows = others if found else [(0, message) for _row, message in others[:1]]
        unknown += [Fault(sheet=sheet.name, row=row, severity="warning", message=message) for row, message in rows]
    return tables, unknown


def _tell_unread(table: Table, unread: Unread) -> None:
    """The cells of this table that a formula left without a value."""
    for of, column in table.columns.items():
        for row in sorted(row for row, place in unread if place == column.index and table.start <= row < table.end):
            shows = unread[row, column.index]
            table.fault(row + 1, of, _SHOWS if shows else _NOT_COMPUTED, "warning", {"text": shows} if shows else {})


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


def _empty(tables: Sequence[Table], read: Sequence[tuple[list[PupilRow], list[AsideRow]]]) -> list[Fault]:
    """Sheets that have a list's headings and nobody below any of them."""
    listed = zip(_of_kind(tables, "pupils"), read, strict=True)
    sheets: dict[str, bool] = {}
    for table, (rows, aside) in listed:
        sheets[table.sheet] = sheets.get(table.sheet, False) or bool(rows or aside)
    message = N_("there are headings here and no pupil below them")
    return [Fault(sheet=sheet, severity="warning", message=message) for sheet, has in sheets.items() if not has]


def _missing(tables: Sequence[Table]) -> list[Fault]:
    """A list may come alone; of those that are not there it is said that they stay as they are."""
    there = {table.kind for table in tables}
    if there == {"sponsors"}:
        return []  # its people are in the database
    if not there:
        message = N_("there is no list that could be read: a pupil list needs at least “Họ và tên” and “Lớp”")
        return [Fault(message=message)]
    silent = {
        "pupils": N_("there is no pupil sheet: pupils and classes stay as they are"),
        "staff": N_("there is no staff sheet, with the columns “Họ và tên” and “Chức vụ”: the staff stay as they are"),
        "hamlets": N_(
            "there is no assignment sheet, with the columns “Họ và tên” and “Phụ trách thôn, nóc”: "
            "whoever looks after a hamlet goes on"
        ),
    }
    if there == {"pupils"}:
        return [Fault(severity="warning", message=_ONLY_PUPILS)]
    return [Fault(severity="warning", message=message) for kind, message in silent.items() if kind not in there]
