"""What the changes of an import look like together, each of which may be right: a slipped column, another year."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from locales import N_
from models import People, Roles
from models.people.roles import held_on
from papers.roster import PupilRow
from papers.roster.applying.changes import COMES, LEAVES, MOVES, Change, Changes, Field
from papers.roster.applying.work import Import
from papers.roster.likeness import sounds

_NEXT_YEAR = N_(
    "**Almost everybody goes up a grade: is this the list of the next school year?** Then turn the year first; this "
    "import would move them in the year that is running"
)
_LAST_YEAR = N_(
    "**Almost everybody goes down a grade: is this the list of the last school year?** Then leave it; this import "
    "would put the pupils back"
)
_SWAPPED = N_(
    "**Day and month of {count} birth dates are swapped against what is known** ({names}): look the column over"
)
_SLIPPED = N_(
    "**{count} phones are those of other families until now** ({names}): the column may have slipped by a row; "
    "look it over"
)
_SLIPPED_BIRTHS = N_(
    "**{count} birth dates are those of other pupils until now** ({names}): the column may have slipped by a row; "
    "look it over"
)
_STRANGERS = N_(
    "**Almost nobody in the file is known, and those of the class are not in it: is this the list of another school or "
    "year?**"
)
_STAFF_AMONG = N_(
    "**New pupils without a birth date are called as somebody of the staff** ({names}): look whether they are pupils"
)
_MOST_GO_UP = 70  # percent of a file
_FEWEST = 3
_NAMED = 4


def what_is_odd(changes: Changes, pupils: int) -> list[Change]:
    """`pupils` are those of the file."""
    found = []
    grades = Counter(map(_grades_up, changes))
    for up, message in ((1, _NEXT_YEAR), (-1, _LAST_YEAR)):
        if grades[up] >= _FEWEST and grades[up] * 100 >= _MOST_GO_UP * pupils:
            found.append(Change(message, {}))
    births = [(one, field) for one, field in _fields(changes, "birth_date") if _is_swapped(field)]
    found += _told(_SWAPPED, [one for one, _field in births])
    found += _told(_SLIPPED, _slipped(changes, "phone")) + _told(_SLIPPED_BIRTHS, _slipped(changes, "birth_date"))
    come = sum(one.message == COMES for one in changes)
    leave = sum(one.message == LEAVES for one in (*changes, *changes.waiting))
    if come * 100 >= _MOST_GO_UP * pupils and min(come, leave) >= _FEWEST:
        found.append(Change(_STRANGERS, {}))
    return found


async def staff_among(work: Import, rows: Sequence[PupilRow]) -> list[Change]:
    """New pupils without a birth date who are called as somebody of the staff: a line of the teacher's, perhaps."""
    new = {one.params["name"] for one in work.changes if one.message == COMES}
    found = [row for row in rows if row.birth_date is None and f"{row.full_name} ({row.class_name})" in new]
    if not found:
        return []
    named = select(People.full_name).join(Roles, Roles.person_id == People.id).where(Roles.school_id == work.school_id)
    staff = {sounds(name) for name in await work.session.scalars(named.where(*held_on(work.today)))}
    names = ", ".join(row.full_name for row in found if sounds(row.full_name) in staff)
    return [Change(_STAFF_AMONG, {"names": names})] if names else []


def _slipped(changes: Sequence[Change], of: str) -> list[Change]:
    """What is somebody else's in the same changes."""
    fields = list(_fields(changes, of))
    before = {field.old for _one, field in fields}
    return [one for one, field in fields if field.new in before]


def _told(message: str, changes: Sequence[Change]) -> list[Change]:
    if len(changes) < _FEWEST:
        return []
    names = ", ".join(one.params["name"] for one in changes[:_NAMED]) + (", …" if len(changes) > _NAMED else "")
    return [Change(message, {"count": str(len(changes)), "names": names})]


def _fields(changes: Sequence[Change], of: str) -> Iterator[tuple[Change, Field]]:
    return ((one, field) for one in changes for field in one.fields if field.name == of and field.old)


def _is_swapped(field: Field) -> bool:
    day, month, year = field.old.split("/")
    return field.new == f"{month}/{day}/{year}"


def _grades_up(change: Change) -> int:
    grades = [re.match(r"\d+", change.params[of]) for of in ("old", "new")] if change.message == MOVES else []
    old, new = [int(grade[0]) for grade in grades if grade] if all(grades) and grades else (0, 0)
    return new - old
