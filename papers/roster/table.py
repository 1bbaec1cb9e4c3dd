"""A table found on a sheet: its columns, its lines, and faults that know where they stand."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct, field

from locales import N_
from papers.roster import Fault, Param, Severity
from papers.roster.headers import Kind, field_of, kind_of
from papers.roster.text import folded
from papers.roster.values import Cell, Wrong, check_name, read_phones, read_text
from rules.people.names import clean

T = TypeVar("T")
Merged = tuple[tuple[int, int], tuple[int, int]]  # ((row, column), (row, column)), from 0, both ends included
Row = list[Cell]

HEADER_WITHIN = 30
EMPTY_ROWS_END = 200
_REPEATED_DOWN = ("class", "charge", "place", "village", "hamlet", "when")  # what schools merge over several rows
_SIGNATURES = re.compile(
    r"^(kt |tl |tm )?(hieu truong|pho hieu truong|nguoi lap|thu truong|xac nhan|duyet|ngay thang|giao vien chu nhiem)|"
    r"\bngay( \d+)? thang( \d+)? nam\b"
)
_TOTALS = re.compile(
    r"^(tong so|tong cong|(tong|cong)( \d.*)?$|danh sach (nay )?(co|gom)|an dinh|luu y|ghi chu)"
)  # Tống is a name


class Column(Struct, frozen=True):
    index: int
    header: str

    @property
    def letter(self) -> str:
        first, last = divmod(self.index, 26)
        return (chr(64 + first) if first else "") + chr(65 + last)


class Table(Struct):
    """`rows` are the sheet's from its first row on; data starts at index `start`. `title` is what stands above."""

    sheet: str
    kind: Kind
    columns: dict[str, Column]
    rows: Sequence[Row]
    start: int
    title: str
    faults: list[Fault] = field(default_factory=list)

    def fault(
        self, row: int, of: str, message: str, severity: Severity = "error", params: dict[str, Param] | None = None
    ) -> None:
        """Note a fault in the column of the field `of`; `row` is Excel's, 0 for the whole sheet."""
        column = self.columns.get(of)
        self.faults.append(
            Fault(
                sheet=self.sheet,
                row=row,
                column=column.letter if column else "",
                header=column.header if column else "",
                severity=severity,
                message=message,
                params=params or {},
            )
        )

    def lines(self) -> Iterator["Line"]:
        """The lines with data: blank ones, totals, signatures and repeated headings are left out."""
        empty, signed = 0, False
        for index in range(self.start, len(self.rows)):
            line = Line(self, index + 1, self.rows[index])
            if line.is_blank():
                empty += 1
                continue
            if empty >= EMPTY_ROWS_END:
                self.fault(line.row, "", N_("nothing was read from here on: the rows above are empty"), "warning")
                return
            empty = 0
            signed = signed or line.is_signature()
            if not (line.is_heading() or line.is_total() or (signed and not line.has("list_no"))):
                yield line


class Line(Struct):
    """One row of a table. `read` turns what is wrong with a cell into a fault of that cell."""

    table: Table
    row: int
    cells: Row

    def raw(self, of: str) -> Cell:
        column = self.table.columns.get(of)
        return self.cells[column.index] if column else ""

    def has(self, of: str) -> bool:
        return not _is_blank(self.raw(of))

    def read(self, of: str, reader: Callable[[Cell], T]) -> T | None:
        """None for a blank cell, for a column that is not there, and for a faulty cell."""
        if not self.has(of):
            return None
        try:
            return reader(self.raw(of))
        except Wrong as wrong:
            self.blame(of, wrong)
            return None

    def text(self, of: str) -> str:
        return self.read(of, read_text) or ""

    def name(self, of: str) -> str:
        return self.checked(of, self.text(of))

    def checked(self, of: str, name: str) -> str:
        """The name as it is, with a fault noted if it cannot be a name."""
        try:
            check_name(name)
        except Wrong as wrong:
            self.blame(of, wrong)
        return name

    def phone(self, of: str) -> str | None:
        numbers = self.read(of, read_phones) or []
        if len(numbers) > 1:
            self.fault(of, N_("there are several phone numbers here: only the first one is kept"), "warning")
        return numbers[0] if numbers else None

    def full_name(self) -> str:
        """The name, also of a table with the family name and the given name in two columns."""
        if "name" in self.table.columns:
            return self.name("name")
        return f"{self.name('surname')} {self.name('given')}".strip()

    def blame(self, of: str, wrong: Wrong) -> None:
        self.table.fault(self.row, of, wrong.message, wrong.severity, wrong.params)

    def fault(self, of: str, message: str, severity: Severity = "error", **params: Param) -> None:
        self.table.fault(self.row, of, message, severity, params)

    def is_blank(self) -> bool:
        return all(map(_is_blank, self.cells))

    def is_heading(self) -> bool:
        """The heading printed again, as at the top of a new page."""
        return all(field_of(str(self.raw(of))) for of in self.table.columns if self.has(of)) and self.has_name()

    def has_name(self) -> bool:
        return self.has("name") or self.has("surname") or self.has("given")

    def is_total(self) -> bool:
        return not self.has("list_no") and any(_TOTALS.search(text) for text in self._folded_texts()[:1])

    def is_signature(self) -> bool:
        """The foot of the page: who signs and when. A staff list has its own column of such titles."""
        texts = [] if self.has("list_no") or self.has("role") else self._folded_texts()
        return len(texts) <= 3 and any(map(_SIGNATURES.search, texts))

    def _folded_texts(self) -> list[str]:
        return [folded(str(cell)) for cell in self.cells if not _is_blank(cell)]


