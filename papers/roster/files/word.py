"""The tables of a Word document, with the lines that stand between them."""

from io import BytesIO
from typing import TypeAlias
from zipfile import ZipFile

from papers.roster.files.elements import Elements
from papers.roster.files.envelope import MOST_COLUMNS
from papers.roster.files.grid import Grid
from papers.roster.lists.table import Merged, Row

Read: TypeAlias = tuple[list[Row], list[Merged], frozenset[int]]


def read_word(content: bytes) -> tuple[Read, frozenset[int]]:
    """Rows below each other as on a page that was saved, and which of them are struck through."""
    with ZipFile(BytesIO(content)) as archive:
        reader = _Document()
        reader.read_elements(archive.read("word/document.xml"))
    return reader.grid.read(), frozenset(reader.struck)


class _Document(Elements):
    """A line outside of tables is a row of one cell. A table within a cell is part of that cell's words; what was
    deleted while changes are tracked is another element, and is not read.
    """

    spoken = True

    def __init__(self) -> None:
        self.grid = Grid()
        self.struck: set[int] = set()
        self.said: list[str] = []
        self.letters = [0, 0]  # of the row: all, and those struck through
        self.depth = self.column = 0
        self.across, self.continues = 1, False
        self.strikes = self.heard = False
        self.above: dict[int, tuple[int, int]] = {}  # by column: the row a cell began in, and how wide it is

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "tbl":
            self.depth += 1
        elif self.depth == 1 and name in {"tr", "tc", "gridSpan", "vMerge", "hidden"}:
            self._of_table(name, said)
        elif name == "r":
            self.strikes = False
        elif name in {"strike", "dstrike"}:
            self.strikes = said.get("val", "1") not in {"0", "false"}
        elif name in {"br", "tab"}:
            self.said.append(" ")
        elif name == "t":
            self.heard = True

    def _of_table(self, name: str, said: dict[str, str]) -> None:
        if name == "tr":
            self.grid.begin_row()
            self.column, self.letters = 0, [0, 0]
        elif name == "tc":
            self.said, self.across, self.continues = [], 1, False
        elif name == "gridSpan":
            self.across = min(int(said.get("val", 1)), MOST_COLUMNS)
        elif name == "vMerge":
            self.continues = said.get("val", "continue") == "continue"
        else:
            self.grid.hidden.add(len(self.grid.rows) - 1)

    def words(self, text: str) -> None:
        if self.heard:
            self.said.append(text)
            self.letters = [self.letters[0] + len(text), self.letters[1] + len(text) * self.strikes]

    def _text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.said).split("\n"))
        return "\n".join(line for line in lines if line)

    def end(self, name: str) -> None:
        if name == "t":
            self.heard = False
        elif name == "p":
            self._line()
        elif name == "tc" and self.depth == 1:
            self._cell()
        elif name == "tr" and self.depth == 1 and self.letters[0] and self.letters[0] == self.letters[1]:
            self.struck.add(len(self.grid.rows) - 1)
        elif name == "tbl":
            self.depth -= 1
            self.said = self.said if self.depth else []

    def _line(self) -> None:
        self.said.append("\n")
        if not self.depth:
            if text := self._text():
                self.grid.begin_row()
                self.grid.cell(text)
            self.said = []

    def _cell(self) -> None:
        here = len(self.grid.rows) - 1
        if self.continues and self.column in self.above:
            first, across = self.above[self.column]
            self.grid.merged = [one for one in self.grid.merged if one[0] != (first, self.column)]
            self.grid.merged.append(((first, self.column), (here, self.column + across - 1)))
        else:
            self.grid.cell(self._text(), across=self.across, at=self.column)
            self.above[self.column] = (here, self.across)
        self.column += self.across
        self.said = []
