"""A list whose class stands nowhere but in the name of its file."""

from msgspec.structs import replace

from locales import N_
from papers.roster import Fault, PupilRow, Roster
from papers.roster.lists.classes import class_of_file
from papers.roster.lists.pupils import CLASSLESS

_BY_TAB = N_("the list names no class; by the name of the sheet it is {klass}: look whether that is right")
_BY_NAME = N_("the list names no class; by the name of the file it is {klass}: look whether that is right")


def with_class_of_file(roster: Roster, file: str) -> Roster:
    """The one list of the file that names no class is of the class in the file's name, with a warning."""
    roster = _with_class_of_tabs(roster)
    places = {(one.sheet, one.part) for one in roster.pupils if not one.class_name}
    klass = class_of_file(file)
    silent = [fault for fault in roster.faults if fault.message == CLASSLESS]
    if klass is None or len(places) != 1 or len(silent) != 1:
        return roster
    return _of_class(roster, silent[0], klass, _BY_NAME)


def _with_class_of_tabs(roster: Roster) -> Roster:
    """`DS 6A`, `Lơp 6A`: a tab that says one class, and has one list."""
    for silent in [fault for fault in roster.faults if fault.message == CLASSLESS]:
        parts = {one.part for one in roster.pupils if one.sheet == silent.sheet and not one.class_name}
        klass = class_of_file(f"{silent.sheet}.")
        if klass is not None and len(parts) == 1:
            roster = _of_class(roster, silent, klass, _BY_TAB)
    return roster


def _of_class(roster: Roster, silent: Fault, klass: str, message: str) -> Roster:
    """Of the sheet the lines that say none."""
    said = Fault(sheet=silent.sheet, severity="warning", message=message, params={"klass": klass})

    def told(row: PupilRow) -> PupilRow:
        return row if row.class_name or row.sheet != silent.sheet else replace(row, class_name=klass)

    return replace(
        roster,
        pupils=[told(one) for one in roster.pupils],
        aside=[replace(one, row=told(one.row)) for one in roster.aside],
        faults=[said if fault is silent else fault for fault in roster.faults],
    )
