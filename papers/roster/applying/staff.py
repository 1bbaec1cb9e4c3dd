"""The staff of a roster: known again, put right, new; and their roles, which end only where the file speaks of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, select

from locales import N_
from models import Classes, People, Roles
from models.people.roles import held_on
from papers.roster import Roster, StaffRow
from papers.roster.applying.changes import Field, shown
from papers.roster.applying.doubtful import Doubtful
from papers.roster.applying.homerooms import claims, in_place_of, still_teachers
from papers.roster.applying.less import lost_its_marks
from papers.roster.applying.namesakes import not_known_as_many
from papers.roster.applying.role_ends import Held, but_the_last, ends, leaving, resume
from papers.roster.applying.role_words import words_of_roles
from papers.roster.applying.staff_identity import KnownStaff, recognise_staff
from papers.roster.applying.work import Import, class_key
from papers.roster.likeness import letters, sounds
from rules.people.places import place_key
from rules.people.roles import Role

IMPORTED_ROLES = (
    Role.HOMEROOM,
    Role.TEACHER,
    Role.HAMLET_STAFF,
    Role.REGISTRAR,
    Role.VICE_PRINCIPAL,
    Role.PRINCIPAL,
    Role.ADMIN,
    Role.VILLAGE_HEAD,
    Role.GROUP_HEAD,
    Role.COMMUNE_OFFICER,
)
_NOTED = N_("{klass}: who is homeroom teacher from {day} on is noted already, and stays so")
_PUT_RIGHT = ("full_name", "phone", "group_name")


async def apply_staff(work: Import, roster: Roster) -> None:
    """Fills `work.people`. Raises Doubtful."""
    if not (roster.staff or roster.hamlets):
        return
    people = await _there(work)
    held = await _held(work)
    if alike := not_known_as_many(roster, [row.full_name for row in people.values()]):
        raise Doubtful.one_name(roster, alike.values())
    seen = recognise_staff(roster.staff, await _known(work, people, held))
    if seen.doubts:
        raise Doubtful(staff=seen.doubts)
    if disputed := _disputed(work, roster, held, {index: one.id for index, one in seen.found.items()}):
        raise Doubtful.whose_classes(roster, disputed)
    new = [row for index, row in enumerate(roster.staff) if index not in seen.found]
    ids = iter(await work.add(People, [_values(row) | {"key": f"s|{row.key}"} for row in new]))
    for index, row in enumerate(roster.staff):
        if index in seen.found:
            work.people.append(seen.found[index].id)
            await _put_right(work, people[seen.found[index].id], row)
        else:
            work.people.append(next(ids)[0])
            work.say(N_("new staff member {name}"), name=row.full_name)
    names = {id_: row.full_name for id_, row in people.items()}
    names |= {id_: row.full_name for id_, row in zip(work.people, roster.staff, strict=True)}
    await _roles(work, roster, held, names)
    await work.flush()
    await _positions(work, roster)


def _disputed(work: Import, roster: Roster, held: Iterable[Held], found: dict[int, int]) -> dict[str, list[int]]:
    """The classes that the file gives to several, who do not all have them already."""
    have = {(person, klass) for person, role, klass, _place in held if role == Role.HOMEROOM}
    return {
        name: lines
        for name, lines in claims(roster).items()
        if not all((found.get(line), work.classes[class_key(name)]) in have for line in lines)
    }


async def _there(work: Import) -> dict[int, Any]:
    """Everybody who is or was of the staff."""
    had = select(Roles.person_id).where(Roles.school_id == work.school_id)
    staff = or_(People.key.like("s|%"), People.id.in_(had))
    found = select(People.__table__).where(People.school_id == work.school_id, staff)
    return {row.id: row for row in await work.session.execute(found)}


async def _held(work: Import) -> dict[Held, int]:
    """The roles an import may give, as held on its day, and the id of each."""
    statement = select(Roles.id, Roles.person_id, Roles.name, Roles.class_id, Roles.place_id).where(
        Roles.school_id == work.school_id,
        Roles.name.in_(IMPORTED_ROLES),
        *held_on(work.today),
    )
    found = await work.session.execute(statement)
    return {(row.person_id, row.name, row.class_id, row.place_id): row.id for row in found}


async def _noted(work: Import) -> dict[int | None, date]:
    """The classes whose homeroom teacher changes on a later day, and that day: somebody stands in from then, or is back
    then. What ends before it is no matter.
    """
    first = select(Roles.class_id, func.min(Roles.starts)).where(
        Roles.school_id == work.school_id, Roles.name == Role.HOMEROOM, Roles.starts > work.today
    )
    found = (await work.session.execute(first.group_by(Roles.class_id))).all()
    return {klass: day for klass, day in found if work.until is None or work.until >= day}


async def _known(work: Import, people: dict[int, Any], held: Iterable[Held]) -> list[KnownStaff]:
    keys = dict(
        (await work.session.execute(select(Classes.id, Classes.key).where(Classes.school_id == work.school_id))).all()
    )
    roles: dict[int, set[tuple[str, str | None]]] = defaultdict(set)
    for person, role, klass, _place in held:
        roles[person].add((role, keys[klass] if klass else None))
    return [
        KnownStaff(id=id_, full_name=row.full_name, phone=row.phone, roles=frozenset(roles[id_]), group=row.group_name)
        for id_, row in people.items()
    ]


def _values(row: StaffRow) -> dict[str, Any]:
    return {"full_name": row.full_name, "phone": row.phone, "group_name": row.group}


async def _put_right(work: Import, now: Any, row: StaffRow) -> None:
    wanted = _values(row)
    different = {of: wanted[of] for of in _PUT_RIGHT if wanted[of] and wanted[of] != getattr(now, of)}
    if sounds(now.full_name) == sounds(row.full_name) or lost_its_marks(work, row.full_name, now.full_name):
        different.pop("full_name", None)
    if different:
        work.put(People, now.id, **different)
        fields = [Field(of, getattr(now, of) or "", value) for of, value in different.items()]
        work.say(N_("staff member {name}: {what} changed"), *fields, name=now.full_name)


async def _roles(work: Import, roster: Roster, held: dict[Held, int], names: dict[int, str]) -> None:
    """Roles the file gives begin. What it speaks of and gives no longer ends, but only on a second word, and never the
    last administrator's or principal's. Whose class the file gives to another, and who stands in the file as something
    else, needs no second word.
    """
    wanted = list(dict.fromkeys(_wanted(work, roster, held, names)))
    words = await words_of_roles(work, names)
    leavers = leaving(work, roster, held, wanted)
    over = await but_the_last(work, held, wanted, ends(work, roster, held, wanted, leavers), names)
    heirs = in_place_of(sorted(over), [role for role in wanted if role not in held])
    done = {one for one in over if work.let_go or (one in heirs and one[0] in work.people)}
    if work.until is None:
        wanted += still_teachers(done & heirs.keys(), [*wanted, *(held.keys() - over)], leavers)
    new = [role for role in wanted if role not in held]
    await _begin(work, new, words.classes, await _noted(work))
    for one in new:
        message, params = words.begun(one)
        work.say(message, **params)
    for gone in (one for one in held if one in over):
        message, params = words.ended(gone, heirs.get(gone))
        if gone in done:
            work.put(Roles, held[gone], ends=work.today - timedelta(days=1))
            work.say(message, **params)
        else:
            work.end(message, **params)
    if work.until is not None and work.let_go:
        await resume(work, work.until, [id_ for one, id_ in held.items() if one in over], names)


async def _begin(
    work: Import, new: Sequence[Held], titles: Mapping[int | None, str], noted: dict[int | None, date]
) -> None:
    """A class that is somebody's from a later day on is that person's then: until the day before it is another's."""
    shared = {"school_id": work.school_id, "starts": work.starts}
    rows = []
    for person, name, klass, place in new:
        last = noted[klass] - timedelta(days=1) if klass in noted else work.until
        rows.append({"person_id": person, "name": name, "class_id": klass, "place_id": place, "ends": last} | shared)
        if klass in noted:
            work.remark(_NOTED, klass=titles[klass], day=shown(noted[klass]))
    if rows:
        await work.session.execute(insert(Roles), rows)


