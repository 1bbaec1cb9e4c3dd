"""What is hidden in an .xls and what is noted at its cells, out of the workbook stream of the compound file."""

import struct
from collections.abc import Iterator

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_SHEET, _ROW, _BEGIN, _COLUMNS = 0x85, 0x208, 0x809, 0x7D
_NOTE, _OBJECT, _TEXT, _CONTINUED = 0x1C, 0x5D, 0x1B6, 0x3C
_HIDDEN = 0x20
_SMALL = 4096  # streams below this size lie in the small sectors


def hidden_in_xls(content: bytes) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Rows and columns by sheet, from 0; nothing for a file that is not built as it should be: its cells are refused
    elsewhere.
    """
    try:
        stream = _workbook(content)
        sheets = _sheets(stream)
        rows = {name: frozenset(_rows(stream, offset)) for name, offset in sheets}
        return rows, {name: frozenset(_columns(stream, offset)) for name, offset in sheets}
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        return {}, {}


def notes_in_xls(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """By sheet, and row and column from 0."""
    try:
        stream = _workbook(content)
        return {name: _notes(stream, offset) for name, offset in _sheets(stream)}
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        return {}


def _sheets(stream: bytes) -> list[tuple[str, int]]:
    return [(_name(body), struct.unpack("<I", body[:4])[0]) for kind, body in _records(stream, 0) if kind == _SHEET]


def _columns(stream: bytes, offset: int) -> Iterator[int]:
    for kind, body in _records(stream, offset):
        if kind == _COLUMNS:
            first, last, _width, _format, flags = struct.unpack("<5H", body[:10])
            yield from range(first, min(last, 255) + 1) if flags & 1 else ()


def _notes(stream: bytes, offset: int) -> dict[tuple[int, int], str]:
    """The words of a note lie with its box, which the note names by a number."""
    places: dict[int, tuple[int, int]] = {}
    words: dict[int, str] = {}
    box, awaited = 0, False
    for kind, body in _records(stream, offset):
        if kind == _NOTE:
            row, column, _flags, number = struct.unpack("<4H", body[:8])
            places[number] = (row, column)
        elif kind == _OBJECT:
            box, awaited = struct.unpack("<H", body[6:8])[0], False
        elif kind == _TEXT:
            awaited = True
        elif kind == _CONTINUED and awaited:
            words[box], awaited = body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1"), False
    return {place: words[number] for number, place in places.items() if number in words}


def _rows(stream: bytes, offset: int) -> Iterator[int]:
    for kind, body in _records(stream, offset):
        if kind == _ROW and struct.unpack("<H", body[12:14])[0] & _HIDDEN:
            yield struct.unpack("<H", body[:2])[0]


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part, up to its end."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack("<HH", stream[offset : offset + 4])
        depth += (kind == _BEGIN) - (kind == 0x0A)
        if depth <= 0:
            return
        yield kind, stream[offset + 4 : offset + 4 + length]
        offset += 4 + length


def _name(body: bytes) -> str:
    count, wide = body[6], body[7]
    return body[8 : 8 + 2 * count].decode("utf-16-le") if wide & 1 else body[8 : 8 + count].decode("latin-1")


def _workbook(content: bytes) -> bytes:
    """The stream named Workbook (or Book, before 1997) of the compound file."""
    size = 1 << struct.unpack("<H", content[30:32])[0]
    fat_sectors = struct.unpack("<I", content[44:48])[0]
    directory = struct.unpack("<I", content[48:52])[0]
    mini_start = struct.unpack("<I", content[60:64])[0]

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    table = [number for number in struct.unpack("<109I", content[76:512]) if number != _FREE][:fat_sectors]
    fat = [number for one in table for number in struct.unpack(f"<{size // 4}I", sector(one).ljust(size, b"\xff"))]

    def chain(start: int) -> bytes:
        found: list[bytes] = []
        number = start
        while number < len(fat) and len(found) <= len(fat):
            found.append(sector(number))
            number = fat[number]
        return b"".join(found)

    entries = {}
    listing = chain(directory)
    for at in range(0, len(listing), 128):
        entry = listing[at : at + 128]
        length = struct.unpack("<H", entry[64:66])[0]
        name = entry[: max(length - 2, 0)].decode("utf-16-le")
        entries[name] = (struct.unpack("<I", entry[116:120])[0], struct.unpack("<I", entry[120:124])[0])
    start, length = entries.get("Workbook") or entries["Book"]
    if length >= _SMALL:
        return chain(start)[:length]
    small = chain(entries["Root Entry"][0])
    links = chain(mini_start)
    next_of = struct.unpack(f"<{len(links) // 4}I", links)
    found: list[bytes] = []
    number = start
    while number < len(next_of) and len(found) <= len(next_of):
        found.append(small[number * 64 : number * 64 + 64])
        number = next_of[number]
    return b"".join(found)[:length]
