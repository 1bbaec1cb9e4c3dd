"""Lines that may be one pupil written again: in two classes, or twice in one; and two pupils with one code."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from locales import N_
from papers.roster import Param, PupilRow, code_key
from papers.roster.likeness import letters, near, sounds
from papers.roster.lists.table import Table
from rules.people.names import fold

MOST_ASKED = 10  # more are no slips: two lists in one file, or a column of something else
_SHARED = N_(
    "this code also stands on sheet “{sheet}”, row {row}, beside another pupil: it was read for neither; "
    "known codes stay"
)
_AGAIN = N_(
    "this pupil also stands on sheet “{sheet}”, row {row}: remove one of the two, or write pupil codes or full "
    "birth dates to tell them apart"
)
Tables = Mapping[tuple[str, int], Table]  # by sheet and part


def alike(pupils: Sequence[PupilRow]) -> list[list[int]]:
    """The lines, by their place, that may be one pupil: each in one group, and no group of one."""
    found: dict[str, list[list[int]]] = defaultdict(list)
    for index, row in enumerate(pupils):
        keys = {letters(row.full_name), code_key(row.code)} - {""}
        groups = [group for key in keys for group in found[key]]
        same = next((one for one in groups if any(_may_be_one(pupils[at], row) for at in one)), [])
        same.append(index)
        for key in keys:
            found[key] += [] if any(one is same for one in found[key]) else [same]
    together = {group[0]: group for groups in found.values() for group in groups if len(group) > 1}
    return [together[first] for first in sorted(together)]


def check_twice(groups: Sequence[Sequence[int]], pupils: Sequence[PupilRow], tables: Tables) -> None:
    """A few such lines are asked about before anything is done; many stop the file."""
    for first, *others in groups if len(groups) > MOST_ASKED else ():
        for row in (pupils[index] for index in others):
            tables[row.sheet, row.part].fault(row.row, "name", _AGAIN, params=_where(pupils[first]))


def own_codes(pupils: Sequence[PupilRow], tables: Tables) -> list[PupilRow]:
    """Without the codes that stand beside two pupils: nobody knows whose each is."""
    first: dict[str, PupilRow] = {}
    shared: set[str] = set()
    for row in pupils:
        known = first.setdefault(code_key(row.code), row)
        if row.code and known is not row and not _may_be_one(known, row):
            shared.add(code_key(row.code))
            tables[row.sheet, row.part].fault(row.row, "code", _SHARED, "warning", _where(known))
    return [replace(row, code=None) if code_key(row.code) in shared else row for row in pupils]


def _where(row: PupilRow) -> dict[str, Param]:
    return {"sheet": row.sheet, "row": row.row}


def _may_be_one(one: PupilRow, other: PupilRow) -> bool:
    born = one.birth_date is not None and one.birth_date == other.birth_date
    if one.code and code_key(one.code) == code_key(other.code):
        return born or near(one.full_name, other.full_name)
    if not _one_name(one.full_name, other.full_name):
        return False
    in_one = one.class_name == other.class_name
    if one.code and other.code:
        return born and in_one
    return (born and not (one.year_alone or other.year_alone)) or (in_one and not _born_apart(one, other))


def _one_name(one: str, other: str) -> bool:
    """Hùng is not Hưng; Hung may be either."""
    bare = any(fold(name) == name.lower() for name in (one, other))
    return bool(one) and (sounds(one) == sounds(other) or (bare and letters(one) == letters(other)))


def _born_apart(one: PupilRow, other: PupilRow) -> bool:
    if one.birth_date is None or other.birth_date is None:
        return False
    years_alone = one.year_alone or other.year_alone
    return one.birth_date.year != other.birth_date.year if years_alone else one.birth_date != other.birth_date
