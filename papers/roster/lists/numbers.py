"""Classes that are numbers in their cells: 6.1 may have been 6.10."""

from collections import defaultdict
from collections.abc import Sequence

from locales import N_
from papers.roster.lists.table import Table
from papers.roster.lists.values import read_text

_COLUMNS = ("class", "homeroom")
_LAST = "9"  # a grade with a ninth class may have a tenth
_CUT = ("1", "2")  # what 10.10 and 10.20 become
_READ_SO = N_("these classes are numbers, and were read as they look: {names}; format the column as Text")
_MAY_BE = N_("this class is a number: “{text}” may be {text} or {text}0; format the column as Text and type it again")

_ASKED = N_(
    "this class is a number: “{text}” may be {text} or {text}0, and is asked about unless the school has just one"
)


def doubtful_numbers(tables: Sequence[Table]) -> list[str]:
    """Those of which the sender is asked. Of a grade whose other classes are there as well it is told, and where the
    ninth is there a tenth may be: then the two look alike, and that stops the file.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for _row, _of, name in _numbers(table):
            grade, _point, decimals = name.partition(".")
            seen[grade].add(decimals)
    for table in tables:
        _tell(table, {grade for grade, known in seen.items() if _LAST in known}, seen)
    alone = [(grade, min(known)) for grade, known in seen.items() if len(known) == 1]
    return sorted(f"{grade}.{decimals}" for grade, decimals in alone if decimals in _CUT)


def _tell(table: Table, tenth: set[str], seen: dict[str, set[str]]) -> None:
    sure = set[str]()
    for row, of, name in _numbers(table):
        grade, _point, decimals = name.partition(".")
        if grade in tenth and decimals in _CUT:
            table.fault(row, of, _MAY_BE, params={"text": name})
        elif len(seen[grade]) == 1 and decimals in _CUT:
            table.fault(row, of, _ASKED, "warning", params={"text": name})
        else:
            sure.add(name)
    if sure:
        of = next(of for of in _COLUMNS if of in table.columns)
        table.fault(0, of, _READ_SO, "warning", {"names": ", ".join(sorted(sure)[:20])})


def _numbers(table: Table) -> list[tuple[int, str, str]]:
    """Row, field and text."""
    return [
        (line.row, of, read_text(line.raw(of)))
        for line in table.lines()
        for of in _COLUMNS
        if isinstance(line.raw(of), float) and "." in read_text(line.raw(of))
    ]
