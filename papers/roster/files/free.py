"""The rows of an .ods that are hidden or filtered away, and its merged cells: what reads the cells tells neither."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from papers.roster.files.elements import Elements
from papers.roster.lists.table import Merged

_MOST = 10_000
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_INDENTED = re.compile(rb">\s*\n\s*<")  # packages are written without
_OF_SPREADSHEETS = "application/vnd.oasis.opendocument.spreadsheet"


def packed(content: bytes) -> bytes:
    """A flat document (.fods) as the package (.ods) that its programs otherwise write. Raises Unreadable for XML that
    declares entities.
    """
    Ods().read_elements(content)
    package = BytesIO()
    with ZipFile(package, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _OF_SPREADSHEETS, ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _INDENTED.sub(b"><", content))
    return package.getvalue()


class Ods(Elements):
    """All sheets, by name; a row and a cell may stand for several."""

    def __init__(self) -> None:
        self.sheet, self.row, self.height, self.column, self.folded = "", 0, 1, 0, 0
        self.gone: dict[str, set[int]] = {}
        self.columns: dict[str, set[int]] = {}
        self.merged: dict[str, list[Merged]] = {}

    def read(self, content: bytes) -> "Ods":
        self.read_elements(content)
        return self

    def hidden(self) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
        """Rows and columns, by sheet."""
        rows, columns = ({name: frozenset(some) for name, some in of.items()} for of in (self.gone, self.columns))
        return rows, columns

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in {"table-cell", "covered-table-cell"}:
            self._cell({key.rpartition(" ")[2]: value for key, value in attributes.items() if "number-" in key})
            return
        here = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "table":
            self.sheet, self.row, self.height, self.column = here.get("name", ""), 0, 0, 0
        elif name == "table-column":
            self._columns(here)
        elif name == "table-row-group" and (self.folded or here.get("display") == "false"):
            self.folded += 1
        elif name == "table-row":
            self._row(here)

    def _columns(self, here: dict[str, str]) -> None:
        first, count = self.column, min(int(here.get("number-columns-repeated", 1)), _MOST)
        self.column += count
        if here.get("visibility") in {"collapse", "filter"}:
            self.columns.setdefault(self.sheet, set()).update(range(first, self.column))

    def _row(self, here: dict[str, str]) -> None:
        self.row += self.height
        self.height, self.column = int(here.get("number-rows-repeated", 1)), 0
        if self.folded or here.get("visibility") in {"collapse", "filter"}:
            self.gone.setdefault(self.sheet, set()).update(range(self.row, self.row + min(self.height, _MOST)))

    def _cell(self, here: dict[str, str]) -> None:
        across, down = int(here.get("number-columns-spanned", 1)), int(here.get("number-rows-spanned", 1))
        if across > 1 or down > 1:
            last = (self.row + min(down, _MOST) - 1, self.column + min(across, _MOST) - 1)
            self.merged.setdefault(self.sheet, []).append(((self.row, self.column), last))
        self.column += int(here.get("number-columns-repeated", 1))

    def end(self, name: str) -> None:
        if name == "table-row-group" and self.folded:
            self.folded -= 1
