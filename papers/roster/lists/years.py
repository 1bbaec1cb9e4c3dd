"""Lists of another school year: last year's sheet that stayed in the workbook, or a title that nobody changed."""

import re
from collections.abc import Sequence
from datetime import date

from locales import N_
from papers.roster import Fault
from papers.roster.lists.table import Table
from papers.roster.text import folded

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[-–—/_]\s*(?:20)?(\d\d)(?!\d)")
_OLD_TAB = re.compile(r"\b(cu|nam (ngoai|truoc)|nhap|luu tru)$")
_FIRST_MONTH = 8
_LEFT_OUT = N_("this list is of the school year {year}, and a newer one is in this file: it was left out")
_OLD = N_("by its title this list is of the school year {year}: if only the title is old, go on")
_LEFT_BEFORE = N_(
    "by its title this list of who has left is of the school year {year}: nobody is taken off the lists of today by "
    "it. If only the title is old, put the year right and send it again"
)
_DRAFT = N_("by its name this sheet is an old list or a draft, and another one is in this file: it was left out")


def of_this_year(tables: Sequence[Table], today: date) -> tuple[list[Table], list[Fault]]:
    """Without those of pupils that an other list of the same file replaces, with what is said of them."""
    years = {id(table): year_of(table) for table in tables if table.kind == "pupils"}
    newest = max((year for year in years.values() if year), default=None)
    fresh = any(not _OLD_TAB.search(folded(table.sheet)) for table in tables if table.kind == "pupils")
    kept, faults = [], []
    for table in tables:
        year, old_tab = years.get(id(table)), table.kind == "pupils" and bool(_OLD_TAB.search(folded(table.sheet)))
        if year and newest and year < newest:
            faults.append(_fault(table, _LEFT_OUT, year))
        elif year and table.left and year < _begun(today):
            faults.append(_fault(table, _LEFT_BEFORE, year))
        elif old_tab and fresh:
            faults.append(_fault(table, _DRAFT))
        else:
            kept.append(table)
            faults += [_fault(table, _OLD, year)] if year and year < _begun(today) else []
    return kept, faults


def _begun(today: date) -> int:
    """The year in which the school year of today began."""
    return today.year - (today.month < _FIRST_MONTH)


def year_of(table: Table) -> int | None:
    """The year in which the school year begins that its title names, else its tab."""
    for words in ("\n".join(table.title), table.sheet):
        found = [int(first) for first, last in _YEAR.findall(words) if int(last) == (int(first) + 1) % 100]
        if found:
            return max(found)
    return None


def _fault(table: Table, message: str, year: int | None = None) -> Fault:
    params: dict[str, str | int] = {"year": f"{year}-{year + 1}"} if year else {}
    return Fault(sheet=table.sheet, severity="warning", message=message, params=params)
