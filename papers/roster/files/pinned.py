"""Notes that are pinned to cells (comments): “chuyển đi 12/9” on the name of a pupil who is still in the list."""

import re
from collections.abc import Mapping
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from zipfile import ZipFile

from papers.roster.files.elements import Elements
from papers.roster.files.envelope import Format, position
from papers.roster.files.free import Ods
from papers.roster.files.hidden import Attributes, parts_of
from papers.roster.files.old_excel import notes_in_xls
from papers.roster.lists.table import Pinned

_THREAD = re.compile(r"^\[[^\]]*\].*?(?:Comment|Chú thích|Bình luận|Nhận xét):\s*", re.DOTALL)


def pinned_notes(content: bytes, kind: Format) -> Mapping[str, Pinned]:
    """By sheet. For a file whose envelope has been checked."""
    if kind == "xls":
        found: Mapping[str, Pinned] = notes_in_xls(content)
    else:
        with ZipFile(BytesIO(content)) as archive:
            found = _OfOds().read_notes(archive.read("content.xml")) if kind == "ods" else _of_xlsx(archive)
    return {name: {place: _words(text) for place, text in notes.items()} for name, notes in found.items() if notes}


def _words(text: str) -> str:
    """Without what the program writes before them: whose note it is, and that newer programs show more."""
    lines = _THREAD.sub("", text).strip().splitlines()
    return " ".join(lines[1:] if len(lines) > 1 and lines[0].rstrip().endswith(":") else lines)


def _of_xlsx(archive: ZipFile) -> dict[str, Pinned]:
    found: dict[str, Pinned] = {}
    names = set(archive.namelist())
    for sheet, part in parts_of(archive).items():
        links = join(dirname(part), "_rels", f"{basename(part)}.rels")
        if links not in names:
            continue
        relations = Attributes("Relationship").read(archive.read(links))
        targets = [one.get("Target", "") for one in relations if one.get("Type", "").endswith("/comments")]
        parts = [one.lstrip("/") if one.startswith("/") else normpath(join(dirname(part), one)) for one in targets]
        for one in parts:
            found[sheet] = _OfXlsx().read(archive.read(one)) if one in names else {}
    return found


class _OfXlsx(Elements):
    spoken = True

    def __init__(self) -> None:
        self.at, self.inside, self.text = "", False, ""
        self.found: dict[tuple[int, int], str] = {}

    def read(self, content: bytes) -> Pinned:
        self.read_elements(content)
        return self.found

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "comment":
            self.at, self.text = attributes.get("ref", ""), ""
        self.inside = name == "t"

    def words(self, text: str) -> None:
        if self.inside:
            self.text += text

    def end(self, name: str) -> None:
        self.inside = False
        if name == "comment":
            row, column = position(self.at)
            self.found[row - 1, column - 1] = self.text


class _OfOds(Ods):
    spoken = True

    def __init__(self) -> None:
        super().__init__()
        self.at, self.depth, self.text = (0, 0), 0, ""
        self.found: dict[str, dict[tuple[int, int], str]] = {}

    def read_notes(self, content: bytes) -> dict[str, dict[tuple[int, int], str]]:
        if b"annotation" in content:
            self.read(content)
        return self.found

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in {"table-cell", "covered-table-cell"}:
            self.at = (self.row, self.column)
        super().begin(name, attributes)
        if name == "annotation":
            self.text = ""
        self.depth += name == "annotation" or (self.depth > 0 and name == "p")

    def words(self, text: str) -> None:
        if self.depth > 1:
            self.text += text

    def end(self, name: str) -> None:
        super().end(name)
        if self.depth and name in {"annotation", "p"}:
            self.depth -= 1
            self.text += "\n"
        if name == "annotation":
            self.found.setdefault(self.sheet, {})[self.at] = self.text
