"""Looks at a file from outside before anybody parses it: is it of a format and a size a roster can have?"""

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Literal, TypeAlias
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from locales import N_
from papers.roster import Unreadable
from papers.roster.files.bare import NO_LIST, PACKED, SAVE_AS, WithoutEnvelope, bare_format

Format: TypeAlias = Literal["xlsx", "xls", "ods", "docx", WithoutEnvelope]

MOST_BYTES = 5 * 2**20
MOST_ENTRIES = 200
MOST_INFLATED = 50 * 2**20
MOST_RATIO = 100
HARMLESS = 2**20  # blank formatted rows compress well; below this size no ratio does harm
MOST_ROWS = 10_000
MOST_COLUMNS = 250
_PIECE = 2**16

DAMAGED = N_("This file is damaged or was cut off on its way. Open it in Excel, save it, and send it again.")
TOO_LARGE = N_("This file is larger than {megabytes} MB. Remove pictures and other sheets, then send it again.")
_BOMB = N_("This file unpacks to far more than a roster can hold. Copy the lists into a new workbook and send that.")
LOCKED = N_("This workbook is locked with a password. Remove the password and send it again.")
TOO_WIDE = N_(
    "Cell {cell} is used, but a sheet may have at most {rows} rows and {columns} columns. Delete what "
    "lies outside the table (Ctrl+End jumps to the last cell) and send the workbook again."
)
_LISTS = (".xlsx", ".xls", ".ods", ".csv", ".txt", ".tsv")
_BROKEN = (  # what zipfile, zlib and expat raise for bytes that are not what they should be
    BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
    ValueError,
    LookupError,
    NotImplementedError,
    OSError,
)
_WORD = "word/document.xml"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check_envelope(path: Path) -> Format:
    """What the file is. Raises Unreadable, with one sentence for the sender, unless it is a bounded list."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(N_("This file is empty. Save the workbook again and send it."))
    if size > MOST_BYTES:
        raise Unreadable(TOO_LARGE, megabytes=MOST_BYTES // 2**20)
    content = path.read_bytes()
    if content.startswith(_OLE):
        _refuse_other_old_files(content)
        return "xls"
    if not content.startswith(b"PK"):
        return bare_format(content)
    try:
        with ZipFile(path) as archive, path.open("rb") as file:
            return _check_entries(archive, file)
    except _BROKEN as error:
        raise Unreadable(DAMAGED) from error


def _refuse_other_old_files(content: bytes) -> None:
    if _utf16("EncryptedPackage") in content:
        raise Unreadable(LOCKED)
    for stream, kind in (("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint")):
        if _utf16(stream) in content:
            raise Unreadable(SAVE_AS, kind=kind)


def _utf16(words: str) -> bytes:
    return words.encode("utf-16-le")


def _check_entries(archive: ZipFile, file: IO[bytes]) -> Format:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(_BOMB)
    names = {entry.filename.lower() for entry in entries}
    _refuse_other_packages(names)
    if any(_says_locked(file, entry) for entry in entries if entry.filename == "META-INF/manifest.xml"):
        raise Unreadable(LOCKED)
    inflated = 0
    for entry in entries:
        inflated = _check_entry(file, entry, inflated)
    return "xlsx" if "xl/workbook.xml" in names else "docx" if _WORD in names else "ods"


def _says_locked(file: IO[bytes], manifest: ZipInfo) -> bool:
    """Of an .ods with a password every other entry is unreadable."""
    pieces = islice(_inflate(file, manifest), HARMLESS // _PIECE)
    return b"encryption-data" in b"".join(pieces)


def _refuse_other_packages(names: set[str]) -> None:
    for entry, kind in (
        ("ppt/presentation.xml", "PowerPoint"),
        ("xl/workbook.bin", ".xlsb"),
        ("index/document.iwa", "Numbers"),
        ("index.zip", "Numbers"),
    ):
        if entry in names:
            raise Unreadable(SAVE_AS, kind=kind)
    if names & {"encrypted-package", "encryptedpackage"}:
        raise Unreadable(LOCKED)
    if not names & {"xl/workbook.xml", "content.xml", _WORD}:
        raise Unreadable(PACKED if any(name.endswith(_LISTS) for name in names) else NO_LIST)


def _check_entry(file: IO[bytes], entry: ZipInfo, inflated: int) -> int:
    """Unpack one entry piece by piece and forget it; returns the bytes unpacked so far, over all entries."""
    before = inflated
    scanner = _Scanner() if entry.filename.lower().endswith((".xml", ".rels")) else None
    for piece in _inflate(file, entry):
        inflated += len(piece)
        alone = inflated - before
        if inflated > MOST_INFLATED or (alone > HARMLESS and alone > MOST_RATIO * entry.compress_size):
            raise Unreadable(_BOMB)
        if scanner:
            scanner.parser.Parse(piece, False)  # noqa: FBT003, expat's own signature
    if scanner:
        scanner.parser.Parse(b"", True)  # noqa: FBT003, expat's own signature
    return inflated


def _inflate(file: IO[bytes], entry: ZipInfo) -> Iterator[bytes]:
    """What really comes out, whatever size the directory of the archive claims (`zipfile` believes the claim)."""
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} or entry.flag_bits & 1:
        raise Unreadable(DAMAGED)
    file.seek(entry.header_offset)
    name_length, extra_length = struct.unpack("<26xHH", file.read(30))
    file.seek(name_length + extra_length, 1)
    left = entry.compress_size
    if entry.compress_type == ZIP_STORED:
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (packed := file.read(min(_PIECE, left))):
        left -= len(packed)
        while packed:
            yield inflater.decompress(packed, _PIECE)
            packed = inflater.unconsumed_tail
    if not inflater.eof:
        raise Unreadable(DAMAGED)


class _Scanner:
    """Reads XML without keeping it: refuses document types, and cells where no roster has any."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._root

    def _doctype(self, *_declaration: object) -> None:
        raise Unreadable(DAMAGED)  # Excel never writes one; entities are how XML bombs are made

    def _root(self, name: str, _attributes: dict[str, str]) -> None:
        self.parser.StartElementHandler = self._element if name.endswith(" worksheet") else None

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif local == "c":
            self.column += 1
            if "r" in attributes:
                self.row, self.column = position(attributes["r"])
        elif local in {"v", "is"} and (self.row > MOST_ROWS or self.column > MOST_COLUMNS):
            cell = f"{letters(self.column)}{self.row}"
            raise Unreadable(TOO_WIDE, cell=cell, rows=MOST_ROWS, columns=MOST_COLUMNS)


def position(reference: str) -> tuple[int, int]:
    """(row, column), from 1, of a reference like `B12`."""
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
    if not found:
        raise Unreadable(DAMAGED)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def letters(column: int) -> str:
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
