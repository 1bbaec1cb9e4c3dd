"""The sheets of a file in any of the formats schools have, as rows of cells; and which rows are not shown."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.parsers.expat import ExpatError

from msgspec import Struct
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from papers.roster import Unreadable
from papers.roster.files.envelope import (
    DAMAGED,
    LOCKED,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_WIDE,
    Format,
    check_envelope,
    letters,
)
from papers.roster.files.free import packed
from papers.roster.files.hidden import hidden_places, merged_cells
from papers.roster.files.old_xml import read_old_xml
from papers.roster.files.page import read_page
from papers.roster.files.pinned import pinned_notes
from papers.roster.files.plain import read_plain
from papers.roster.files.struck import struck_rows
from papers.roster.files.unread import Unread, unread_cells
from papers.roster.files.word import read_word
from papers.roster.lists.table import Merged, Pinned, Row


class Sheet(Struct, frozen=True):
    """`hidden` are the indices of rows that are hidden or filtered away, `struck` of those struck through, from 0;
    `unread` are cells that a formula left without a value, as what they show instead; a sheet may be hidden as a
    whole, and is not `shown`. `columns` are hidden too, `pinned` are notes on cells.
    """

    name: str
    rows: list[Row]
    merged: list[Merged]
    hidden: frozenset[int]
    struck: frozenset[int] = frozenset()
    unread: Unread = {}
    shown: bool = True
    columns: frozenset[int] = frozenset()
    pinned: Pinned = {}


def read_sheets(path: Path) -> Iterator[Sheet]:
    """All of them, also those that are not shown. Raises Unreadable."""
    kind, content = check_envelope(path), path.read_bytes()
    if kind == "fods":
        kind, content = "ods", packed(content)
    try:
        yield from _of_workbook(content, kind) if kind in {"xlsx", "xls", "ods"} else _of_text(content, kind)
    except PasswordError as error:
        raise Unreadable(LOCKED) from error
    except (CalamineError, ExpatError) as error:
        raise Unreadable(DAMAGED) from error


def _of_text(content: bytes, kind: Format) -> Iterator[Sheet]:
    if kind == "text":
        rows = read_plain(content)
        _check_size(rows)
        yield Sheet("CSV", rows, [], frozenset())
    elif kind == "html":
        yield Sheet("HTML", *read_page(content))
    elif kind == "docx":
        cells, struck = read_word(content)
        yield Sheet("Word", *cells, struck=struck)
    else:
        for name, cells, shown in read_old_xml(content):
            yield Sheet(name, *cells, shown=shown)


def _of_workbook(content: bytes, kind: Format) -> Iterator[Sheet]:
    (hidden, columns), struck = hidden_places(content, kind), struck_rows(content, kind)
    unread, pinned = unread_cells(content, kind), pinned_notes(content, kind)
    merged = merged_cells(content) if kind == "ods" else {}
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        for known in workbook.sheets_metadata:
            if known.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(known.name)
            rows = sheet.to_python(skip_empty_area=False)
            _check_size(rows)
            yield Sheet(
                name=known.name,
                rows=rows,
                merged=sheet.merged_cell_ranges or merged.get(known.name, []),
                hidden=hidden.get(known.name, frozenset()),
                struck=struck.get(known.name, frozenset()),
                unread=unread.get(known.name, {}),
                shown=known.visible == SheetVisibleEnum.Visible,
                columns=columns.get(known.name, frozenset()),
                pinned=pinned.get(known.name, {}),
            )


def _check_size(rows: list[Row]) -> None:
    width = max(map(len, rows), default=0)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise Unreadable(TOO_WIDE, cell=f"{letters(width)}{len(rows)}", rows=MOST_ROWS, columns=MOST_COLUMNS)
