"""Lists that name pupils again who stand elsewhere in the file: the whole school and each class, a team, a copy."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from locales import N_
from papers.roster import PupilRow, code_key
from papers.roster.likeness import letters
from papers.roster.lists.table import Table

_Place = tuple[str, int]  # sheet and part


def without_repeats(pupils: Sequence[PupilRow], tables: Mapping[_Place, Table]) -> list[PupilRow]:
    """Each pupil once, from the list that says most; a list that mostly repeats others and says less is left out whole.
    What was left out is said, a line for a list.
    """
    by_table: dict[_Place, list[PupilRow]] = defaultdict(list)
    for row in pupils:
        by_table[row.sheet, row.part].append(row)
    kept: list[PupilRow] = []
    for place, rows in sorted(by_table.items(), key=lambda pair: (-_says(pair[1]), -len(pair[1]))):
        known = _Known(kept)
        again = [row for row in rows if known.has(row)]
        poor = not any(row.code or row.birth_date for row in rows)
        fresh = [] if poor and len(again) * 2 >= len(rows) else [row for row in rows if not known.has(row)]
        if len(fresh) < len(rows):
            message = N_("{count} pupils of this list stand on another sheet already, and are read there")
            tables[place].fault(0, "", message, "warning", {"count": len(again)})
        lost = [row.full_name for row in rows if row not in fresh and row not in again]
        if lost:
            message = N_("these names are on no other list, and were left out: {names}")
            tables[place].fault(0, "", message, "warning", {"names": ", ".join(lost[:20])})
        kept += fresh
    left = {id(row) for row in kept}
    return [row for row in pupils if id(row) in left]


def _says(rows: Sequence[PupilRow]) -> int:
    return any(row.code for row in rows) + any(row.birth_date for row in rows) + any(row.guardians for row in rows)


class _Known:
    """The pupils kept so far, by what tells them."""

    def __init__(self, kept: Sequence[PupilRow]) -> None:
        self.codes = {(row.class_name, code_key(row.code)) for row in kept if row.code}
        self.names: dict[tuple[str, str], list[PupilRow]] = defaultdict(list)
        for row in kept:
            self.names[row.class_name, letters(row.full_name)].append(row)

    def has(self, row: PupilRow) -> bool:
        if row.code and (row.class_name, code_key(row.code)) in self.codes:
            return True
        alike = self.names[row.class_name, letters(row.full_name)] if row.full_name else []
        return any(
            one.birth_date == row.birth_date or not (one.birth_date and row.birth_date)
            for one in alike
            if not (one.code and row.code)
        )
