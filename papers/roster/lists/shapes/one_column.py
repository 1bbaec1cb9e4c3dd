"""Names below each other in one column, as people type them: `Danh sách lớp 6B`, `1. Nguyễn Văn A`, `2. …`."""

import re
from collections.abc import Sequence

from papers.roster.lists.classes import class_alone, class_of_title
from papers.roster.lists.table import SIGNATURES, Column, Row, Table, is_blank
from papers.roster.text import folded
from rules.people.names import clean

_NUMBERED = re.compile(r"(\d{1,3})\s*(?:[.)/:\-–]+\s*|\s)(?=[^\W\d_])(.+)")
_NAME = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*(?: [^\W\d_]+(?:['’.-][^\W\d_]+)*){1,6}")
_BORN = re.compile(r"\W*(?:(?:ngày )?sinh|ns)?\W*(\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4})\W*", re.IGNORECASE)
_REST = re.compile(r"\s*(?:[,;(]|\s[-–]\s).*$")
_FEWEST = 2
_COLUMNS = ("list_no", "name", "birth", "note")


def one_column(sheet: str, rows: list[Row]) -> Table | None:
    """The pupils of a sheet that has nothing but such lines, under the name of a class; it writes the rows anew."""
    lines = [_only(row) for row in rows]
    if any(line is None for line in lines):
        return None
    texts = [line or "" for line in lines]
    found = {at: cells for at, text in enumerate(texts) if (cells := _numbered(text))}
    found = found if len(found) >= _FEWEST else _names(texts)
    if len(found) < _FEWEST or not _is_of_a_class(sheet, texts, min(found)):
        return None
    first = min(found)
    for at, text in enumerate(texts):
        rows[at] = list(found.get(at, (text, "", "", "")))
    columns = {of: Column(place, "") for place, of in enumerate(_COLUMNS)}
    title = [text for text in texts[:first] if text and class_alone(text) is None]
    start = next((at for at in range(first) if class_alone(texts[at]) is not None), first)
    return Table(
        sheet=sheet, kind="pupils", columns=columns, rows=rows, start=start, head=start, title=title, end=len(rows),
        last=len(_COLUMNS),
    )  # fmt: skip


def _only(row: Row) -> str | None:
    """The one text of a row; None where it has several cells."""
    cells = [clean(str(cell)) for cell in row if not is_blank(cell)]
    return None if len(cells) > 1 else "".join(cells)


def _is_of_a_class(sheet: str, texts: Sequence[str], first: int) -> bool:
    above = texts[:first]
    return bool(class_of_title([*above]) or any(map(class_alone, above)) or class_alone(sheet) or _is_list(above))


def _is_list(above: Sequence[str]) -> bool:
    """The class may stand in the name of the file."""
    return any(re.search(r"\b(danh sach|ds) (hoc sinh|hs|lop)\b", folded(text)) for text in above)


def _numbered(text: str) -> tuple[str, str, str, str] | None:
    found = _NUMBERED.fullmatch(text)
    cells = _cells(found[2]) if found else None
    return (found[1], *cells) if found and cells else None


def _cells(text: str) -> tuple[str, str, str] | None:
    """Name, birth date, and what else is said."""
    born = _BORN.search(text)
    before = text[: born.start()] if born else text
    name = _REST.sub("", before).strip(" .,:;-–")
    behind = before[len(name) :] + (f" {text[born.end() :]}" if born else "")
    return (name, born[1] if born else "", behind.strip(" .,:;-–()")) if _is_name(name) else None


def _is_name(text: str) -> bool:
    """Every word begins with a capital: `Họp phụ huynh` is nobody."""
    return bool(_NAME.fullmatch(text)) and all(word[0].isupper() for word in text.split())


def _names(texts: Sequence[str]) -> dict[int, tuple[str, str, str, str]]:
    """Without numbers: every line below the title is a name, up to who signs."""
    begin = next((at + 1 for at, text in enumerate(texts) if class_of_title([text]) or class_alone(text)), len(texts))
    found: dict[int, tuple[str, str, str, str]] = {}
    for at in range(begin, len(texts)):
        text = texts[at]
        if SIGNATURES.search(folded(text)):
            return found
        if not text or class_alone(text) or folded(text) in {"ho va ten", "ho ten", "ten hoc sinh"}:
            continue
        if (cells := _cells(text)) is None:
            return {}
        found[at] = ("", *cells)
    return found
