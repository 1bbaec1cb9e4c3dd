"""The lines of a pupil sheet."""

import re
from datetime import date
from typing import Literal

from locales import N_
from papers.roster import GuardianRow, PupilRow
from papers.roster.places import Places, read_places, read_village
from papers.roster.table import Line, Table
from papers.roster.values import (
    Wrong,
    check_age,
    read_birth_date,
    read_class,
    read_code,
    read_gender,
    read_list_no,
    read_text,
    read_yes,
)

MOST_GUARDIANS = 2
_RELATION = {"father": "cha", "mother": "mẹ"}
_CLASS_IN_TITLE = re.compile(r"\blớp\s*:?\s*(\d{1,2}\s?[A-ZĐ]{0,2}\d{0,2})(?![\w/.,])", re.IGNORECASE)


def read_pupils(table: Table, today: date) -> list[PupilRow]:
    slots = _guardian_slots(table)
    class_of_sheet = None if "class" in table.columns else _class_of_sheet(table)
    if class_of_sheet is None and "class" not in table.columns:
        table.fault(0, "class", N_("there is no column for the class: add a column headed “Lớp”"))
        class_of_sheet = ""
    return [_pupil(line, today, class_of_sheet, slots) for line in table.lines() if _is_pupil(line)]


def _is_pupil(line: Line) -> bool:
    return any(map(line.has, ("name", "surname", "given", "code", "list_no", "class", "birth")))


def _pupil(line: Line, today: date, class_of_sheet: str | None, slots: list[str]) -> PupilRow:
    places = _places(line)
    return PupilRow(
        sheet=line.table.sheet,
        row=line.row,
        list_no=line.read("list_no", read_list_no),
        code=line.read("code", read_code),
        full_name=_name(line),
        birth_date=_birth_date(line, today),
        gender=line.read("gender", read_gender) or _gender_by_cross(line),
        class_name=_class(line) if class_of_sheet is None else class_of_sheet,
        village=places.village,
        hamlet=places.hamlets[0] if places.hamlets else None,
        boarding=_boarding(line),
        guardians=_guardians(line, slots),
    )


def _boarding(line: Line) -> bool | None:
    """A blank is a no where there is a column to tick, and nothing without one."""
    ticks = [line.read(of, read_yes) for of in ("boarding", "day_boarding") if of in line.table.columns]
    return any(ticks) if ticks else None


def _name(line: Line) -> str:
    if not line.has_name():
        of = "name" if "name" in line.table.columns else "given"
        line.fault(of, N_("there is no name: write the pupil's full name"))
    return line.full_name()


def _class(line: Line) -> str:
    if not line.has("class"):
        line.fault("class", N_("there is no class: write the pupil's class, for example 6A"))
    return line.read("class", read_class) or ""


def _class_of_sheet(table: Table) -> str | None:
    """Schools that keep a sheet for each class write the class on its tab or in its title."""
    in_title = _CLASS_IN_TITLE.search(table.title)
    try:
        return read_class(in_title[1] if in_title else table.sheet)
    except Wrong:  # a tab may be called anything
        return None


def _birth_date(line: Line, today: date) -> date | None:
    birth = line.read("birth", read_birth_date)
    if birth is None:
        return None
    try:
        check_age(birth, today)
    except Wrong as wrong:
        line.blame("birth", wrong)
        return None
    return birth


def _gender_by_cross(line: Line) -> Literal["nam", "nữ"] | None:
    """A column headed "Nữ" with a cross for girls."""
    if "female" not in line.table.columns:
        return None
    return "nữ" if line.has("female") else "nam"


def _places(line: Line) -> Places:
    """From the narrowest column there is: hamlet and village apart, both in one, or an address."""
    whole = line.read("place", read_places) or Places()
    if not whole.hamlets and not whole.village and not (line.has("hamlet") or line.has("village")):
        whole = line.read("address", read_places) or Places()
    if len(whole.hamlets) > 1:
        line.fault("place" if line.has("place") else "address", N_("one pupil lives in one hamlet: write only that"))
    hamlet = line.read("hamlet", read_text)
    return Places((hamlet,) if hamlet else whole.hamlets, line.read("village", read_village) or whole.village)


def _guardian_slots(table: Table) -> list[str]:
    """`father`, `guardian2` …, in the order of their columns."""
    columns = sorted(table.columns.items(), key=lambda pair: pair[1].index)
    slots = [of.split(".")[0] for of, _column in columns if "." in of]
    slots += [f"guardian{of[-1]}" for of, _column in columns if of in {"phone1", "phone2"}]
    return list(dict.fromkeys(slots))


def _guardians(line: Line, slots: list[str]) -> list[GuardianRow]:
    found = [guardian for slot in slots if (guardian := _guardian(line, slot))]
    found = _with_the_nameless_phone(found)
    if len(found) > MOST_GUARDIANS:
        line.fault("", N_("there are more than two guardians: only the first two are kept"), "warning")
    return found[:MOST_GUARDIANS]


def _guardian(line: Line, slot: str) -> GuardianRow | None:
    bare = slot.replace("guardian", "phone")
    phone = line.phone(f"{slot}.phone") or (line.phone(bare) if bare in line.table.columns else None)
    name = line.name(f"{slot}.name")
    if not (name or phone):
        return None
    return GuardianRow(
        full_name=name, relation=line.read(f"{slot}.relation", read_text) or _RELATION.get(slot), phone=phone
    )


def _with_the_nameless_phone(found: list[GuardianRow]) -> list[GuardianRow]:
    """`Cha | Mẹ | SĐT PH`: the one phone of the family goes to the first guardian named without a phone."""
    named = [guardian for guardian in found if guardian.full_name]
    nameless = [guardian for guardian in found if not guardian.full_name]
    if not nameless or not named or named[0].phone:
        return found
    first = GuardianRow(full_name=named[0].full_name, relation=named[0].relation, phone=nameless[0].phone)
    return [first, *named[1:], *nameless[1:]]
