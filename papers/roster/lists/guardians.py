"""Who answers for a pupil, in whatever cells and lines that is said."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from locales import N_
from papers.roster import GuardianRow
from papers.roster.kin import alone, is_of_the_child, kin, owners
from papers.roster.lists.table import Line, Table, is_blank
from papers.roster.lists.values import Cell, Wrong, as_name, check_name, read_phones, read_text, without_remark
from rules.people.names import clean

_Named = tuple[str, str, str | None]  # relation, name, phone

MOST_GUARDIANS = 2
_RELATION = {"father": "cha", "mother": "mẹ"}
_OF_A_PUPIL = ("name", "surname", "given", "code", "birth", "list_no")
_KIN = re.compile(
    r"(cha|bố|mẹ)(\s*[:.\-–]\s*|\s+(?=\S+\s))|(ba|má|ông|bà|cô|chú|bác|dì|cậu|anh|chị)(\s*:\s*)", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\n;,/&]|\s[-–+]\s|\svà\s", re.IGNORECASE)
_PHONE = re.compile(r"\(?\+?\d[\d .]{7,}\d\)?")


def guardian_slots(table: Table) -> list[str]:
    """`father`, `guardian2` …, in the order of their columns."""
    columns = sorted(table.columns.items(), key=lambda pair: pair[1].index)
    slots = [of.split(".")[0] for of, _column in columns if "." in of]
    slots += [f"guardian{of[-1]}" for of, _column in columns if of in {"phone1", "phone2"}]
    return list(dict.fromkeys(slots))


def is_continued(line: Line, before: Sequence[Line], slots: Sequence[str]) -> bool:
    """Whether this line only goes on with the family of the pupil above it: the mother below the father. Nothing is in
    it that tells a pupil, and nothing between.
    """
    pupil, last = before[0], before[-1]
    same_class = not line.has("class") or line.raw("class") == pupil.raw("class")
    alone = same_class and not any(map(line.has, _OF_A_PUPIL)) and last.row == line.row - 1
    return alone and pupil.has_name() and bool(guardians(line, slots, quietly=True))


def guardians(
    line: Line, slots: Sequence[str], below: Sequence[Line] = (), *, quietly: bool = False
) -> list[GuardianRow]:
    """At most two, in the order of columns and lines; `below` are lines that go on with the family."""
    before = len(line.table.faults)
    found = _with_the_nameless_phone([one for slot in slots for one in _guardians(line, slot)])
    for more in below:
        found += [one for slot in slots for one in _guardians(more, slot)]
        message = N_("this line names no pupil: it was read as more of the family of the pupil above")
        more.fault("", message, "warning")
    if quietly:
        del line.table.faults[before:]
        return found
    if len(found) > MOST_GUARDIANS:
        message = N_("there are more than two guardians: two are kept, those with a phone before others")
        line.fault("", message, "warning")
        kept = sorted(range(len(found)), key=lambda number: (found[number].phone is None, number))[:MOST_GUARDIANS]
        found = [found[number] for number in sorted(kept)]
    return found


def _guardians(line: Line, slot: str) -> list[GuardianRow]:
    bare = slot.replace("guardian", "phone")
    of = f"{slot}.phone" if line.has(f"{slot}.phone") else bare
    several = _several(line, f"{slot}.name")
    if len(several) < 2:
        return _one(line, slot, of, several[0] if several else None)
    if any(phone for _kin, _name, phone in several):  # each stands behind its name
        return [GuardianRow(full_name=name, relation=kin or None, phone=phone) for kin, name, phone in several]
    phones = line.read(of, read_phones) or []
    if phones and len(phones) != len(several):
        message = N_("whose of these phone numbers is whose is not clear: the first one was taken for the first name")
        line.fault(of, message, "warning")
    by_name = phones if len(phones) == len(several) else [*phones[:1], *[None] * len(several)][: len(several)]
    said = _said(line, slot)
    return [
        GuardianRow(full_name=name, relation=kin or said or _RELATION.get(slot), phone=phone)
        for (kin, name, _none), phone in zip(several, by_name, strict=True)
    ]


def _one(line: Line, slot: str, of: str, named: _Named | None) -> list[GuardianRow]:
    owned = _owned(line, of) if slot.startswith("guardian") and not line.has(f"{slot}.name") else []
    if owned:
        return owned
    phone = line.phone(of)
    together = line.table.columns.get(f"{slot}.name") == line.table.columns.get(of)
    if named and (named[0] or together):
        kin, name, _own = named
    else:
        kin, name = "", "" if together else as_name(line.guardian_name(f"{slot}.name"))
        kin = alone(without_remark(line.text(f"{slot}.name"))[1])
    if kind := alone(name):
        kin, name = kind, ""
    if not (name or phone):
        return []
    return [GuardianRow(full_name=name, relation=_said(line, slot) or kin or _RELATION.get(slot), phone=phone)]


def _said(line: Line, slot: str) -> str | None:
    said = line.read(f"{slot}.relation", read_text)
    return None if said and is_of_the_child(said) else said


def _owned(line: Line, of: str) -> list[GuardianRow]:
    """The numbers of a cell that says whose one is, if nothing of it is unclear."""
    text = line.text(of)
    found = [(whose, _phones(number)) for whose, number in owners(text)]
    sure = found and [number for _whose, numbers in found for number in numbers] == _phones(text)
    return (
        [GuardianRow(full_name="", relation=whose or None, phone=numbers[0]) for whose, numbers in found]
        if sure
        else []
    )


def _several(line: Line, of: str) -> list[_Named]:
    """Relation ("" if it is not said), name, and the phone behind it, of each whom one cell names; nothing unless all
    of it is certain.
    """
    pieces = _pieces(line.raw(of))
    found = []
    for piece, phone in pieces:
        kin = _KIN.match(piece)
        if len(pieces) == 1 and not phone and not (kin and (kin[2] or kin[4]).strip()):
            return []  # “Mẹ Hồ Văn Giang” may be the mother of the pupil of that name
        name = piece[kin.end() :] if kin else piece
        if is_blank(name) or " " not in name.strip() or not _may_be_name(name):
            return []
        found.append(((kin[1] or kin[3]).lower() if kin else "", as_name(name.strip()), phone))
    return found


def _pieces(cell: Cell) -> list[tuple[str, str | None]]:
    """The parts of a cell, each with the phone that stands in it or right behind it."""
    found: list[tuple[str, str | None]] = []
    for piece in map(clean, _BETWEEN.split(cell)) if isinstance(cell, str) else ():
        number = _PHONE.search(piece)
        phone = next(iter(_phones(number[0])), None) if number else None
        bare = clean(_PHONE.sub(" ", piece) if phone else piece).strip(" .:-–()")
        if not bare and found and phone and not found[-1][1]:
            found[-1] = (found[-1][0], phone)
        elif piece:
            found.append((bare, phone))
    return found


def _phones(text: str) -> list[str]:
    try:
        return read_phones(text)
    except Wrong:
        return []


def _may_be_name(name: str) -> bool:
    try:
        check_name(name)
    except Wrong:
        return False
    return True


def _with_the_nameless_phone(found: list[GuardianRow]) -> list[GuardianRow]:
    """`Cha | Mẹ | SĐT PH`: the phone of the family goes to the first guardian named without one, and `0912… (mẹ)` to
    the mother.
    """
    named = [guardian for guardian in found if guardian.full_name]
    left = []
    for phone in [guardian for guardian in found if not guardian.full_name]:
        fits = (n for n, one in enumerate(named) if _waits(one, phone, first=n == 0))
        at = next(fits, None)
        if at is None:
            left.append(phone)
        else:
            named[at] = replace(named[at], phone=phone.phone)
    return [*named, *left] if len(left) + len(named) < len(found) else found


def _waits(one: GuardianRow, phone: GuardianRow, *, first: bool) -> bool:
    return one.phone is None and (kin(one.relation) == kin(phone.relation) if phone.relation else first)
