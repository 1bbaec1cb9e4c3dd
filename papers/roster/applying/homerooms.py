"""Who has which class: two whom a file gives one class, and who takes the place of whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from papers.roster import Roster, StaffRow
from papers.roster.applying.role_ends import Held
from rules.people.roles import Role


def classes_of(roster: Roster) -> list[str]:
    """In an order that no answer changes."""
    return sorted({name for row in roster.staff for name in row.classes})


def claims(roster: Roster) -> dict[str, list[int]]:
    """The lines, by class, of those to whom the file gives one class, where nobody has said that all of them have it.
    In a nursery most classes have two teachers: then that is no slip.
    """
    lines: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(roster.staff):
        for name in row.classes:
            lines[name].append(index)
    several = {name: rows for name, rows in lines.items() if len(rows) > 1}
    usual = len(several) > 1 and len(several) * 2 > len(lines)
    return {} if usual else {name: rows for name, rows in sorted(several.items()) if name not in roster.shared}


def settled(roster: Roster, klass: str, line: int | None) -> Roster:
    """The class is that of this line alone, or of all who stand there with it."""
    if line is None:
        return replace(roster, shared=[*roster.shared, klass])
    staff = [row if index == line else _without(row, klass) for index, row in enumerate(roster.staff)]
    return replace(roster, staff=staff)


def _without(row: StaffRow, klass: str) -> StaffRow:
    if klass not in row.classes:
        return row
    others = [name for name in row.classes if name != klass]
    roles = [role for role in row.roles if others or role != Role.HOMEROOM] or [Role.TEACHER]
    first = others[0] if others else None
    return replace(row, homeroom_class=first, more_classes=others[1:], roles=roles, role=roles[0])


def in_place_of(over: Iterable[Held], new: Iterable[Held]) -> dict[Held, int]:
    """By the homeroom role that ends: who has the class now. Where more end than begin, nobody knows in whose place."""
    ended, begun = _by_class(over), _by_class(new)
    pairs = {klass: (gone, begun.get(klass, [])) for klass, gone in ended.items()}
    return {
        one: heir[0]
        for gone, come in pairs.values()
        if len(come) >= len(gone)
        for one, heir in zip(gone, come, strict=False)
    }


def _by_class(roles: Iterable[Held]) -> Mapping[int | None, list[Held]]:
    found: dict[int | None, list[Held]] = defaultdict(list)
    for one in roles:
        if one[1] == Role.HOMEROOM:
            found[one[2]].append(one)
    return found


def still_teachers(replaced: Iterable[Held], stays: Collection[Held], leavers: Collection[int]) -> Sequence[Held]:
    """Whose class is another's and who has nothing else is a teacher of the school as before."""
    busy = {person for person, *_role in stays} | set(leavers)
    people = dict.fromkeys(person for person, *_role in replaced if person not in busy)
    return [(person, Role.TEACHER, None, None) for person in people]
