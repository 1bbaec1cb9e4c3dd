"""The lines of a staff sheet."""

import re
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from locales import N_
from papers.roster import StaffRow
from papers.roster.lists.classes import read_class, read_classes
from papers.roster.lists.roles import UNKNOWN, Titles, by_weight, read_duties, read_titles
from papers.roster.lists.states import tell_hidden, tell_parting
from papers.roster.lists.table import Line, Table
from papers.roster.lists.values import Cell, newest_day, read_text
from rules.people.roles import Role

_YOUNGEST = 16
_A_CHILD = N_("born in {year}: nobody of the staff is so young; is this a list of pupils? Then add a column “Lớp”")
_NO_CLASS = frozenset({"không", "khong", "x"})


def read_staff(table: Table) -> list[StaffRow]:
    """Hidden lines are left out, and said."""
    tell_hidden(table, [line.row for line in table.hidden_lines() if _is_person(line)])
    return _together([_person(line) for line in table.lines() if _is_person(line)])


def _together(rows: Sequence[StaffRow]) -> list[StaffRow]:
    """One person with a line for each class: the same name and phone."""
    found: dict[tuple[str, str], StaffRow] = {}
    for row in rows:
        key = (row.key, row.phone or f"row {row.row}")
        before = found.get(key)
        found[key] = also(before, row) if before else row
    return list(found.values())


def once_each(rows: Sequence[StaffRow]) -> list[StaffRow]:
    """One person on several lists of a file: the list of homeroom teachers beside that of the whole staff."""
    found: list[StaffRow] = []
    for row in rows:
        same = [at for at, one in enumerate(found) if _on_another_list(one, row)]
        if len(same) == 1:
            found[same[0]] = also(found[same[0]], row)
        else:
            found.append(row)
    return found


def _on_another_list(one: StaffRow, row: StaffRow) -> bool:
    elsewhere = (one.sheet, one.part) != (row.sheet, row.part)
    return elsewhere and one.key == row.key and (one.phone == row.phone or None in {one.phone, row.phone})


def also(row: StaffRow, more: StaffRow) -> StaffRow:
    """One person, with what either line says."""
    first, *others = dict.fromkeys([*row.classes, *more.classes]) or [None]
    roles = by_weight({*row.roles, *more.roles})
    told = {"phone": row.phone or more.phone, "said": row.said or more.said}
    return replace(row, homeroom_class=first, more_classes=others, roles=list(roles), role=roles[0], **told)


def _is_person(line: Line) -> bool:
    return line.has_name() or line.has("role") or line.has("phone1")


def _person(line: Line) -> StaffRow:
    if not line.has_name():
        line.fault("name", N_("there is no name: write the full name of this member of staff"))
    _check_grown(line)
    titles = line.read("role", read_titles) or Titles(())
    if titles.unknown:
        line.fault("role", UNKNOWN, "warning", text=titles.unknown)
    tell_parting(line)
    duties = read_duties(line.text("duty"))
    classes = _homeroom_classes(line)
    homeroom = classes[0] if classes else titles.homeroom_class or duties.homeroom_class
    roles = by_weight({*titles.roles, *duties.roles, *([Role.HOMEROOM] if homeroom else [])})
    if Role.HOMEROOM in roles and not homeroom:
        line.fault("homeroom", N_("a homeroom teacher without a class: write the class, for example 6A"), "warning")
        roles = tuple(role for role in roles if role != Role.HOMEROOM)
    return StaffRow(
        sheet=line.table.sheet,
        row=line.row,
        part=line.table.part,
        full_name=line.full_name(),
        role=roles[0] if roles else Role.TEACHER,
        roles=list(roles) or [Role.TEACHER],
        homeroom_class=homeroom,
        more_classes=classes[1:],
        phone=line.phone("phone1"),
        position=titles.position,
        group=line.text("group")[:80] or None,
        heads=titles.heads,
        said=bool(titles.roles) and not titles.unknown,
    )


def _check_grown(line: Line) -> None:
    """A list of pupils with headings like a staff list's makes no teachers of them."""
    birth = line.raw("birth") if line.has("birth") else ""
    year = birth.year if isinstance(birth, date) else next(map(int, re.findall(r"(?:19|20)\d\d", str(birth))), None)
    if year is not None and newest_day().year - year < _YOUNGEST:
        line.fault("birth", _A_CHILD, year=year)


def _homeroom_classes(line: Line) -> list[str]:
    """Also several: a teacher of a combined class is homeroom teacher of each."""
    return line.read("homeroom" if "homeroom" in line.table.columns else "class", _classes) or []


def _classes(cell: Cell) -> list[str]:
    text = read_text(cell)
    if text.casefold() in _NO_CLASS:
        return []
    return read_classes(text) if isinstance(cell, str) else [read_class(cell)]
