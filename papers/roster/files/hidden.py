"""Which rows of a workbook are hidden or filtered away: what reads the cells does not tell."""

from collections.abc import Mapping
from io import BytesIO
from posixpath import join, normpath
from xml.parsers import expat
from zipfile import ZipFile

from papers.roster.files.envelope import Format
from papers.roster.files.old_excel import hidden_in_xls

Hidden = Mapping[str, frozenset[int]]  # by sheet, from 0


def hidden_rows(content: bytes, kind: Format) -> Hidden:
    """For a file whose envelope has been checked."""
    if kind == "xls":
        return hidden_in_xls(content)
    with ZipFile(BytesIO(content)) as archive:
        if kind == "ods":
            return _Ods().read(archive.read("content.xml"))
        parts = {name: part for name, part in parts_of(archive).items() if part in archive.namelist()}
        contents = {name: archive.read(part) for name, part in parts.items()}
        return {name: _Rows().read(sheet) for name, sheet in contents.items() if b"hidden=" in sheet}


def parts_of(archive: ZipFile) -> dict[str, str]:
    """The entry of each sheet."""
    sheets, targets = _Attributes("sheet"), _Attributes("Relationship")
    sheets.read(archive.read("xl/workbook.xml"))
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    targets.read(archive.read("xl/_rels/workbook.xml.rels"))
    by_id = {one.get("Id", ""): one.get("Target", "") for one in targets.found}
    found = {}
    for one in sheets.found:
        relation = next((value for name, value in one.items() if name.endswith(" id") or name == "r:id"), "")
        target = by_id.get(relation, "")
        found[one.get("name", "")] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return found


class Elements:
    """Reads the elements of a document whose names have no prefix here, one after the other."""

    def read_elements(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = lambda name, attributes: self.begin(name.rpartition(" ")[2], attributes)
        parser.EndElementHandler = lambda name: self.end(name.rpartition(" ")[2])
        parser.Parse(content, True)  # noqa: FBT003, expat's own signature

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        pass


class _Attributes(Elements):
    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.found: list[dict[str, str]] = []

    def read(self, content: bytes) -> None:
        self.read_elements(content)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.wanted:
            self.found.append(dict(attributes))


class _Rows(Elements):
    """The rows of one sheet of an .xlsx."""

    def __init__(self) -> None:
        self.row = 0
        self.found: set[int] = set()

    def read(self, content: bytes) -> frozenset[int]:
        self.read_elements(content)
        return frozenset(self.found)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            if attributes.get("hidden") in {"1", "true"}:
                self.found.add(self.row - 1)


class _Ods(Elements):
    """The rows of all sheets of an .ods; a row may stand for several."""

    def __init__(self) -> None:
        self.sheet, self.row, self.folded = "", 0, 0
        self.found: dict[str, set[int]] = {}

    def read(self, content: bytes) -> Hidden:
        self.read_elements(content)
        return {name: frozenset(rows) for name, rows in self.found.items()}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        here = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "table":
            self.sheet, self.row = here.get("name", ""), 0
        elif name == "table-row-group" and (self.folded or here.get("display") == "false"):
            self.folded += 1
        elif name == "table-row":
            count = int(here.get("number-rows-repeated", 1))
            if self.folded or here.get("visibility") in {"collapse", "filter"}:
                rows = range(self.row, self.row + min(count, 10_000))
                self.found.setdefault(self.sheet, set()).update(rows)
            self.row += count

    def end(self, name: str) -> None:
        if name == "table-row-group" and self.folded:
            self.folded -= 1
