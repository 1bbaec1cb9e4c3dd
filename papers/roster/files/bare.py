"""Files that are no package: text, tables saved as a web page or as XML, and what is no list at all."""

import re
from typing import Literal, TypeAlias

from locales import N_
from papers.roster import Unreadable
from papers.roster.files.plain import decoded

WithoutEnvelope: TypeAlias = Literal["text", "html", "xml", "fods"]

SAVE_AS = N_(
    "This is a {kind} file. A list is read from an Excel workbook (.xlsx, .xls), .ods, .csv, .txt or a table in Word "
    "(.docx): save it as .xlsx or .docx and send that."
)
NO_LIST = N_("This file is no list: send the Excel workbook (.xlsx, .xls), .ods, .csv or .txt itself.")
PACKED = N_("This is a packed folder (.zip, .rar, .7z). Unpack it and send the list that is in it.")
_PICTURE = N_(
    "This is a picture, and names are not read from pictures. Send the list itself: an Excel workbook (.xlsx, .xls), "
    ".ods, .csv or .txt."
)
_NO_COLUMNS = N_(
    "This text has no columns. A list needs a first line with headings (“Họ và tên”, “Lớp”, …) and a comma, semicolon "
    "or tab between the columns: make it in Excel and send the .xlsx."
)
_LETTERS_LOST = N_(
    "The Vietnamese letters were lost when this file was saved (they are “?” now). Open the list in Excel, save it as "
    ".xlsx or as “CSV UTF-8”, and send that."
)
_BEGINS = (
    *((begin, PACKED) for begin in (b"rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")),
    *((begin, _PICTURE) for begin in (b"\x89png", b"\xff\xd8\xff", b"gif8", b"riff", b"bm")),
)
_KINDS = ((b"%pdf", "PDF"), (b"{\\rtf", "Word"), (b"{", "JSON"))
_CONTROLS = bytes(set(range(32)) - set(b"\t\r\n\f")) + b"\x7f"
_SIGNS = b",;|\t"  # between cells
_LINES = re.compile(r"(?:^\W*\d{1,3}[.)/: -]+[^\W\d_][^\n]*\s*$\s*){2}", re.MULTILINE)  # 1. Nguyễn Văn A
_LOST = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")
_FEWEST_LOST = 4


def bare_format(content: bytes) -> WithoutEnvelope:
    """What the file is. Raises Unreadable."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    said = next((message for begins, message in _BEGINS if start.startswith(begins)), None)
    if said or content[4:8] == b"ftyp":
        raise Unreadable(said or _PICTURE)
    for begins, kind in _KINDS:
        if start.startswith(begins):
            raise Unreadable(SAVE_AS, kind=kind)
    wide = _is_wide(content)
    marked = _marked(decoded(content) if wide else content.decode("latin-1"))
    if marked is None:
        _refuse_no_list(content, wide=wide)
    return marked or "text"


def _marked(text: str) -> WithoutEnvelope | None:
    """A page with a table, or a workbook of Excel 2003 as XML; many systems call either “.xls”."""
    start = text[:4000].lower().lstrip("\ufeff\xef\xbb\xbf \t\r\n")
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and start.startswith("<"):
        return "xml"
    if "opendocument:xmlns:office" in start:
        return "fods"
    page = start.startswith("<") or (start.startswith("mime-version:") and "text/html" in text.lower())
    if not page:
        return None
    if "<table" not in text.lower():
        raise Unreadable(SAVE_AS, kind="HTML")
    return "html"


def _is_wide(content: bytes) -> bool:
    """Two bytes a letter."""
    halves = (content[1:2000:2], content[:2000:2])
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or any(
        half.count(0) * 4 > len(content[:2000]) for half in halves
    )


def _refuse_no_list(content: bytes, *, wide: bool) -> None:
    if wide:
        return
    if any(sign in _CONTROLS for sign in content[:4000]):
        raise Unreadable(NO_LIST)
    if not any(sign in content for sign in _SIGNS) and not _LINES.search(decoded(content[:20_000])):
        raise Unreadable(_NO_COLUMNS)
    if len(_LOST.findall(decoded(content[:20_000]))) >= _FEWEST_LOST:
        raise Unreadable(_LETTERS_LOST)
