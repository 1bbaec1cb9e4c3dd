"""Which roles a file ends: it must speak of them. A list that is missing, or says nothing of a role, ends none."""

from collections.abc import Collection, Iterable
from typing import TypeAlias

from locales import N_
from papers.roster import Roster
from papers.roster.applying.work import Import
from rules.people.roles import Role

Held: TypeAlias = tuple[int, str, int | None, int | None]  # person, role, class, place
_OF_PLACES = (Role.HAMLET_STAFF, Role.VILLAGE_HEAD)
_WHOLE = 2  # half of the staff at least is on what is the list of them
_FEW_OF_STAFF = N_(
    "the file names {count} of the {size} members of the staff: it was not taken for the list of all, and whoever is "
    "not in it stays"
)


def ends(
    work: Import, roster: Roster, held: Iterable[Held], wanted: Collection[Held], leavers: Collection[int]
) -> set[Held]:
    """Of the roles held, those the file gives no longer although it says who is that: it names the class's homeroom
    teacher, the place's pair, the principal, or gives this person other roles. Leavers leave all roles.
    """
    named = {role for _person, role, _class, _place in wanted}
    classes = {klass for _person, role, klass, _place in wanted if role == Role.HOMEROOM}
    places = {work.place(row.village, row.hamlet) for row in roster.hamlets}
    told = {id_ for id_, row in zip(work.people, roster.staff, strict=True) if row.said}

    def over(one: Held) -> bool:
        person, role, klass, place = one
        if person in leavers:
            return True
        if role not in named:
            return False
        if role in _OF_PLACES and place is not None:
            return place in places
        if role == Role.HOMEROOM:
            return klass in classes or person in told
        return person in told and role != Role.TEACHER  # whoever becomes more is no less a teacher

    return {one for one in held if one not in wanted and over(one)}


def leaving(work: Import, roster: Roster, held: Iterable[Held], wanted: Iterable[Held]) -> set[int]:
    """Who holds a role of a kind the whole list speaks of, and is not on it. A list of a few of the staff is not the
    whole one, whatever its columns: that is said.
    """
    if not (roster.whole_staff and roster.staff):
        return set()
    named = {role for _person, role, _class, _place in wanted}
    of_school = {(person, role) for person, role, _class, _place in held if role not in _OF_PLACES}
    people = {person for person, _role in of_school}
    gone = {person for person, role in of_school if person not in work.people and role in named}
    listed = len(people & set(work.people))
    if gone and listed * _WHOLE < len(people):
        work.remark(_FEW_OF_STAFF, count=str(listed), size=str(len(people)))
        return set()
    return gone
