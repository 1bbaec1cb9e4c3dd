"""The assignment sheet: who goes to which hamlet, two people a group, in the shape schools have for it."""

import re

from locales import N_
from papers.roster import HamletRow
from papers.roster.lists.places import Places, read_hamlet, read_places, read_village
from papers.roster.lists.shapes.pairs import NAMES
from papers.roster.lists.table import Line, Table
from papers.roster.lists.values import Cell, read_text, without_remark
from rules.people.names import clean

_BETWEEN_NAMES = re.compile(r"[,;/+&\n]|\bvà\b| [-–] (?=[A-ZĐÀ-Ỹ]\w* [A-ZĐÀ-Ỹ])")
_TITLE = re.compile(r"^(?:thầy|cô)(?: giáo)?\s*[:.]?\s+(?=\S)", re.IGNORECASE)  # also before the given name alone


def read_hamlets(table: Table) -> list[HamletRow]:
    """A line without a place belongs to the group above it; a staff sheet has a place on the lines it is about."""
    rows: dict[str, HamletRow] = {}
    group: list[HamletRow] | None = None
    for line in table.lines():
        if _has_place(line):
            group = [rows.setdefault(row.key, row) for row in _group(line)]
        elif table.kind == "staff":
            continue
        elif line.has("list_no") or group is None:
            message = N_("there is no hamlet: write hamlet - village, like Takta - Thôn 3")
            line.fault(_place_column(table), message, "warning")
            continue
        names = [line.checked(of, name) for of in NAMES for name in line.read(of, read_names) or []]
        if not names:
            line.fault("name", N_("there is no name: write who looks after this hamlet"), "warning")
        for row in group:
            row.staff.extend(name for name in names if name not in row.staff)
    return list(rows.values())


def read_names(cell: Cell) -> list[str]:
    read_text(cell)  # for its limit
    parts = (without_remark(clean(part))[0] for part in _BETWEEN_NAMES.split(str(cell)))
    return [name for part in parts if (name := _TITLE.sub("", part))]


def _place_column(table: Table) -> str:
    return next((of for of in ("charge", "place", "hamlet", "village") if of in table.columns), "charge")


def _has_place(line: Line) -> bool:
    return any(map(line.has, ("charge", "place", "hamlet", "village")))


def _places(line: Line) -> Places:
    whole = line.read("charge", read_places) or line.read("place", read_places) or Places()
    own = line.read("hamlet", read_hamlet) or Places()
    village = line.read("village", read_village) or own.village or whole.village
    return Places(own.hamlets or whole.hamlets, village)


def _group(line: Line) -> list[HamletRow]:
    places = _places(line)
    whole_village: tuple[str | None, ...] = (None,) if places.village else ()
    return [
        HamletRow(
            sheet=line.table.sheet,
            row=line.row,
            part=line.table.part,
            hamlet=hamlet,
            village=places.village,
            staff=[],
            when_text=line.text("when"),
            note=line.text("note"),
        )
        for hamlet in places.hamlets or whole_village
    ]
