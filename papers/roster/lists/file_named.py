"""A list whose class stands nowhere but in the name of its file."""

from msgspec.structs import replace

from locales import N_
from papers.roster import Fault, Roster
from papers.roster.lists.classes import class_of_file
from papers.roster.lists.pupils import CLASSLESS

_BY_NAME = N_("the list names no class; by the name of the file it is {klass}: look whether that is right")


def with_class_of_file(roster: Roster, file: str) -> Roster:
    """The one list of the file that names no class is of the class in the file's name, with a warning."""
    places = {(one.sheet, one.part) for one in roster.pupils if not one.class_name}
    klass = class_of_file(file)
    silent = [fault for fault in roster.faults if fault.message == CLASSLESS]
    if klass is None or len(places) != 1 or len(silent) != 1:
        return roster
    said = Fault(sheet=silent[0].sheet, severity="warning", message=_BY_NAME, params={"klass": klass})
    return replace(
        roster,
        pupils=[replace(one, class_name=one.class_name or klass) for one in roster.pupils],
        aside=[replace(one, row=replace(one.row, class_name=one.row.class_name or klass)) for one in roster.aside],
        faults=[said if fault is silent[0] else fault for fault in roster.faults],
    )
