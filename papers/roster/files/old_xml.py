"""Workbooks of Excel 2003 as XML, mostly called “.xls”."""

from datetime import datetime

from papers.roster.files.elements import Elements
from papers.roster.files.grid import Grid
from papers.roster.lists.table import Merged, Row
from papers.roster.lists.values import Cell

Sheets = list[tuple[str, tuple[list[Row], list[Merged], frozenset[int]], bool]]


def read_old_xml(content: bytes) -> Sheets:
    """By sheet: its name, its rows with what is merged and hidden, and whether it is shown as a whole."""
    reader = _Workbook()
    reader.read_elements(content)
    return [(name, grid.read(), shown) for name, grid, shown in reader.sheets]


class _Workbook(Elements):
    """Rows and cells may name their place, from 1; what they leave out is blank; notes are no words of a cell."""

    spoken = True

    def __init__(self) -> None:
        self.sheets: list[tuple[str, Grid, bool]] = []
        self.column: int | None = None
        self.span = (1, 1)
        self.inside = self.kind = self.text = ""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            self.sheets.append((said.get("Name", ""), Grid(), True))
        elif name == "Row" and self.sheets:
            self.sheets[-1][1].begin_row(_index(said), hidden=said.get("Hidden") == "1")
        elif name == "Cell":
            self.column, self.kind, self.text = _index(said), "", ""
            self.span = (int(said.get("MergeDown", 0)) + 1, int(said.get("MergeAcross", 0)) + 1)
        elif name == "Data" and self.inside != "Comment":
            self.inside, self.kind = name, said.get("Type", "")
        elif name in {"Comment", "Visible"}:
            self.inside, self.text = name, "" if name == "Visible" else self.text

    def words(self, text: str) -> None:
        if self.inside in {"Data", "Visible"}:
            self.text += text

    def end(self, name: str) -> None:
        if name == self.inside:
            self.inside = ""
        if name == "Cell" and self.sheets:
            self.sheets[-1][1].cell(_value(self.text, self.kind), *self.span, at=self.column)
        elif name == "Visible" and self.sheets:
            sheet, grid, _shown = self.sheets[-1]
            self.sheets[-1] = (sheet, grid, not self.text.startswith("SheetHidden"))


def _index(said: dict[str, str]) -> int | None:
    return int(said["Index"]) - 1 if "Index" in said else None


def _value(text: str, kind: str) -> Cell:
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return datetime.fromisoformat(text).replace(tzinfo=None)
    return "" if kind == "Error" else text
