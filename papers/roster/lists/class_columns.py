"""The columns that say the class: which of several is read, and one that says it once for many."""

import re
from collections.abc import Collection, Sequence

from locales import N_
from papers.roster.lists.classes import read_class
from papers.roster.lists.headers import field_of
from papers.roster.lists.table import Column, Row, Table, is_blank
from papers.roster.lists.values import Cell, Wrong, read_text
from papers.roster.text import folded

_ONCE = N_("the class stands here once for the rows below it, and was read so: look it over")
_SEVERAL = N_("there are several columns for the class, and they differ: this one was read")


def column_that_reads(columns: Sequence[Column], below: Sequence[Row]) -> Column:
    """Of `Mã lớp` and `Tên lớp` the one whose cells are classes; of equals the one of the newest year, or the first."""

    def reads(column: Column) -> tuple[int, int]:
        years = map(int, re.findall(r"20\d\d", column.header))
        return sum(class_in(row[column.index]) is not None for row in below), max(years, default=0)

    return max(columns, key=reads)


def class_in(cell: Cell) -> str | None:
    try:
        return None if is_blank(cell) else read_class(cell)
    except Wrong:
        return None


def written_once(table: Table) -> None:
    """Each class stands only beside its first pupil: it is that of those below."""
    column = table.columns.get("class")
    number, name = table.columns.get("list_no"), table.columns.get("name") or table.columns.get("given")
    if column is None or number is None or name is None:
        return
    numbered = (row for row in table.rows[table.start : table.end] if str(row[number.index])[:1].isdigit())
    rows = [row for row in numbered if not is_blank(row[name.index])]
    said = [folded(str(row[column.index])) for row in rows if not is_blank(row[column.index])]
    once = said and len(set(said)) == len(said) < len(rows) and not is_blank(rows[0][column.index])
    if not once or any(class_in(row[column.index]) is None for row in rows if not is_blank(row[column.index])):
        return
    table.fault(0, "class", _ONCE, "warning")
    last: Cell = ""
    for row in rows:
        last = row[column.index] = last if is_blank(row[column.index]) else row[column.index]


def tell_other_classes(table: Table, heads: Sequence[Row]) -> None:
    """Two columns headed “Lớp” that say different classes: one of them is of another year, or of something else."""
    column = table.columns.get("class")
    if column is None:
        return
    places = {
        index
        for row in heads
        for index, cell in enumerate(row[table.first : table.last], table.first)
        if index != column.index and isinstance(cell, str) and field_of(cell) == "class"
    }
    for row in table.rows[table.start : table.end]:
        read = class_in(row[column.index])
        if read is not None and any(class_in(row[place]) not in {None, read} for place in places):
            table.fault(0, "class", _SEVERAL, "warning")
            return


def with_grade(cell: Cell, grade: Cell) -> Cell:
    """`Khối 6` and `A` in two columns are 6A."""
    text, number = read_text(cell), "".join(filter(str.isdigit, read_text(grade)))
    return f"{number}{text}" if text[:1].isalpha() and len(text) <= 2 and number else cell


def without_hidden_doubles(rows: Sequence[Row], hidden: Collection[int]) -> None:
    """Of two columns with one heading the one that is shown is meant: the other is emptied."""
    for number, row in enumerate(rows if hidden else ()):
        fields = {index: field_of(cell) for index, cell in enumerate(row) if isinstance(cell, str) and cell}
        shown = {of for index, of in fields.items() if of and index not in hidden}
        doubles = [index for index, of in fields.items() if index in hidden and of in shown and len(shown) > 1]
        for below in rows[number:] if doubles else ():
            for index in doubles:
                below[index] = ""
