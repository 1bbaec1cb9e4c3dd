"""A table found on a sheet: its columns, its lines, and faults that know where they stand."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct, field

from locales import N_
from papers.roster import Fault, Param, Severity
from papers.roster.kin import alone
from papers.roster.lists.classes import class_alone, is_grade_alone
from papers.roster.lists.headers import Kind, field_of
from papers.roster.lists.shapes.sections import heads_pupils
from papers.roster.lists.values import (
    Cell,
    Wrong,
    as_name,
    check_name,
    read_phones,
    read_text,
    without_address,
    without_remark,
)
from papers.roster.text import folded
from rules.people.names import clean, fold

T = TypeVar("T")
Merged = tuple[tuple[int, int], tuple[int, int]]  # ((row, column), (row, column)), from 0, both ends included
Row = list[Cell]
Pinned = Mapping[tuple[int, int], str]  # what is noted at a cell, by row and column from 0

EMPTY_ROWS_END = 200
_DEAD = re.compile(r"\b(mat|chet|qua doi)\b")
_NOBODY = re.compile(r"(da |bo |me |cha )*(mat|chet|qua doi)( som)?|khong( co| ro| biet)?|chua (co|ro)|ko( co)?|x+|k")
_AWAY = re.compile(  # where a parent is, and not who
    r"((da|dang|deu|di|me|bo|cha|o) )*(di lam( an)?( thue)?( o)?( xa)?|lam an xa|ly (hon|di|than)|bo (di|nha|con)|"
    r"(di |o )?(nuoc ngoai|mien nam|sai gon|nam)|di tu|khong song cung|mat lien lac|tai hon|lay chong( khac)?|"
    r"lay vo( khac)?|o (voi|cung) .{1,20}|(con )?ngoai gia thu|mo coi)( .{0,12})?"
)
SIGNATURES = re.compile(
    r"^(kt |tl |tm )?(hieu truong|pho hieu truong|nguoi lap|thu truong|xac nhan|duyet|ngay thang|giao vien chu nhiem)|"
    r"\bngay( \d+)? thang( \d+)? nam\b"
)
_ROMAN = re.compile(r"[IVX]{1,4}[.)]?")
_NAMED = re.compile(
    r"ten|phu trach|van dong|name|hoc sinh|\bhs\b|student|pupil|^ *(tre|be) *$"
)  # every heading over names has one
_TOTALS = re.compile(
    r"^(tong so|tong cong|si so|trong do|(tong|cong)( \d.*)?$|cong (lop|khoi|toan truong|so|trang|to|mang sang)|"
    r"danh sach (nay )?(co|gom)|an dinh|luu y|ghi chu|(trang|to) (so )?\d+( \d+)?$)\b"
)  # Tống is a name


class Column(Struct, frozen=True):
    index: int
    header: str

    @property
    def letter(self) -> str:
        first, last = divmod(self.index, 26)
        return (chr(64 + first) if first else "") + chr(65 + last)


class Table(Struct):
    """`rows` are the sheet's from its first row on; headings stand from the index `head` on, data from `start` up to
    `end`, in the columns from `first` up to `last`. `title` is what stands above, a line each; `part` counts the tables
    of a sheet; `hidden` are the indices of rows that are not shown, `struck` of those struck through; `pinned` are
    notes on cells; `left` is what the title says has become of all here, if they have left; `boards`: all board.
    """

    sheet: str
    kind: Kind
    columns: dict[str, Column]
    rows: Sequence[Row]
    start: int
    head: int
    title: list[str]
    end: int = 0
    first: int = 0
    last: int = 10_000
    part: int = 0
    hidden: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    pinned: Pinned = {}
    left: tuple[str, ...] = ()
    boards: bool = False
    faults: list[Fault] = field(default_factory=list)
    read: list["Line"] = field(default_factory=list)  # found once

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

    def whole(self) -> Sequence[Row]:
        """Its headings and all below them."""
        return self.rows[self.head : self.end]

    def lines(self) -> Iterator["Line"]:
        """The lines that are shown and have data: blank ones, totals, signatures and repeated headings are left out."""
        return (line for line in self._found() if line.row - 1 not in self.hidden)

    def hidden_lines(self) -> list["Line"]:
        """The same of the rows that are hidden or filtered away."""
        return [line for line in self._found() if line.row - 1 in self.hidden]

    def _found(self) -> list["Line"]:
        if not self.read:
            self.read = list(self._all_lines())
        return self.read

    def _all_lines(self) -> Iterator["Line"]:
        empty, signed, group, gone = 0, False, "", ""
        for index in range(self.start, self.end):
            line = Line(self, index + 1, self.rows[index], group)
            if line.is_blank():
                empty += 1
                continue
            if empty >= EMPTY_ROWS_END:
                self.fault(line.row, "", N_("nothing was read from here on: the rows above are empty"), "warning")
                return
            empty = 0
            alone = line.alone()
            if alone and self.kind == "pupils" and (heads := heads_pupils(alone)):
                gone, signed = alone if heads == "gone" else "", False
                continue
            if alone and (named := class_alone(alone) or ("-" if is_grade_alone(alone) else "")):
                group, gone = named.strip("-"), ""
                continue
            line.section = gone
            signed = signed or line.is_signature() or line.is_total()
            if not (line.is_heading() or line.is_total() or (signed and not line.is_numbered())):
                yield line


class Line(Struct):
    """One row of a table. `read` turns what is wrong with a cell into a fault of that cell. `group` is the class that
    stood in a row of its own above, `section` what is said there of who has left (“Học sinh chuyển đi:”).
    """

    table: Table
    row: int
    cells: Row
    group: str = ""
    section: str = ""

    def raw(self, of: str) -> Cell:
        column = self.table.columns.get(of)
        return self.cells[column.index] if column else ""

    def has(self, of: str) -> bool:
        return not is_blank(self.raw(of))

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

    def guardian_name(self, of: str) -> str:
        """The name of a guardian. What cannot be one is left out with a warning: it makes no wrong pupil."""
        name, remark = without_remark(self.text(of))
        if _NOBODY.fullmatch(folded(name)):
            return ""
        if _AWAY.fullmatch(folded(name)):
            self.fault(of, N_("“{text}” is no name, and was left out"), "warning", text=name)
            return ""
        try:
            check_name(name)
        except Wrong as wrong:
            self.fault(of, wrong.message, "warning", **wrong.params)
            return ""
        if _DEAD.search(folded(remark)):
            self.fault(of, N_("{name} was left out: “{remark}”"), "warning", name=name, remark=remark)
            return ""
        if remark and not alone(remark):
            self.fault(of, N_("“{remark}” was left out of the name"), "warning", remark=remark)
        return name

    def phone(self, of: str) -> str | None:
        numbers = self.read(of, read_phones) or []
        if len(numbers) > 1:
            self.fault(of, N_("there are several phone numbers here: only the first one is kept"), "warning")
        return numbers[0] if numbers else None

    def full_name(self) -> str:
        """The name, also of a table with the family name and the given name in two columns."""
        if "name" in self.table.columns:
            return as_name(without_address(self._named("name")))
        return as_name(clean(" ".join(map(self._named, ("surname", "middle", "given")))))

    def _named(self, of: str) -> str:
        """What is certain of the cell: a remark in brackets or a star is no part of the name."""
        text = self.text(of)
        name, remark = without_remark(text)
        if remark:
            message = N_("“{remark}” was left out of the name")
            self.fault(of, message, "warning", remark=remark)
        return self.checked(of, name)

    def blame(self, of: str, wrong: Wrong) -> None:
        self.table.fault(self.row, of, wrong.message, wrong.severity, wrong.params)

    def fault(self, of: str, message: str, severity: Severity = "error", **params: Param) -> None:
        self.table.fault(self.row, of, message, severity, params)

    def is_blank(self) -> bool:
        return all(map(is_blank, self._own()))

    def _own(self) -> Row:
        """The cells of this table, where another stands beside it."""
        return self.cells[self.table.first : self.table.last]

    def pinned(self) -> list[str]:
        """What is noted at its cells, as people do who would not spoil the list."""
        pinned = self.table.pinned.items()
        here = [text for (row, column), text in pinned if row == self.row - 1 and self._is_own(column)]
        return [one for text in here if (one := clean(text))]

    def _is_own(self, column: int) -> bool:
        return self.table.first <= column < self.table.last

    def alone(self) -> str:
        """The text of a row that has nothing else, also merged over several cells, or behind a Roman number."""
        texts = {clean(str(cell)) for cell in self._own() if not is_blank(cell)}
        texts = {text for text in texts if not _ROMAN.fullmatch(text)} if len(texts) == 2 else texts
        return texts.pop() if len(texts) == 1 and not self.is_numbered() else ""

    def is_numbered(self) -> bool:
        """Whether it has its number on the list, not words in that column."""
        return self.has("list_no") and bool(re.fullmatch(r"\d+([.,]\d+)?\W*", clean(str(self.raw("list_no")))))

    def is_heading(self) -> bool:
        """The heading printed again, as at the top of a new page; or the numbers of the columns under it."""
        if _is_count(self._own()):
            return True
        named = next((of for of in ("name", "given") if self.has(of)), None)
        if named is None or not _NAMED.search(fold(str(self.raw(named)))) or field_of(str(self.raw(named))) is None:
            return False
        return all(field_of(str(self.raw(of))) for of in self.table.columns if self.has(of))

    def has_name(self) -> bool:
        return self.has("name") or self.has("surname") or self.has("given")

    def is_total(self) -> bool:
        return not self.is_numbered() and any(_TOTALS.search(text) for text in self._folded_texts()[:1])

    def is_signature(self) -> bool:
        """The foot of the page: who signs and when. A staff list has its own column of such titles."""
        texts = [] if self.is_numbered() or self.has("role") else self._folded_texts()
        return len(texts) <= 3 and any(map(SIGNATURES.search, texts))

    def _folded_texts(self) -> list[str]:
        return [folded(str(cell)) for cell in self._own() if not is_blank(cell)]


def _is_count(cells: Row) -> bool:  # (1) (2) (3)
    texts = [clean(str(cell)).removesuffix(".0").strip("()[] ") for cell in cells if not is_blank(cell)]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]


def is_blank(cell: Cell) -> bool:
    """Also a dash or dots: what a hand writes where there is nothing."""
    if not isinstance(cell, str) or cell[:1].isalnum():
        return False
    return not clean(cell).strip("-–—_./…‥· ")
