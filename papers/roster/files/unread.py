"""The cells of an .xlsx that a formula left without a value: they read as blank, and show `#N/A` or nothing."""

from collections.abc import Mapping
from io import BytesIO
from typing import TypeAlias
from zipfile import ZipFile

from papers.roster.files.elements import Elements
from papers.roster.files.envelope import Format
from papers.roster.files.hidden import parts_of

Unread: TypeAlias = Mapping[tuple[int, int], str]  # by row and column, from 0


def unread_cells(content: bytes, kind: Format) -> Mapping[str, Unread]:
    """By sheet; of other formats none is known. For a file whose envelope has been checked."""
    if kind != "xlsx":
        return {}
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: part for name, part in parts_of(archive).items() if part in archive.namelist()}
        contents = {name: archive.read(part) for name, part in parts.items()}
    return {name: _Cells().read(sheet) for name, sheet in contents.items() if b't="e"' in sheet or b"<f" in sheet}


class _Cells(Elements):
    spoken = True

    def __init__(self) -> None:
        self.row = self.column = 0
        self.formula = self.inside = False
        self.kind = self.value = ""
        self.found: dict[tuple[int, int], str] = {}

    def read(self, content: bytes) -> Unread:
        self.read_elements(content)
        return self.found

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif name == "c":
            self.column = _column(attributes["r"]) if "r" in attributes else self.column + 1
            self.kind, self.formula, self.value = attributes.get("t", ""), False, ""
        elif name == "f":
            self.formula = True
        self.inside = name == "v"

    def words(self, text: str) -> None:
        if self.inside:
            self.value += text

    def end(self, name: str) -> None:
        self.inside = False
        blank = self.formula and not self.value and self.kind != "str"  # text may be computed to nothing
        if name == "c" and (self.kind == "e" or blank):
            self.found[self.row - 1, self.column - 1] = self.value


def _column(reference: str) -> int:
    column = 0
    for letter in reference.rstrip("0123456789"):
        column = column * 26 + ord(letter) - 64
    return column
