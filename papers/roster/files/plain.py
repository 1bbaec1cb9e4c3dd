"""Text with a line for each row: comma, semicolon or tab; UTF-8, UTF-16 or the Windows code page of Vietnamese."""

import csv
import re
import unicodedata
from io import StringIO

from papers.roster.files.old_fonts import font_of
from papers.roster.lists.table import Row

_BOMS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
_CELL_ENDS = re.compile(r"[\s,;|\"]+")
_LOOKED_AT = 30  # lines, for the sign between cells


def read_plain(content: bytes) -> list[Row]:
    """Rows of equal length, every cell as typed."""
    text = decoded(content)
    first, _line, rest = text.partition("\n")
    told = first.strip().lower()
    said = told.startswith("sep=") and len(told) <= 5  # Excel's own word for it
    rows = _rows(rest, told[4:] or "\t") if said else _rows(text, _between(text))
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def decoded(content: bytes) -> str:
    """Windows-1258 writes tones as signs of their own: they are joined to their vowels."""
    for encoding, bom in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, "replace")
    for encoding, zeros in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        if zeros.count(0) * 4 > len(content):
            return content.decode(encoding, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        western = content.decode("cp1252", "replace")
        if font_of(_CELL_ENDS.split(western)):
            return western  # the signs of a font of before Unicode, which is told once there are rows
        return unicodedata.normalize("NFC", content.decode("cp1258", "replace"))


def _between(text: str) -> str:
    """The sign that cuts most lines into the same number of cells, and those into the most."""
    lines = [line for line in text.splitlines() if line.strip()][:_LOOKED_AT]

    def weight(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        common = max(set(counts), key=lambda count: (counts.count(count) * (count > 1), count), default=1)
        return (counts.count(common) if common > 1 else 0, common)

    return max("\t;,|", key=weight)


def _rows(text: str, sign: str) -> list[Row]:
    return [list(row) for row in csv.reader(StringIO(text, newline=""), delimiter=sign)]
