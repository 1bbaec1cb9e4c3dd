"""Finds the tables of a sheet by their headings: one, or several beside and below each other."""

import re
from collections.abc import Sequence

from msgspec import Struct

from locales import N_
from papers.roster.lists.classes import class_alone
from papers.roster.lists.headers import field_of, is_list_of_some, kind_of
from papers.roster.lists.table import Column, Merged, Row, Table, is_blank
from papers.roster.lists.values import Cell
from papers.roster.text import folded
from rules.people.names import clean, fold
from rules.people.roles import Role

UNKNOWN = N_("this list was left out: its headings fit neither pupils, nor staff, nor hamlets")
OF_SOME = N_("this list was left out: by its title it names some pupils only, or who has left, and is no class list")
_REPEATED_DOWN = ("class", "charge", "place", "village", "hamlet", "when")  # what schools merge over several rows
_BEGINS = ("list_no", "name", "surname", "code")  # one of these again: another table begins beside
_TITLE_WORDS = re.compile(
    r"danh sach|\blop\b|\bkhoi\b|nam hoc|gvcn|chu nhiem|truong|ubnd|so giao duc|doc lap|cong hoa|hoc ky"
)
_FEWEST_HEADINGS = 2
_MOST_TITLE_ROWS = 8  # above a table that is not the first
_MOST_TITLE_CELLS = 3
_DATE_PARTS = (("ngay", "thang", "nam"), ("ngay sinh", "thang sinh", "nam sinh"))


_OVER: dict[str | None, frozenset[str | None]] = {  # narrow headings, and what they stand under
    "surname": frozenset({"name", None}),
    "given": frozenset({"name", None}),
    "village": frozenset({"place", "address", None}),
    "hamlet": frozenset({"place", "address", None}),
    "male": frozenset({"gender", None}),
    "female": frozenset({"gender", None}),
}
_NARROW = _OVER.keys()


class Head(Struct, frozen=True, kw_only=True):
    """Headings in the rows from `top` to `bottom`, by table."""

    top: int
    bottom: int
    parts: list[dict[str, Column]]


def find_tables(
    sheet: str, rows: list[Row], merged: list[Merged], hidden: frozenset[int] = frozenset()
) -> tuple[list[Table], list[tuple[int, str]]]:
    """The tables of ours on this sheet, and the rows (Excel's) of headings of other lists, with why they are that."""
    heads = _heads(rows, merged)
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
            if kind is None:
                continue
            table = Table(
                sheet=sheet,
                kind=kind,
                columns=columns,
                rows=rows,
                start=head.bottom + 1,
                title=title,
                end=end,
                first=first,
                last=last,
                part=len(tables),
                hidden=hidden,
            )
            _inherit(table, tables[before - 1] if before and not title else None)
            _repeat_down(table, merged)
            tables.append(table)
        if len(tables) == before and any(map(_is_list, _parts(rows, [], head.top, head.top))):
            above = "|".join(_title(rows[begin : head.top], 0, 10_000))
            others.append((head.top + 1, OF_SOME if is_list_of_some(above) else UNKNOWN))
    return tables, others


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
    return any(isinstance(cell, str) and "ten" in fold(cell) for cell in row)


def _head(rows: list[Row], merged: list[Merged], top: int) -> Head | None:
    best: Head | None = None
    if sum(not is_blank(cell) for cell in rows[top]) < _FEWEST_HEADINGS:
        return None  # a title or a remark over the headings
    for bottom in range(top, min(_bottom(rows, top, merged) + 1, len(rows))):
        parts = [part for part in _parts(rows, merged, top, bottom) if _is_list(part)]
        if parts and (best is None or _size(parts) > _size(best.parts)):
            best = Head(top=top, bottom=bottom, parts=parts)
    return best


def _size(parts: Sequence[dict[str, Column]]) -> int:
    return sum(map(len, parts))


def _is_list(part: dict[str, Column]) -> bool:
    named = "name" in part or {"surname", "given"} <= part.keys()
    return named and len(part) > (1 if "name" in part else 2)


def _bottom(rows: list[Row], top: int, merged: list[Merged]) -> int:
    """The heading has a second row when something in its first row is merged across or down, or when the row below has
    nothing but headings under blanks.
    """
    if any(first[0] == top and first != last for first, last in merged):
        return top + 1
    below = rows[top + 1] if top + 1 < len(rows) else []
    words = [(place, cell) for place, cell in enumerate(below) if not is_blank(cell)]
    apart = words and all(isinstance(cell, str) and len(cell) < 30 for _place, cell in words)
    under = sum(is_blank(rows[top][place]) for place, _cell in words)
    return top + 1 if apart and under and any(folded(str(cell)) in _SUBHEADINGS for _place, cell in words) else top


_SUBHEADINGS = {*_DATE_PARTS[0], "nu", "ho ten", "ho va ten", "sdt", "dien thoai", "quan he", "nghe nghiep"}


