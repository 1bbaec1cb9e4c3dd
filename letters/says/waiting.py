"""What waits for a tap and keeps words: a home visit to be written down, a word to be passed on."""

from letters.says import Says
from letters.says.cases import VisitWish, read_visit, visit
from letters.says.families import PassedOn, passed_on, read_passed_on


def read_waiting(says: Says) -> VisitWish | PassedOn | None:
    """None: another tap, or one that keeps no words."""
    command, _blank, rest = says.partition(" ")
    seen = read_visit(rest) if command == visit(0).partition(" ")[0] else None
    told = read_passed_on(rest) if command == passed_on(0, "").partition(" ")[0] else None
    if seen is not None:
        return seen if seen.result else None
    return told if told is not None and told.words else None
