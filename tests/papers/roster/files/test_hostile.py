"""Files that are no rosters, or that want to do harm: each is refused with one clear sentence."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from papers.roster import Unreadable
from papers.roster.files.envelope import MOST_COLUMNS, MOST_INFLATED, MOST_ROWS
from papers.roster.reader import read_roster
from tests.papers.roster.workbooks import GOOD_PUPILS, TODAY, package, school, with_entry, write

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
SHEET = "xl/worksheets/sheet1.xml"
DAMAGED = "This file is damaged or was cut off on its way. Open it in Excel, save it, and send it again."
BOMB = "This file unpacks to far more than a roster can hold. Copy the lists into a new workbook and send that."
NO_COLUMNS = (
    "This text has no columns. A list needs a first line with headings (“Họ và tên”, “Lớp”, …) and a comma, semicolon "
    "or tab between the columns: make it in Excel and send the .xlsx."
)
NO_LIST = "This file is no list: send the Excel workbook (.xlsx, .xls), .ods, .csv or .txt itself."
PICTURE = (
    "This is a picture, and names are not read from pictures. Send the list itself: an Excel workbook (.xlsx, .xls), "
    ".ods, .csv or .txt."
)
LOCKED = "This workbook is locked with a password. Remove the password and send it again."
PACKED = "This is a packed folder (.zip, .rar, .7z). Unpack it and send the list that is in it."
LETTERS_LOST = (
    "The Vietnamese letters were lost when this file was saved (they are “?” now). Open the list in Excel, save it as "
    ".xlsx or as “CSV UTF-8”, and send that."
)
OLD_FONT = (
    "Sheet “{}” is typed in an old font (TCVN3 or VNI). Convert it to Unicode, for example with Unikey's converter, "
    "and send it again."
)


def save_as(kind: str) -> str:
    advice = (
        "A list is read from an Excel workbook (.xlsx, .xls), .ods, .csv, .txt or a table in Word (.docx): "
        "save it as .xlsx or .docx and send that."
    )
    return f"This is a {kind} file. {advice}"


def far(cell: str) -> str:
    return (
        f"Cell {cell} is used, but a sheet may have at most 10000 rows and 250 columns. Delete what lies outside the "
        "table (Ctrl+End jumps to the last cell) and send the workbook again."
    )


def raw(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def zipped(entries: Mapping[str, str | bytes]) -> Callable[[Path], Path]:
    return lambda path: package(path, entries)


def good_but(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    return lambda path: with_entry(write(path, school()), name, change)


def truncated(path: Path) -> Path:
    content = write(path, school()).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def lying_about_its_size(path: Path) -> Path:
    """The directory says that the bomb inflates to 10 bytes; a reader that believes it unpacks it all."""
    content = bytearray(with_entry(write(path, school()), "xl/bomb.bin", lambda _old: bytes(8 * 2**20)).read_bytes())
    at = content.rfind(b"xl/bomb.bin") - 46  # its entry in the central directory
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    return path


def with_cell(cell: str) -> Callable[[bytes], bytes]:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    more = f'<row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    return lambda sheet: sheet.replace(b"</sheetData>", more)


def in_words(*names: str) -> Callable[[Path], Path]:
    return lambda path: write(path, {"HS": (("Họ và tên", "Lớp"), *((name, "6A") for name in names))})


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
XXE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst>&a;</sst>'
FLAT = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]>'
    b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">&a;</office:document>'
)
HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (raw(b""), "This file is empty. Save the workbook again and send it."),
    "six megabytes": (
        raw(b"PK" + bytes(6 * 2**20)),
        "This file is larger than 5 MB. Remove pictures and other sheets, then send it again.",
    ),
    "an old .xls that is none": (raw(OLE), DAMAGED),
    "an old .ppt": (raw(OLE + "PowerPoint Document".encode("utf-16-le")), save_as("PowerPoint")),
    "a locked workbook": (
        raw(OLE + "EncryptedPackage".encode("utf-16-le")),
        LOCKED,
    ),
    "an old .doc": (raw(OLE + "WordDocument".encode("utf-16-le")), save_as("Word")),
    "a web page": (raw(b"\xef\xbb\xbf\n<html><p>6A</p></html>"), save_as("HTML")),
    "a workbook in a packed folder": (zipped({"danh sach/6A.xlsx": b"PK"}), PACKED),
    "another packed folder": (raw(b"Rar!\x1a\x07\x01\x00 6A, 6B"), PACKED),
    "text that has lost its letters": (
        raw(b"STT,H? v\xe0 t\xean,L?p\r\n1,\xd0inh Th? Hoa,6A\r\n2,H? V?n R?n,6A"),
        LETTERS_LOST,
    ),
    "a locked .ods": (
        zipped({"content.xml": b"\x8f\x01", "META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        LOCKED,
    ),
    "a locked .ods of a newer program": (zipped({"encrypted-package": b"x"}), LOCKED),
    "a letter": (raw("Kính gửi nhà trường".encode()), NO_COLUMNS),
    "a rich text": (raw(b"{\\rtf1 6A, 6B}"), save_as("Word")),
    "a PDF": (raw(b"%PDF-1.7\n"), save_as("PDF")),
    "a photograph": (
        raw(b"\xff\xd8\xff\xe0\x00\x10JFIF"),
        PICTURE,
    ),
    "a broken .docx": (zipped({"word/document.xml": "<w>"}), DAMAGED),
    "a .docx that laughs": (zipped({"word/document.xml": LAUGHS}), DAMAGED),
    "a .fods that laughs": (raw(FLAT), DAMAGED),
    "a list of a Mac": (zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"}), save_as("Numbers")),
    "an .xlsb": (zipped({"xl/workbook.bin": b"\0"}), save_as(".xlsb")),
    "a .pptx": (zipped({"ppt/presentation.xml": "<p/>"}), save_as("PowerPoint")),
    "an .ods that is none": (zipped({"content.xml": "<o/>"}), DAMAGED),
    "some zip": (
        zipped({"photo.jpg": b"\xff"}),
        NO_LIST,
    ),
    "cut off": (truncated, DAMAGED),
    "only the first letters of a zip": (raw(b"PK\x03\x04"), DAMAGED),
    "a bomb of zeros": (good_but("xl/media/image1.bin", lambda _old: bytes(20 * 2**20)), BOMB),
    "a bomb that lies about its size": (lying_about_its_size, BOMB),
    "too many entries": (zipped({f"xl/{n}.xml": "<a/>" for n in range(201)}), BOMB),
    "billion laughs": (good_but("xl/sharedStrings.xml", lambda _old: LAUGHS), DAMAGED),
    "an outside entity": (good_but("xl/sharedStrings.xml", lambda _old: XXE), DAMAGED),
    "an unknown encoding": (good_but(SHEET, lambda sheet: sheet.replace(b"UTF-8", b"UTF-68", 1)), DAMAGED),
    "broken XML": (good_but(SHEET, lambda sheet: sheet[:-20]), DAMAGED),
    "a sheet that is missing": (
        good_but("xl/workbook.xml", lambda book: book.replace(b'r:id="rId1"', b'r:id="rId99"')),
        DAMAGED,
    ),
    "the farthest cell": (good_but(SHEET, with_cell("XFD1048576")), far("XFD1048576")),
    "one row too many": (good_but(SHEET, with_cell("A10001")), far("A10001")),
    "one column too many": (good_but(SHEET, with_cell("IQ9")), far("IQ9")),
    "a cell that is nowhere": (good_but(SHEET, lambda sheet: sheet.replace(b'r="A2"', b'r="A-2"')), DAMAGED),
    "two old fonts in one sheet": (in_words("Nguyeãn Vaên Buøi", "§inh V¨n B¶y, TrÇn Quèc"), OLD_FONT.format("HS")),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_with_one_clear_sentence(tmp_path: Path, what: str) -> None:
    make, sentence = HOSTILE[what]
    with pytest.raises(Unreadable) as refused:
        read_roster(make(tmp_path / "roster.xlsx"), TODAY)
    assert refused.value.sentence() == sentence


def test_a_formatted_cell_far_away_without_a_value_is_nothing(tmp_path: Path) -> None:
    def blank(sheet: bytes) -> bytes:
        return sheet.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')

    assert read_roster(with_entry(write(tmp_path / "a.xlsx", school()), SHEET, blank), TODAY).faults == []


@pytest.mark.campaign
def test_the_last_row_and_the_last_column_are_still_allowed(tmp_path: Path) -> None:
    path = with_entry(write(tmp_path / "a.xlsx", school()), SHEET, with_cell(f"IP{MOST_ROWS}"))
    assert MOST_COLUMNS == 250
    assert len(read_roster(path, TODAY).pupils) == 2


def test_an_ordinary_sheet_that_compresses_well_is_no_bomb(tmp_path: Path) -> None:
    rows = (*GOOD_PUPILS, *((n, "Hồ Văn Bình", "05/09/2015", f"9A{n % 90 + 1}") for n in range(4000)))
    path = write(tmp_path / "a.xlsx", {"HS": rows})
    assert path.stat().st_size * 5 < MOST_INFLATED
    assert len(read_roster(path, TODAY).pupils) == 4002


def test_macros_are_left_aside_and_the_list_is_read(tmp_path: Path) -> None:
    path = with_entry(write(tmp_path / "a.xlsm", school()), "xl/vbaProject.bin", lambda _old: b"VBA")
    assert len(read_roster(path, TODAY).pupils) == 2


def test_a_formula_is_read_as_its_last_value_and_starts_nothing(tmp_path: Path) -> None:
    def dde(sheet: bytes) -> bytes:
        formula = b'<c r="E2" t="str"><f>cmd|\' /C calc\'!A1</f><v>x</v></c></row><row r="3"'
        return sheet.replace(b'</row><row r="3"', formula, 1)

    pupils = ((*GOOD_PUPILS[0], "Bán trú"), *GOOD_PUPILS[1:])
    path = with_entry(write(tmp_path / "a.xlsx", school(pupils=pupils)), SHEET, dde)
    assert [pupil.boarding for pupil in read_roster(path, TODAY).pupils] == [True, False]
