"""What only shows when lines are held against each other: doubles, strangers, classes nobody has."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar

from msgspec.structs import replace

from locales import N_
from papers.roster import HamletRow, Param, PupilRow, Severity, StaffRow
from papers.roster.likeness import near
from papers.roster.lists.twice import Tables
from papers.roster.text import folded
from rules.people.places import place_key

_PHONES = ("mother.phone", "father.phone", "guardian1.phone", "guardian2.phone", "phone1", "phone2")
Row = TypeVar("Row", PupilRow, StaffRow)


def check_pupils(pupils: Sequence[PupilRow], tables: Tables) -> None:
    _grade_for_class(pupils, tables)
    _doubles(
        [pupil for pupil in pupils if pupil.list_no is not None and pupil.class_name],
        lambda pupil: f"{pupil.class_name}|{pupil.list_no}",
        "list_no",
        N_("this list number also stands on sheet “{sheet}”, row {row}: number the class anew"),
        tables,
        "warning",
    )


def check_phones(pupils: Sequence[PupilRow], tables: Tables) -> None:
    """One phone under two names in two families is a slip of a row, or is lent: which, only the office knows."""
    first: dict[str, tuple[PupilRow, str]] = {}
    for pupil in pupils:
        for one in pupil.guardians:
            if not one.phone or not one.full_name:
                continue
            known, name = first.setdefault(one.phone, (pupil, one.full_name))
            if known is not pupil and not _one_family(known, pupil) and not near(name, one.full_name):
                table = tables[pupil.sheet, pupil.part]
                of = next((of for of in _PHONES if of in table.columns), "")
                message = N_("this phone also stands on sheet “{sheet}”, row {row}, under another name: whose is it?")
                table.fault(pupil.row, of, message, "warning", {"sheet": known.sheet, "row": known.row})


def _one_family(one: PupilRow, other: PupilRow) -> bool:
    return bool({each.full_name for each in one.guardians} & {each.full_name for each in other.guardians} - {""})


def own_numbers(pupils: Sequence[PupilRow]) -> list[PupilRow]:
    """Without the numbers that are not of a class: of a list of several classes that counts on through all of them, and
    of groups in a class that each begin at 1.
    """
    of_list: dict[tuple[str, int], list[PupilRow]] = defaultdict(list)
    seats = Counter((one.class_name, one.list_no) for one in pupils)
    for one in pupils:
        of_list[one.sheet, one.part].append(one)
    through = {place for place, rows in of_list.items() if _counts_on(rows)}

    def own(one: PupilRow) -> bool:
        grouped = seats[one.class_name, 1] > 1
        return not grouped and (one.sheet, one.part) not in through and seats[one.class_name, one.list_no] == 1

    return [one if own(one) else replace(one, list_no=None) for one in pupils]


def _counts_on(rows: Sequence[PupilRow]) -> bool:
    numbers = [one.list_no for one in rows if one.list_no is not None]
    return len({one.class_name for one in rows}) > 1 and len(numbers) > 1 and len(set(numbers)) == len(numbers)


def _grade_for_class(pupils: Sequence[PupilRow], tables: Tables) -> None:
    """`6` is the class of a school that has one class a grade; beside 6A and 6B it lacks its letter."""
    names = {pupil.class_name for pupil in pupils}
    for pupil in pupils:
        grade = pupil.class_name
        if not grade.isdigit():
            continue
        if others := sorted(name for name in names if re.fullmatch(rf"{grade}[A-ZĐ].*", name)):
            message = N_("“{name}” is a grade, and there are {others}: write which class it is")
            params: dict[str, Param] = {"name": grade, "others": ", ".join(others[:6])}
            tables[pupil.sheet, pupil.part].fault(pupil.row, "class", message, params=params)


def _doubles(
    rows: Sequence[Row],
    key: Callable[[Row], str],
    of: str,
    message: str,
    tables: Tables,
    severity: Severity = "error",
) -> None:
    """A fault on every row after the first with the same key, naming the first."""
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(key(row), row)
        if other is not row:
            tables[row.sheet, row.part].fault(row.row, of, message, severity, {"sheet": other.sheet, "row": other.row})


def check_staff(staff: Sequence[StaffRow], pupils: Sequence[PupilRow], tables: Tables) -> None:
    homerooms = [replace(person, homeroom_class=name, more_classes=[]) for person in staff for name in person.classes]
    _doubles(
        homerooms,
        lambda person: person.homeroom_class or "",
        "homeroom",
        N_("another homeroom teacher of this class stands on sheet “{sheet}”, row {row}: keep one"),
        tables,
        "warning",
    )
    classes = {pupil.class_name for pupil in pupils} - {""}
    for person in homerooms:
        if classes and person.homeroom_class not in classes:
            tables[person.sheet, person.part].fault(
                person.row,
                "homeroom",
                N_("no pupil is in class {name}: correct the class here or on the pupil sheet"),
                "warning",
                params={"name": person.homeroom_class or ""},
            )


def match_staff(hamlets: Sequence[HamletRow], staff: Sequence[StaffRow], tables: Tables) -> list[HamletRow]:
    """The assignments with names spelled as on the staff sheet; a fault for each name that is not there."""
    if not staff:
        return list(hamlets)
    return [
        replace(row, staff=[_as_on_the_staff_sheet(name, row, staff, tables) for name in row.staff]) for row in hamlets
    ]


def _as_on_the_staff_sheet(name: str, row: HamletRow, staff: Sequence[StaffRow], tables: Tables) -> str:
    spellings = [person.full_name for person in staff]
    alike = [spelling for spelling in spellings if _letters(spelling) == _letters(name)]
    if name in spellings or len(alike) == 1:
        return name if name in spellings else alike[0]
    close = get_close_matches(name, spellings, n=1, cutoff=0.8)
    message = (
        N_("{name} is not on the staff sheet; is it {close}? Write the same name on both sheets")
        if close
        else N_("{name} is not on the staff sheet: add this person there")
    )
    tables[row.sheet, row.part].fault(
        row.row, "name", message, "warning", params={"name": name, **({"close": close[0]} if close else {})}
    )
    return name


def _letters(name: str) -> str:
    """`Hồ VănRin` and `Hồ Văn Rin` are one."""
    return folded(name).replace(" ", "")


def match_hamlets(pupils: Sequence[PupilRow], hamlets: Sequence[HamletRow], tables: Tables) -> list[PupilRow]:
    """The pupils with the village completed where their hamlet has only one; a warning for an unknown hamlet."""
    villages: dict[str, set[str | None]] = {}
    for row in hamlets:
        villages.setdefault(place_key(row.hamlet or ""), set()).add(row.village)
    return [_with_village(pupil, villages, tables) for pupil in pupils] if hamlets else list(pupils)


def _with_village(pupil: PupilRow, villages: Mapping[str, set[str | None]], tables: Tables) -> PupilRow:
    if not pupil.hamlet:
        return pupil
    known = villages.get(place_key(pupil.hamlet), set())
    if not known or (
        pupil.village and {place_key(pupil.village), ""}.isdisjoint(place_key(name or "") for name in known)
    ):
        table = tables[pupil.sheet, pupil.part]
        of = next((of for of in ("hamlet", "place", "address") if of in table.columns), "place")
        table.fault(
            pupil.row,
            of,
            N_("nobody is assigned to hamlet {name}: check its spelling against the assignment sheet"),
            "warning",
            {"name": pupil.hamlet if not pupil.village else f"{pupil.hamlet} - {pupil.village}"},
        )
    only = next(iter(known)) if len(known) == 1 else None
    return pupil if pupil.village or not only else replace(pupil, village=only)
