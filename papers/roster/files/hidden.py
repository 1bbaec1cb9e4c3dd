"""Which rows and columns of a workbook are hidden or filtered away: what reads the cells does not tell."""

from collections.abc import Mapping
from io import BytesIO
from posixpath import join, normpath
from zipfile import ZipFile

from papers.roster.files.elements import Elements
from papers.roster.files.envelope import MOST_COLUMNS, Format
from papers.roster.files.free import Ods
from papers.roster.files.old_excel import hidden_in_xls
from papers.roster.lists.table import Merged

Hidden = Mapping[str, frozenset[int]]  # by sheet, from 0


def hidden_places(content: bytes, kind: Format) -> tuple[Hidden, Hidden]:
    """Rows and columns, for a file whose envelope has been checked."""
    if kind == "xls":
        return hidden_in_xls(content)
    with ZipFile(BytesIO(content)) as archive:
        if kind == "ods":
            return Ods().read(archive.read("content.xml")).hidden()
        parts = {name: part for name, part in parts_of(archive).items() if part in archive.namelist()}
        contents = {name: archive.read(part) for name, part in parts.items()}
        read = {name: _Places().read(sheet) for name, sheet in contents.items() if b"hidden=" in sheet}
        return {name: rows for name, (rows, _) in read.items()}, {name: columns for name, (_, columns) in read.items()}


def merged_cells(content: bytes) -> Mapping[str, list[Merged]]:
    """Of an .ods, by sheet: of the others what reads the cells tells them."""
    with ZipFile(BytesIO(content)) as archive:
        return Ods().read(archive.read("content.xml")).merged


def parts_of(archive: ZipFile) -> dict[str, str]:
    """The entry of each sheet."""
    sheets = Attributes("sheet").read(archive.read("xl/workbook.xml"))
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    targets = Attributes("Relationship").read(archive.read("xl/_rels/workbook.xml.rels"))
    by_id = {one.get("Id", ""): one.get("Target", "") for one in targets}
    found = {}
    for one in sheets:
        relation = next((value for name, value in one.items() if name.endswith(" id") or name == "r:id"), "")
        target = by_id.get(relation, "")
        found[one.get("name", "")] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return found


class Attributes(Elements):
    """Those of all elements of one name."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.found: list[dict[str, str]] = []

    def read(self, content: bytes) -> list[dict[str, str]]:
        self.read_elements(content)
        return self.found

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.wanted:
            self.found.append(dict(attributes))


class _Places(Elements):
    """The rows and columns of one sheet of an .xlsx."""

    def __init__(self) -> None:
        self.row = 0
        self.rows: set[int] = set()
        self.columns: set[int] = set()

    def read(self, content: bytes) -> tuple[frozenset[int], frozenset[int]]:
        self.read_elements(content)
        return frozenset(self.rows), frozenset(self.columns)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            if _is_hidden(attributes):
                self.rows.add(self.row - 1)
        elif name == "col" and _is_hidden(attributes):
            first, last = int(attributes["min"]), min(int(attributes["max"]), MOST_COLUMNS)
            self.columns.update(range(first - 1, last))


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("hidden") in {"1", "true"}
