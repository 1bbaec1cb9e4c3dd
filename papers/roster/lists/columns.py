"""The columns of the tables that have their headings in some rows: which field each is of."""

import re
from collections.abc import Sequence
from itertools import product

from papers.roster.lists.class_columns import column_that_reads
from papers.roster.lists.headers import field_of
from papers.roster.lists.table import Column, Merged, Row, is_blank
from papers.roster.lists.values import Cell
from papers.roster.text import folded
from rules.people.names import clean
from rules.people.roles import Role

_BEGINS = ("list_no", "name", "surname", "code")  # one of these again: another table begins beside
DATE_PARTS = tuple(product(("ngay", "ngay sinh", "sinh ngay"), ("thang", "thang sinh"), ("nam", "nam sinh")))
_OVER: dict[str | None, frozenset[str | None]] = {  # narrow headings, and what they stand under
    "surname": frozenset({"name", None}),
    "middle": frozenset({"name", None}),
    "given": frozenset({"name", None}),
    "village": frozenset({"place", "address", None}),
    "hamlet": frozenset({"place", "address", None}),
    "male": frozenset({"gender", None}),
    "female": frozenset({"gender", None}),
}
_NARROW = _OVER.keys()


def columns_of(rows: Sequence[Row], merged: list[Merged], top: int, bottom: int) -> list[dict[str, Column]]:
    """The columns of each table that has its headings in these rows, from left to right."""
    upper = _upper(rows, merged, top, bottom)
    lower: Row = list(rows[bottom]) if bottom > top else [""] * len(upper)
    parts: list[dict[str, Column]] = [{}]
    classes: list[list[Column]] = [[]]
    above = ""
    for index in range(len(upper)):
        own, under = _heading(upper[index]), _heading(lower[index]) if index < len(lower) else ""
        above = own or (above if under else "")
        header = clean(f"{above} {under}")
        found = parts[-1]
        of = _field(above, under) if header else _unheaded_given_name(rows, bottom, index, found)
        if of == "name" and found.get("name") == Column(index - 1, header):  # one heading merged over two columns
            found["surname"] = found.pop("name")
            of = "given"
        if of in _BEGINS and of in found and found.keys() & {"name", "given"} and _another_begins(of, found):
            parts.append(found := {})
            classes.append([])
        if of == "name" and {"surname", "given"} <= found.keys():
            continue  # somebody else's: who signs, who fetches the child
        if of == "role" and of in found:
            of = "duty"
        if of and of in found:  # a bare "Quan hệ" or "SĐT" again: the second guardian's
            of = of.replace("1", "2")
        if of and of not in found:
            found[of] = Column(index, header)
        if of == "class":
            classes[-1].append(Column(index, header))
    for part, several in zip(parts, classes, strict=True):
        _date_parts(part, upper, lower)
        _by_their_cells(part, several, rows[bottom + 1 : bottom + 31])
    return parts


def _by_their_cells(part: dict[str, Column], classes: Sequence[Column], below: Sequence[Row]) -> None:
    """What headings leave open."""
    if len(classes) > 1:
        part["class"] = column_that_reads(classes, below)
    _phones_follow_names(part)
    _names_beside_phones(part)
    _teachers_by_name(part)
    _given_is_all(part, below)
    _people_are_no_phones(part, below)


def _upper(rows: Sequence[Row], merged: list[Merged], top: int, bottom: int) -> Row:
    """What stands above the last row of headings, each merged heading in all its columns; of two the nearer one."""
    above: Row = []
    for number in range(top, max(bottom, top + 1)):
        row = _spread(rows[number], [pair for pair in merged if pair[0][0] == number])
        above = [own if not is_blank(own) or not above else above[place] for place, own in enumerate(row)]
    return above


def _given_is_all(part: dict[str, Column], below: Sequence[Row]) -> None:
    """`Tên` over whole names."""
    column = part.get("given")
    if column is None or part.keys() & {"name", "surname"}:
        return
    names = [str(row[column.index]).split() for row in below if not is_blank(row[column.index])]
    if names and sum(len(words) > 1 for words in names) * 2 > len(names):
        part["name"] = part.pop("given")


def _field(above: str, below: str) -> str | None:
    """What both headings of a column say together; a narrow word below is all of it, but under a guardian's."""
    whole = field_of(clean(f"{above} {below}"))
    own = field_of(below) if below else None
    return own if own in _NARROW and "." not in (whole or "") and field_of(above) in _OVER[own] else whole


def _people_are_no_phones(part: dict[str, Column], below: Sequence[Row]) -> None:
    """`DT` is `ĐT` without its mark, or whether somebody is Kinh or Cadong."""
    column = part.get("phone1")
    if column is None or folded(column.header) != "dt":
        return
    texts = [str(row[column.index]) for row in below if not is_blank(row[column.index])]
    if texts and not any(sign.isdigit() for text in texts for sign in text):
        del part["phone1"]


def _phones_follow_names(part: dict[str, Column]) -> None:
    """`Cha | SĐT | Mẹ | SĐT`: each phone is of who stands before it."""
    phones = [of for of in ("phone1", "phone2") if of in part]
    names = sorted((column.index, of) for of, column in part.items() if of.endswith(".name"))
    owners = [[of for index, of in names if index < part[phone].index][-1:] for phone in phones]
    if len(phones) < 2 or not all(owners) or owners[0] == owners[1]:
        return
    for phone, (owner,) in zip(phones, owners, strict=True):
        part.setdefault(owner.replace(".name", ".phone"), part.pop(phone))


def _names_beside_phones(part: dict[str, Column]) -> None:
    """`Họ tên cha mẹ, số điện thoại`: one column has both."""
    both = {of: one for of, one in part.items() if of.endswith(".phone") and re.search(r"\bten\b", folded(one.header))}
    for of, column in both.items():
        part.setdefault(of.replace(".phone", ".name"), column)


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
        if tuple(words[index : index + 3]) in DATE_PARTS:
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
