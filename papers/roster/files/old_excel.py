"""The hidden rows of an .xls: the workbook stream of the compound file, and of it only sheets' names and rows."""

import struct
from collections.abc import Iterator

_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_SHEET, _ROW, _BEGIN = 0x85, 0x208, 0x809
_HIDDEN = 0x20
_SMALL = 4096  # streams below this size lie in the small sectors


def hidden_in_xls(content: bytes) -> dict[str, frozenset[int]]:
    """By sheet, from 0; nothing for a file that is not built as it should be: its cells are refused elsewhere."""
    try:
        return _hidden(_workbook(content))
    except (struct.error, IndexError, KeyError, UnicodeDecodeError):
        return {}


def _hidden(stream: bytes) -> dict[str, frozenset[int]]:
    sheets = [(_name(body), struct.unpack("<I", body[:4])[0]) for kind, body in _records(stream, 0) if kind == _SHEET]
    return {name: frozenset(_rows(stream, offset)) for name, offset in sheets}


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
