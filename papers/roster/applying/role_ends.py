"""Which roles a file ends: it must speak of them. A list that is missing, or says nothing of a role, ends none."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import TypeAlias

from sqlalchemy import insert, select

from locales import N_
from models import Chats, Roles
from papers.roster import Roster
from papers.roster.applying.changes import shown
from papers.roster.applying.work import Import
from rules.people.roles import Role

Held: TypeAlias = tuple[int, str, int | None, int | None]  # person, role, class, place
_NEVER_WITHOUT = (Role.ADMIN, Role.PRINCIPAL)
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
        if roster.typed is not None and role == Role.HAMLET_STAFF and place in places:
            return True  # also where nobody is left
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


async def but_the_last(
    work: Import, held: Iterable[Held], wanted: Iterable[Held], over: set[Held], names: dict[int, str]
) -> set[Held]:
    """What ends, but for offices that would be left to nobody, or to nobody who can be written to."""
    everybody = {*held, *wanted}
    chats = select(Chats.person_id).where(Chats.closed_at.is_(None))
    linked = set(await work.session.scalars(chats.where(Chats.person_id.in_({one[0] for one in everybody}))))
    for name in _NEVER_WITHOUT:
        going = {one for one in over if one[1] == name}
        left = {one[0] for one in everybody - over if one[1] == name}
        if going and not (left & linked or (left and not linked & {one[0] for one in going})):
            for one in sorted(going):
                message = N_("{name} stays {role}: nobody else of that role can be reached")
                work.remark(message, name=names[one[0]], role=name)
            over = over - going
    return over


async def resume(work: Import, until: date, ended: Collection[int], names: dict[int, str]) -> None:
    """Whoever somebody stands in for is back in the role the day after."""
    columns = (Roles.school_id, Roles.person_id, Roles.name, Roles.position, Roles.class_id, Roles.place_id, Roles.ends)
    for row in (await work.session.execute(select(*columns).where(Roles.id.in_(ended)))).mappings().all():
        if row["ends"] is None or row["ends"] > until:
            again = until + timedelta(days=1)
            await work.session.execute(insert(Roles).values(**row, starts=again))
            message = N_("{name} is {role} again from {day} on")
            work.say(message, name=names[row["person_id"]], role=row["name"], day=shown(again))
