"""Which rows of an .xlsx are struck through: what a hand does to a line instead of deleting it."""

from collections import Counter
from io import BytesIO
from zipfile import ZipFile

from papers.roster.files.elements import Elements
from papers.roster.files.envelope import Format
from papers.roster.files.hidden import Hidden, parts_of

_STYLES = "xl/styles.xml"


def struck_rows(content: bytes, kind: Format) -> Hidden:
    """By sheet, from 0; of other formats none is known. For a file whose envelope has been checked."""
    if kind != "xlsx":
        return {}
    with ZipFile(BytesIO(content)) as archive:
        styles = archive.read(_STYLES) if _STYLES in archive.namelist() else b""
        if b"strike" not in styles:
            return {}
        struck = _Styles().read(styles)
        parts = {name: part for name, part in parts_of(archive).items() if part in archive.namelist()}
        return {name: _Struck(struck).read(archive.read(part)) for name, part in parts.items()} if struck else {}


class _Styles(Elements):
    """The numbers of the cell formats whose font is struck through."""

    def __init__(self) -> None:
        self.inside = ""
        self.fonts: list[bool] = []
        self.formats: list[int] = []

    def read(self, content: bytes) -> frozenset[str]:
        self.read_elements(content)
        known = enumerate(self.formats)
        return frozenset(str(number) for number, font in known if font < len(self.fonts) and self.fonts[font])

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in {"fonts", "cellXfs"}:
            self.inside = name
        elif name == "font" and self.inside == "fonts":
            self.fonts.append(False)
        elif name == "strike" and self.fonts and self.inside == "fonts":
            self.fonts[-1] = attributes.get("val", "1") not in {"0", "false"}
        elif name == "xf" and self.inside == "cellXfs":
            self.formats.append(int(attributes.get("fontId", 0)))

    def end(self, name: str) -> None:
        if name == self.inside:
            self.inside = ""


class _Struck(Elements):
    """The rows of which most cells that hold something are struck through."""

    def __init__(self, formats: frozenset[str]) -> None:
        self.formats = formats
        self.row, self.struck = 0, False
        self.cells: Counter[tuple[int, bool]] = Counter()

    def read(self, content: bytes) -> frozenset[int]:
        self.read_elements(content)
        rows = {row for row, _struck in self.cells}
        return frozenset(row - 1 for row in rows if self.cells[row, True] > self.cells[row, False])

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
        elif name == "c":
            self.struck = attributes.get("s", "") in self.formats
        elif name in {"v", "is"}:
            self.cells[self.row, self.struck] += 1
