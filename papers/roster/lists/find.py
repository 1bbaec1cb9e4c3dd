"""Finds the tables of a sheet by their headings: one, or several beside and below each other."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from locales import N_
from papers.roster.lists.class_columns import tell_other_classes, written_once
from papers.roster.lists.classes import class_alone
from papers.roster.lists.columns import DATE_PARTS, columns_of
from papers.roster.lists.headers import OF_A_PUPIL, field_of, is_list_of_some, kind_of
from papers.roster.lists.leavers import left_by_a_line, left_by_title
from papers.roster.lists.shapes.boarders import is_list_of_boarders
from papers.roster.lists.shapes.one_column import one_column
from papers.roster.lists.shapes.pairs import with_carers
from papers.roster.lists.table import Column, Merged, Row, Table, is_blank
from papers.roster.lists.values import Cell
from papers.roster.text import folded
from rules.people.names import clean, fold

UNKNOWN = N_("this list was left out: its headings fit neither pupils, nor staff, nor hamlets")
OF_SOME = N_("this list was left out: by its title it names some pupils only, or who has left, and is no class list")
_REPEATED_DOWN = ("class", "charge", "place", "village", "hamlet", "when")  # what schools merge over several rows
_TITLE_WORDS = re.compile(
    r"danh sach|\blop\b|\bkhoi\b|nam hoc|gvcn|chu nhiem|truong|ubnd|so giao duc|doc lap|cong hoa|hoc ky|^trang( so)? \d"
)
_MONITOR = re.compile(r"lop (truong|pho)\b")
_PAGE = re.compile(r"trang( so)? \d")
_TITLE = re.compile(r"(danh sach|ds|bang) (\w+ ){0,6}(lop|khoi|truong|nam)\b")
_NAMES = re.compile(r"gvcn|chu nhiem|ten|name|hoc sinh|\bhs\b|student|pupil|phu trach|van dong|giao vien|truong$")
_DITTO = re.compile(r"[\"”“〃″]|''|//|-?\s*(?:nt|như trên)\s*-?", re.IGNORECASE)
ON_ITS_SIDE = N_(
    "this list stands on its side, with a pupil in each column: copy it, paste it with “Transpose”, and send it again"
)
_FEWEST_HEADINGS = 2
_FEWEST_ON_ITS_SIDE = 3
_MOST_COLUMNS_BEFORE = 3
_ROWS_LOOKED_AT = 60
_MOST_TITLE_ROWS = 8  # above a table that is not the first
_MOST_TITLE_CELLS = 3


class Head(Struct, frozen=True, kw_only=True):
    """Headings in the rows from `top` to `bottom`, by table."""

    top: int
    bottom: int
    parts: list[dict[str, Column]]


def find_tables(
    sheet: str, rows: list[Row], merged: list[Merged], hidden: frozenset[int] = frozenset()
) -> tuple[list[Table], list[tuple[int, str]]]:
    """The tables of ours on this sheet, and the rows (Excel's) of headings of other lists, with why they are that."""
    if (aside := _on_its_side(rows)) is not None:
        return [], [(aside + 1, ON_ITS_SIDE)]
    heads = _heads(rows, merged)
    if not heads and (alone := one_column(sheet, rows)) is not None:
        return [replace(alone, hidden=hidden, left=_left_by_a_line(alone.kind, alone.title, sheet))], []
    tables: list[Table] = []
    others: list[tuple[int, str]] = []
    for number, head in enumerate(heads):
        after = heads[number - 1].bottom + 1 if number else 0
        end = _begin_of_title(rows, heads[number + 1], head.bottom + 1) if number + 1 < len(heads) else len(rows)
        begin = _begin_of_title(rows, head, after) if number else 0
        before = len(tables)
        for columns, (first, last) in zip(head.parts, _spans(head.parts), strict=True):
            title = _title(rows[begin : head.top], first, last)
            name = columns.get("name") or columns.get("given")
            kind = kind_of(columns.keys(), "|".join(title), sheet, name.header if name else "")
            if kind == "staff" and _names_monitors(columns, rows[head.bottom + 1 : end]):
                kind = "pupils"
            left = (left_by_title(title) if kind is None else ()) or _left_by_a_line(kind, title, sheet)
            boards = kind in {None, "pupils"} and not left and is_list_of_boarders(title, columns)
            if kind is None and not left and not boards:
                continue
            table = Table(
                sheet=sheet,
                kind=kind or "pupils",
                left=left,
                boards=boards,
                columns=columns,
                rows=rows,
                start=head.bottom + 1,
                head=head.top,
                title=title,
                end=end,
                first=first,
                last=last,
                part=len(tables),
                hidden=hidden,
            )
            _inherit(table, tables[before - 1] if before and all(map(_PAGE.match, map(folded, title))) else None)
            _repeat_down(table, merged)
            _write_out_dittos(table)
            if table.kind == "pupils":
                written_once(table)
                tell_other_classes(table, rows[head.top : head.bottom + 1])
            tables.append(table)
        if len(tables) == before and any(map(_is_list, columns_of(rows, [], head.top, head.top))):
            above = "|".join(_title(rows[begin : head.top], 0, 10_000))
            others.append((head.top + 1, OF_SOME if is_list_of_some(above) else UNKNOWN))
    return tables, others


def _names_monitors(columns: dict[str, Column], rows: Sequence[Row]) -> bool:
    """Whether the titles are those of a class: who leads it is a pupil."""
    titles = [folded(str(row[columns["role"].index])) for row in rows] if "role" in columns else []
    return any(_MONITOR.match(title) for title in titles)


def _on_its_side(rows: Sequence[Row]) -> int | None:
    """The first of some rows below each other that begin with headings."""
    for column in range(min(_MOST_COLUMNS_BEFORE, len(rows[0]) if rows else 0)):
        run: list[str] = []
        for number, row in enumerate(rows[:_ROWS_LOOKED_AT]):
            cell = row[column]
            of = field_of(cell) if isinstance(cell, str) and not is_blank(cell) else None
            run = [*run, of] if of and of not in run else []
            first = number - len(run) + 1
            told = len(run) >= _FEWEST_ON_ITS_SIDE and "name" in run and OF_A_PUPIL & set(run)
            if told and _are_values(rows[first : number + 1], column):
                return first
    return None


def _are_values(rows: Sequence[Row], column: int) -> bool:
    """Whether beside this column stand values, and not further headings."""
    beside = [cell for row in rows for cell in row[column + 1 :] if not is_blank(cell)]
    return sum(field_of(str(cell)) is None for cell in beside) * 2 > len(beside)


def _inherit(table: Table, above: Table | None) -> None:
    """The same headings printed again at the top of a page go on with the class of the page before."""
    if above is not None and above.columns.keys() == table.columns.keys():
        table.title = above.title


def _heads(rows: list[Row], merged: list[Merged]) -> list[Head]:
    found: list[Head] = []
    top = 0
    while top < len(rows):
        head = _head(rows, merged, top) if _may_be_head(rows[top]) else None
        if head:
            found.append(head)
        top = head.bottom + 1 if head else top + 1
    return found


def _may_be_head(row: Row) -> bool:
    return any(isinstance(cell, str) and _NAMES.search(fold(cell)) for cell in row)


def _head(rows: list[Row], merged: list[Merged], top: int) -> Head | None:
    best: Head | None = None
    if any(map(_begins_a_list, rows[top])):
        return None
    if sum(not is_blank(cell) for cell in rows[top]) < _FEWEST_HEADINGS:
        return None  # a title or a remark over the headings
    for bottom in range(top, min(_bottom(rows, top, merged) + 1, len(rows))):
        found = map(with_carers, map(_of_homerooms, columns_of(rows, merged, top, bottom)))
        parts = [part for part in found if _is_list(part)]
        if parts and (best is None or _size(parts) > _size(best.parts) or _says_more(rows[bottom], best, parts)):
            best = Head(top=top, bottom=bottom, parts=parts)
    return best


def _of_homerooms(part: dict[str, Column]) -> dict[str, Column]:
    """`Lớp`, `GVCN` and nobody's name besides: each class, and its teacher."""
    if not {"class", "homeroom"} <= part.keys() or part.keys() & {"name", "given", "surname"}:
        return part
    rest = {of: column for of, column in part.items() if of not in {"class", "homeroom"}}
    return rest | {"name": part["homeroom"], "homeroom": part["class"]}


def _begins_a_list(cell: Cell) -> bool:
    """A title over the headings, with the number of the page beside it."""
    return isinstance(cell, str) and bool(_TITLE.match(folded(cell)))


def _says_more(row: Row, best: Head, parts: Sequence[dict[str, Column]]) -> bool:
    """Under headings merged over the same columns stand others, and no pupil yet."""
    texts = [str(cell) for cell in row if not is_blank(cell)]
    return _size(parts) == _size(best.parts) and bool(texts) and all(map(field_of, texts))


def _size(parts: Sequence[dict[str, Column]]) -> int:
    return sum(map(len, parts))


def _is_list(part: dict[str, Column]) -> bool:
    named = "name" in part or {"surname", "given"} <= part.keys()
    return named and len(part) > (1 if "name" in part else 2)


def _bottom(rows: list[Row], top: int, merged: list[Merged]) -> int:
    """The heading has a second row when something in its first row is merged across or down, or when the row below has
    nothing but headings under blanks; and a third one when something in the second is merged across.
    """
    if any(first[0] == top and first != last for first, last in merged):
        across = any(first[0] == top + 1 == last[0] and first != last for first, last in merged)
        return top + 2 if across else top + 1
    below = rows[top + 1] if top + 1 < len(rows) else []
    words = [(place, cell) for place, cell in enumerate(below) if not is_blank(cell)]
    apart = words and all(isinstance(cell, str) and len(cell) < 30 for _place, cell in words)
    under = sum(is_blank(rows[top][place]) for place, _cell in words)
    return top + 1 if apart and under and any(folded(str(cell)) in _SUBHEADINGS for _place, cell in words) else top


_SUBHEADINGS = {*DATE_PARTS[0], "nu", "ho ten", "ho va ten", "sdt", "dien thoai", "quan he", "nghe nghiep"}


def _spans(parts: Sequence[dict[str, Column]]) -> list[tuple[int, int]]:
    """The columns each table has for itself; one alone has the whole sheet."""
    firsts = [min(column.index for column in part.values()) for part in parts]
    begins = [0, *firsts[1:]]
    return list(zip(begins, [*firsts[1:], 10_000], strict=True))


def _left_by_a_line(kind: str | None, title: Sequence[str], sheet: str) -> tuple[str, ...]:
    return left_by_a_line(title, sheet) if kind in {None, "pupils"} else ()


def _begin_of_title(rows: Sequence[Row], head: Head, after: int) -> int:
    """The first row of what stands above a table that is not the first of its sheet: a title, and not pupils."""
    begin = head.top
    for index in range(head.top - 1, max(after, head.top - _MOST_TITLE_ROWS) - 1, -1):
        texts = [clean(str(cell)) for cell in rows[index] if not is_blank(cell)]
        if texts and not _is_title(rows[index], texts):
            break
        begin = index if texts else begin
    return begin


def _is_title(row: Row, texts: Sequence[str]) -> bool:
    if len(texts) > _MOST_TITLE_CELLS or any(isinstance(cell, int | float) for cell in row):
        return False
    return all(_TITLE_WORDS.search(folded(text)) or class_alone(text) for text in texts)


def _title(rows: Sequence[Row], first: int, last: int) -> list[str]:
    return [clean(str(cell)) for row in rows for cell in row[first:last] if not is_blank(cell)]


def _write_out_dittos(table: Table) -> None:
    """`"` below `6A` is 6A."""
    for of in _REPEATED_DOWN:
        column = table.columns[of].index if of in table.columns else 0
        for row in range(table.start + 1, table.end) if of in table.columns else ():
            cell = table.rows[row][column]
            if isinstance(cell, str) and _DITTO.fullmatch(cell.strip()):
                table.rows[row][column] = table.rows[row - 1][column]


def _repeat_down(table: Table, merged: list[Merged]) -> None:
    wanted = {table.columns[of].index for of in _REPEATED_DOWN if of in table.columns}
    for (top, left), (bottom, _right) in merged:
        if left in wanted and table.start <= top < table.end:
            for row in table.rows[top + 1 : bottom + 1]:
                row[left] = table.rows[top][left]