def _wanted(work: Import, roster: Roster, held: Iterable[Held], names: dict[int, str]) -> Iterable[Held]:
    at_school = {id_ for id_, *_role in held}
    for person_id, row in zip(work.people, roster.staff, strict=True):
        for role in row.roles:
            if role == Role.TEACHER and not row.said and person_id in at_school:
                continue  # the list says nothing of what this person is
            if role == Role.HOMEROOM:
                yield from ((person_id, role, work.classes[class_key(klass)], None) for klass in row.classes)
            elif role == Role.VILLAGE_HEAD and row.heads:
                yield person_id, role, None, _headed(work, row.heads)
            elif role != Role.HAMLET_STAFF:
                yield person_id, role, None, None
    heads = {id_ for id_, role, _class, _place in held if role == Role.VILLAGE_HEAD}
    heads |= {id_ for id_, row in zip(work.people, roster.staff, strict=True) if Role.VILLAGE_HEAD in row.roles}
    here = at_school | set(work.people)
    for hamlet in roster.hamlets:
        for name in hamlet.staff:
            carer = _carer(name, {id_: names[id_] for id_ in here}, work.people)
            if carer is None:
                work.remark(N_("{name} is not among the staff, and looks after no hamlet"), name=name)
            else:
                role = Role.VILLAGE_HEAD if carer in heads else Role.HAMLET_STAFF
                yield carer, role, None, work.place(hamlet.village, hamlet.hamlet)


def _carer(name: str, here: dict[int, str], listed: Sequence[int]) -> int | None:
    """The one member of the staff of that name, also of the given name alone; of namesakes the one on the list that was
    sent.
    """
    alike = [id_ for id_, full_name in here.items() if letters(full_name) == letters(name)]
    if not alike and " " not in name:
        alike = [id_ for id_, full_name in here.items() if letters(full_name.split()[-1]) == letters(name)]
    alike = [id_ for id_ in alike if id_ in listed] or alike
    return alike[0] if len(alike) == 1 else None


def _headed(work: Import, name: str) -> int | None:
    """The village of a head; of a hamlet only if its name is the only one."""
    village = work.places.get((None, place_key(name)))
    hamlets = [place for (parent, key), place in work.places.items() if parent and key == place_key(name)]
    return village or (hamlets[0] if len(hamlets) == 1 else None)


async def _positions(work: Import, roster: Roster) -> None:
    """The numbers of vice principals the file gives; one it does not mention stays as it was given by hand."""
    wanted = {id_: row for id_, row in zip(work.people, roster.staff, strict=True) if row.position}
    statement = select(Roles.id, Roles.person_id, Roles.position).where(
        Roles.school_id == work.school_id,
        Roles.name == Role.VICE_PRINCIPAL,
        or_(Roles.ends.is_(None), Roles.ends >= work.today),
    )
    for held in (await work.session.execute(statement)).all():
        row = wanted.get(held.person_id)
        taken = held.position in {one.position for one in wanted.values()}
        position = row.position if row else None if taken else held.position
        if position != held.position:
            work.put(Roles, held.id, position=position)
            if row:
                work.say(N_("{name} is {position}"), name=row.full_name, position=row.position or "")