def find_table(sheet: str, rows: list[Row], merged: list[Merged]) -> Table | None:
    """The table on this sheet, by its headings; None if the sheet holds none of ours."""
    best: Table | None = None
    for top in range(min(HEADER_WITHIN, len(rows))):
        for bottom in range(top, min(_header_bottom(top, merged) + 1, len(rows))):
            columns = _columns(rows, merged, top, bottom)
            kind = kind_of(columns.keys())
            if kind and (best is None or len(columns) > len(best.columns)):
                title = " ".join(clean(str(cell)) for row in rows[:top] for cell in row if not _is_blank(cell))
                best = Table(sheet, kind, columns, rows, bottom + 1, title)
    if best:
        _repeat_down(best, merged)
    return best


def is_some_list(rows: list[Row]) -> bool:
    """Whether the sheet has a row of headings, even if not of a table of ours."""
    known = ({field_of(str(cell)) for cell in row} for row in rows[:HEADER_WITHIN])
    return any("name" in fields and len(fields - {"name", None}) > 0 for fields in known)


def _header_bottom(top: int, merged: list[Merged]) -> int:
    """The heading has a second row when something in its first row is merged across or down."""
    return top + 1 if any(first[0] == top and first != last for first, last in merged) else top


def _columns(rows: Sequence[Row], merged: list[Merged], top: int, bottom: int) -> dict[str, Column]:
    upper = _spread(rows[top], [pair for pair in merged if pair[0][0] == top])
    lower = rows[bottom] if bottom > top else [""] * len(upper)
    found: dict[str, Column] = {}
    for index, (above, below) in enumerate(zip(upper, lower, strict=True)):
        header = clean(f"{_heading(above)} {_heading(below)}")
        of = field_of(header) if header else _unheaded_given_name(rows, bottom, index, found)
        if of == "name" and found.get("name") == Column(index - 1, header):  # one heading merged over two columns
            found["surname"] = found.pop("name")
            of = "given"
        if of and of in found:  # a bare "Quan hệ" or "SĐT" again: the second guardian's
            of = of.replace("1", "2")
        if of and of not in found:
            found[of] = Column(index, header)
    return found


def _heading(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def _spread(row: Row, merged: list[Merged]) -> Row:
    """A row of headings with each merged heading written in all its columns."""
    wide = list(row)
    for (_top, left), (_bottom, right) in merged:
        for column in range(left, min(right + 1, len(wide))):
            wide[column] = row[left]
    return wide


def _unheaded_given_name(rows: Sequence[Row], bottom: int, index: int, found: dict[str, Column]) -> str | None:
    """`Họ và tên` over the family name, and the given name in the next column with nothing above it."""
    name = found.get("name")
    if name is None or name.index != index - 1:
        return None
    below = [row for row in rows[bottom + 1 : bottom + 31] if not _is_blank(row[name.index])]
    if sum(isinstance(row[index], str) and not _is_blank(row[index]) for row in below) * 2 <= len(below):
        return None
    found["surname"] = found.pop("name")
    return "given"


def _repeat_down(table: Table, merged: list[Merged]) -> None:
    wanted = {table.columns[of].index for of in _REPEATED_DOWN if of in table.columns}
    for (top, left), (bottom, _right) in merged:
        if left in wanted and top >= table.start:
            for row in table.rows[top + 1 : bottom + 1]:
                row[left] = table.rows[top][left]


def _is_blank(cell: Cell) -> bool:
    """Also a dash or dots: what a hand writes where there is nothing."""
    return isinstance(cell, str) and not clean(cell).strip("-–—_./ ")
