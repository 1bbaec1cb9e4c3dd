"""Which roles a file ends: it must speak of them. A list that is missing, or says nothing of a role, ends none."""

from collections.abc import Collection, Iterable
from typing import TypeAlias

from papers.roster import Roster
from papers.roster.applying.work import Import
from rules.people.roles import Role

Held: TypeAlias = tuple[int, str, int | None, int | None]  # person, role, class, place
_OF_PLACES = (Role.HAMLET_STAFF, Role.VILLAGE_HEAD)


def ends(work: Import, roster: Roster, held: Iterable[Held], wanted: Collection[Held]) -> set[Held]:
    """Of the roles held, those the file gives no longer although it says who is that: it names the class's homeroom
    teacher, the place's pair, the principal, or gives this person other roles. With a whole staff list, whoever is
    missing on it leaves all roles.
    """
    named = {role for _person, role, _class, _place in wanted}
    classes = {klass for _person, role, klass, _place in wanted if role == Role.HOMEROOM}
    places = {work.place(row.village, row.hamlet) for row in roster.hamlets}
    told = {id_ for id_, row in zip(work.people, roster.staff, strict=True) if row.said}
    leavers = _leavers(work, roster, held, named)

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
        return person in told

    return {one for one in held if one not in wanted and over(one)}


def _leavers(work: Import, roster: Roster, held: Iterable[Held], named: Collection[str]) -> set[int]:
    """Who holds a role of a kind the whole list speaks of, and is not on it."""
    if not (roster.whole_staff and roster.staff):
        return set()
    return {
        person
        for person, role, _class, _place in held
        if person not in work.people and role in named and role not in _OF_PLACES
    }