def _parts(rows: Sequence[Row], merged: list[Merged], top: int, bottom: int) -> list[dict[str, Column]]:
    """The columns of each table that has its headings in these rows, from left to right."""
    upper = _spread(rows[top], [pair for pair in merged if pair[0][0] == top])
    lower: Row = list(rows[bottom]) if bottom > top else [""] * len(upper)
    parts: list[dict[str, Column]] = [{}]
    above = ""
    for index in range(len(upper)):
        own, below = _heading(upper[index]), _heading(lower[index]) if index < len(lower) else ""
        above = own or (above if below else "")
        header = clean(f"{above} {below}")
        found = parts[-1]
        of = _field(above, below) if header else _unheaded_given_name(rows, bottom, index, found)
        if of == "name" and found.get("name") == Column(index - 1, header):  # one heading merged over two columns
            found["surname"] = found.pop("name")
            of = "given"
        if of in _BEGINS and of in found and found.keys() & {"name", "given"} and _another_begins(of, found):
            parts.append(found := {})
        if of == "name" and {"surname", "given"} <= found.keys():
            continue  # somebody else's: who signs, who fetches the child
        if of == "role" and of in found:
            of = "duty"
        if of and of in found:  # a bare "Quan hệ" or "SĐT" again: the second guardian's
            of = of.replace("1", "2")
        if of and of not in found:
            found[of] = Column(index, header)
    for part in parts:
        _phones_follow_names(part)
        _date_parts(part, upper, lower)
        _teachers_by_name(part)
    return parts


def _field(above: str, below: str) -> str | None:
    """What both headings of a column say together; a narrow word below is all of it, but under a guardian's."""
    whole = field_of(clean(f"{above} {below}"))
    own = field_of(below) if below else None
    return own if own in _NARROW and "." not in (whole or "") and field_of(above) in _OVER[own] else whole


def _phones_follow_names(part: dict[str, Column]) -> None:
    """`Cha | SĐT | Mẹ | SĐT`: each phone is of who stands before it."""
    phones = [of for of in ("phone1", "phone2") if of in part]
    names = sorted((column.index, of) for of, column in part.items() if of.endswith(".name"))
    owners = [[of for index, of in names if index < part[phone].index][-1:] for phone in phones]
    if len(phones) < 2 or not all(owners) or owners[0] == owners[1]:
        return
    for phone, (owner,) in zip(phones, owners, strict=True):
        part.setdefault(owner.replace(".name", ".phone"), part.pop(phone))


def _teachers_by_name(part: dict[str, Column]) -> None:
    """`Họ và tên GVCN` is a column of a pupil list, and the names of a list of teachers."""
    column = part.get(Role.HOMEROOM)
    if column and not part.keys() & {"name", "given"} and re.search(r"\bten\b", folded(column.header)):
        part["name"] = part.pop(Role.HOMEROOM)


def _another_begins(of: str, found: dict[str, Column]) -> bool:
    """A list number again, or the first heading of this table again."""
    first = min(found, key=lambda each: found[each].index)
    return of in {"list_no", first}


def _date_parts(part: dict[str, Column], upper: Row, lower: Row) -> None:
    """Day, month and year in three columns, under whatever stands above them."""
    words = [folded(_heading(below) or _heading(above)) for above, below in zip(upper, lower, strict=False)]
    for index in range(len(words) - 2):
        if tuple(words[index : index + 3]) in _DATE_PARTS:
            for of, place in (("birth_day", index), ("birth_month", index + 1), ("birth", index + 2)):
                part[of] = Column(place, words[place])
            return
    if not {"birth_day", "birth_month"} <= part.keys():
        part.pop("birth_day", None)
        part.pop("birth_month", None)


def _heading(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def _spread(row: Row, merged: list[Merged]) -> Row:
    """A row of headings with each merged heading written in all its columns."""
    wide = list(row)
    for (_top, left), (_bottom, right) in merged:
        for column in range(left, min(right + 1, len(wide))):
            wide[column] = row[left]
    return wide


def _unheaded_given_name(rows: Sequence[Row], bottom: int, index: int, found: dict[str, Column]) -> str | None:
    """`Họ và tên` over the family name, and the given name in the next column with nothing above it."""
    name = found.get("name")
    if name is None or name.index != index - 1:
        return None
    below = [row for row in rows[bottom + 1 : bottom + 31] if not is_blank(row[name.index])]
    if sum(isinstance(row[index], str) and not is_blank(row[index]) for row in below) * 2 <= len(below):
        return None
    found["surname"] = found.pop("name")
    return "given"


def _spans(parts: Sequence[dict[str, Column]]) -> list[tuple[int, int]]:
    """The columns each table has for itself; one alone has the whole sheet."""
    firsts = [min(column.index for column in part.values()) for part in parts]
    begins = [0, *firsts[1:]]
    return list(zip(begins, [*firsts[1:], 10_000], strict=True))


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


def _repeat_down(table: Table, merged: list[Merged]) -> None:
    wanted = {table.columns[of].index for of in _REPEATED_DOWN if of in table.columns}
    for (top, left), (bottom, _right) in merged:
        if left in wanted and table.start <= top < table.end:
            for row in table.rows[top + 1 : bottom + 1]:
                row[left] = table.rows[top][left]
