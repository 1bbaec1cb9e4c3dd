"""Classes that were numbers: `6.1` is the class of the school that it can be, else it is asked about."""

from collections.abc import Iterable

from msgspec.structs import replace

from papers.roster import Roster
from papers.roster.applying.work import class_alike


def as_known(roster: Roster, classes: Iterable[str]) -> Roster:
    """With those settled of which the school has one of the two."""
    known = {class_alike(name) for name in classes}
    for name in roster.numbers:
        may_be = [one for one in (name, with_nought(name)) if class_alike(one) in known]
        if len(may_be) == 1:
            roster = told_which(roster, name, may_be[0])
    return roster


def told_which(roster: Roster, name: str, meant: str) -> Roster:
    def said(other: str) -> str:
        return meant if other == name else other

    return replace(
        roster,
        numbers=[one for one in roster.numbers if one != name],
        pupils=[replace(one, class_name=said(one.class_name)) for one in roster.pupils],
        aside=[replace(one, row=replace(one.row, class_name=said(one.row.class_name))) for one in roster.aside],
        staff=[
            replace(
                one,
                homeroom_class=said(one.homeroom_class or "") or None,
                more_classes=[said(other) for other in one.more_classes],
            )
            for one in roster.staff
        ],
    )


def with_nought(name: str) -> str:
    return f"{name}0"
