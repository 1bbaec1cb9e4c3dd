"""Tables saved as a web page, under whatever name: what many systems call an Excel export."""

from email import message_from_bytes
from html.parser import HTMLParser

from papers.roster.files.grid import Grid
from papers.roster.files.plain import decoded
from papers.roster.lists.table import Merged, Row


def read_page(content: bytes) -> tuple[list[Row], list[Merged], frozenset[int]]:
    """The rows of all its tables below each other, the merged cells, and the rows that are not shown."""
    reader = _Tables()
    reader.feed(_source(content))
    reader.close()
    return reader.grid.read()


def _source(content: bytes) -> str:
    """Of a page saved as a single file its HTML part."""
    if not content[:200].lstrip().lower().startswith(b"mime-version:"):
        return decoded(content)
    parts = message_from_bytes(content).walk()
    pages = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"]
    return "\n".join(decoded(page) for page in pages if isinstance(page, bytes))


class _Tables(HTMLParser):
    """A table within a cell is part of that cell's words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grid = Grid()
        self.words: list[str] | None = None
        self.span = (1, 1)
        self.depth = self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "table":
            self.depth += 1
        elif tag in {"script", "style"}:
            self.silent += 1
        elif tag == "br" and self.words is not None:
            self.words.append("\n")
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            self.grid.begin_row(hidden="hidden" in said or "display:none" in said.get("style", "").replace(" ", ""))
        elif self.depth == 1 and tag in {"td", "th"}:
            self._end_cell()
            self.words, self.span = [], (_count(said.get("rowspan", "")), _count(said.get("colspan", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            if self.depth == 1:
                self._end_cell()
            self.depth = max(self.depth - 1, 0)
        elif tag in {"script", "style"}:
            self.silent = max(self.silent - 1, 0)
        elif self.depth == 1 and tag in {"td", "th", "tr"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.words is not None and not self.silent:
            self.words.append(data)

    def _end_cell(self) -> None:
        if self.words is not None:
            lines = "".join(self.words).split("\n")
            text = "\n".join(line for line in (" ".join(one.split()) for one in lines) if line)
            self.grid.cell(text, *self.span)
        self.words = None


def _count(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 5 else 1
