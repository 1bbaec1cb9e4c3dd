"""Writes one list in every format schools send: workbooks new, old and free, and text in its encodings."""

import struct
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

from docx import Document
from docx.oxml import OxmlElement

from tests.papers.roster.workbooks import Rows, package, write

Hidden = Collection[int]  # Excel's row numbers


def _hide(sheet: Any, hidden: Hidden) -> None:
    for row in hidden:
        sheet.set_row(row - 1, None, None, {"hidden": 1})


def write_xlsx(path: Path, rows: Rows, hidden: Hidden = ()) -> Path:
    return write(path, {"HS": rows}, lambda sheet: _hide(sheet, hidden))


Spans = Mapping[tuple[int, int], tuple[int, int]]  # rows and columns a cell is merged over, by row and column from 1


def write_ods(path: Path, rows: Rows, hidden: Hidden = (), spans: Spans = MappingProxyType({})) -> Path:
    lines = "".join(_ods_row(number, cells, hidden, spans) for number, cells in enumerate(rows, 1))
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    blank = '<table:table-row table:number-rows-repeated="1000"><table:table-cell/></table:table-row>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="HS">{lines}{blank}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return package(path, {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def write_fods(path: Path, rows: Rows, hidden: Hidden = ()) -> Path:
    """The flat form of an .ods, indented as its programs write it."""
    with ZipFile(write_ods(path, rows, hidden)) as archive:
        content = archive.read("content.xml").decode()
    flat = content.replace("document-content", "document").replace("><table:", ">\n   <table:")
    path.write_text(flat, "utf-8")
    return path


def write_docx(path: Path, rows: Rows, hidden: Hidden = ()) -> Path:
    """One table, with a line below it."""
    document = Document()
    table = document.add_table(rows=0, cols=max(map(len, rows)))
    for number, cells in enumerate(rows, 1):
        row = table.add_row()
        for place, cell in enumerate(cells):
            row.cells[place].text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
        if number in hidden:
            row._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
    document.add_paragraph("Người lập biểu")
    document.save(str(path))
    return path


def _ods_row(number: int, cells: Sequence[Any], hidden: Hidden, spans: Spans) -> str:
    state = ' table:visibility="collapse"' if number in hidden else ""
    said = "".join(_ods_spanned(cell, spans.get((number, column))) for column, cell in enumerate(cells, 1))
    return f"<table:table-row{state}>{said}</table:table-row>"


def _ods_spanned(cell: Any, span: tuple[int, int] | None) -> str:
    over = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    return _ods_cell(cell).replace("<table:table-cell", f"<table:table-cell{over}")


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


def write_xls(path: Path, rows: Rows, hidden: Hidden = (), more: bytes = b"") -> Path:
    """The smallest .xls there is: a compound file with one stream of BIFF8 records, of the sheet also `more`. Dates are
    text.
    """
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)
    name = "HS".encode("latin-1")
    head = record(0x809, begin) + record(0x42, struct.pack("<H", 1200))
    offset = len(head) + 4 + 8 + len(name) + 4
    head += record(0x85, struct.pack("<IHBB", offset, 0, len(name), 0) + name) + record(0x0A, b"")
    body = record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    for number, cells in enumerate(rows):
        flags = 0x20 if number + 1 in hidden else 0
        body += record(0x208, struct.pack("<HHHHIHH", number, 0, len(cells), 255, 0, flags, 0))
        body += b"".join(_xls_cell(number, column, cell) for column, cell in enumerate(cells) if cell != "")
    path.write_bytes(_compound(head + body + more + record(0x0A, b"")))
    return path


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _xls_cell(row: int, column: int, cell: Any) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, int | float):
        return record(0x203, place + struct.pack("<d", cell))
    text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell
    return record(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def _compound(stream: bytes) -> bytes:
    """A compound file of 512-byte sectors: the table of sectors, the listing, and the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    tables = -(-(sectors + 2) // 127)
    links = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    links += [*range(tables + 2, tables + 1 + sectors), 0xFFFFFFFE]
    links += [0xFFFFFFFF] * (tables * 128 - len(links))
    fat = struct.pack(f"<{len(links)}I", *links)
    listing = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry("Workbook", 2, tables + 1, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    return header + fat + listing.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return entry + bytes(36) + struct.pack("<III", start, size, 0)


def text_writer(encoding: str, sign: str, bom: bytes = b"") -> Callable[..., Path]:
    """Text knows no hidden rows: those are simply not written."""

    def write_text(path: Path, rows: Rows, hidden: Hidden = ()) -> Path:
        lines = [sign.join(_quoted(cell, sign) for cell in cells) for n, cells in enumerate(rows, 1) if n not in hidden]
        path.write_bytes(bom + _encoded("\r\n".join(lines), encoding))
        return path

    return write_text


def _quoted(cell: Any, sign: str) -> str:
    text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
    return f'"{text}"' if sign in text or "\n" in text else text


def _encoded(text: str, encoding: str) -> bytes:
    """Windows-1258 has the vowels with their marks, and the tones as signs of their own."""
    if encoding != "cp1258":
        return text.encode(encoding)
    return b"".join(_in_1258(letter) for letter in text)


def _in_1258(letter: str) -> bytes:
    import unicodedata  # noqa: PLC0415, for this encoding alone

    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        tones = [sign for sign in unicodedata.normalize("NFD", letter) if sign in "\u0300\u0309\u0303\u0301\u0323"]
        bare = "".join(sign for sign in unicodedata.normalize("NFD", letter) if sign not in tones)
        return (unicodedata.normalize("NFC", bare) + "".join(tones)).encode("cp1258")


FORMATS: dict[str, Callable[..., Path]] = {
    ".xlsx": write_xlsx,
    ".xls": write_xls,
    ".ods": write_ods,
    ".fods": lambda path, rows, hidden=(): write_fods(path, rows, hidden),
    ".docx": lambda path, rows, hidden=(): write_docx(path, rows, hidden),
    ".csv with commas": text_writer("utf-8", ","),
    ".csv with semicolons and a mark": text_writer("utf-8", ";", b"\xef\xbb\xbf"),
    ".txt with tabs in UTF-16": text_writer("utf-16-le", "\t", b"\xff\xfe"),
    ".txt with tabs in UTF-16 without a mark": text_writer("utf-16-le", "\t"),
    ".txt of a big-endian machine": text_writer("utf-16-be", "\t", b"\xfe\xff"),
    ".csv in Windows-1258": text_writer("cp1258", ","),
    ".tsv": text_writer("utf-8", "\t"),
    ".csv with Excel's own first line": lambda path, rows, hidden=(): _with_sep(path, rows, hidden),
}
KNOWS_NUMBERS = (".xlsx", ".xls", ".ods", ".fods")
SHOWS_HIDDEN = (".xlsx", ".xls", ".ods", ".fods", ".docx")


def _with_sep(path: Path, rows: Rows, hidden: Hidden) -> Path:
    text_writer("utf-8", ";")(path, rows, hidden)
    path.write_bytes(b"sep=;\r\n" + path.read_bytes())
    return path
