"""Puts a roster that was read into the database: what is there already stays, what differs is named."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from locales.words import ROLES, listed
from models import Cases, Classes, Enrolments, Guardians, People, Places, Pupils, Roles, Schools, Years
from models.people.homes import keep_homes
from papers.roster import GuardianRow, HamletRow, PupilRow, Roster, StaffRow
from papers.roster.sponsors_apply import apply_sponsors
from papers.roster.text import folded
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


SHOWN = 5
FIELDS = {
    "full_name": N_("full name"),
    "phone": N_("phone"),
    "group_name": N_("subject group"),
    "code": N_("pupil code"),
    "birth_date": N_("birth date"),
    "gender": N_("gender"),
    "place_id": N_("hamlet"),
    "boarding": N_("boarding"),
}


class Change(Struct, frozen=True):
    """One thing the import changes; `message` is a msgid that `params` fill."""

    message: str
    params: dict[str, str]

    def sentence(self) -> str:
        params = dict(self.params)
        if "what" in params:
            params["what"] = listed(_(FIELDS[name]) for name in params["what"].split(", "))
        if "role" in params:
            title = ROLES[params["role"]]
            params["role"] = _(title)
        return _(self.message).format(**params)


def summary(changes: Sequence[Change]) -> list[str]:
    """What changed, kind by kind: the first few of each, and how many more."""
    kinds: dict[str, list[Change]] = {}
    for change in changes:
        kinds.setdefault(change.message, []).append(change)
    lines = []
    for same in kinds.values():
        lines += [change.sentence() for change in same[:SHOWN]]
        if len(same) > SHOWN:
            lines.append(_("… and {count} more of this kind").format(count=len(same) - SHOWN))
    return lines


class Import(Struct):
    """One import on its way: what it changes, and the ids it has found or made, by key."""

    session: AsyncSession
    school_id: int
    year: Any
    today: date
    first: bool
    changes: list[Change] = []
    classes: dict[str, int] = {}
    places: dict[tuple[int | None, str], int] = {}
    people: dict[str, int] = {}
    pupils: dict[str, int] = {}

    @property
    def starts(self) -> date:
        """The first import describes the year from its beginning; later ones change things from today."""
        return min(self.year.starts, self.today) if self.first else self.today

    def say(self, message: str, **params: str) -> None:
        self.changes.append(Change(message, params))


async def apply_roster(session: AsyncSession, school_id: int, roster: Roster, today: date) -> list[Change]:
    """Bring the school's roster in line with the workbook, in the caller's transaction. Return what changed; the same
    workbook again changes nothing. The roster must be without errors. Raises Unmatched if its sponsor list names
    people who are not there: then nothing of it may be kept.
    """
    year = await _current_year(session, school_id, today)
    first = not await session.scalar(select(func.count()).where(Pupils.school_id == school_id))
    work = Import(session, school_id, year, today if first else max(today, year.starts), first)
    if not roster.only_sponsors:
        await _people(work, roster)
    if roster.sponsors:
        await apply_sponsors(session, school_id, roster.sponsors, today, work.say)
    if work.changes:
        newer = update(Schools).where(Schools.id == school_id).values(version=Schools.version + 1)
        await session.execute(newer)
    return work.changes


async def _people(work: Import, roster: Roster) -> None:
    await _classes(work, roster)
    await _places(work, roster)
    await _staff(work, roster.staff)
    await _pupils(work, roster.pupils)
    await _enrolments(work, roster.pupils)
    await _guardians(work, roster.pupils)
    await _roles(work, roster)
    await _positions(work, roster)


async def _current_year(session: AsyncSession, school_id: int, today: date) -> Any:
    """The school year of today; in the summer the one to come, if it is there."""
    statement = select(Years.id, Years.starts, Years.ends).where(Years.school_id == school_id)
    years = (await session.execute(statement.order_by(Years.starts))).all()
    return next((year for year in years if year.ends >= today), years[-1])


async def _keep(
    work: Import, table: Any, rows: dict[str, dict[str, Any]], added: str, changed: str, label: str
) -> dict[str, int]:
    """Insert the rows whose `key` is new, update those that differ; return every id by key."""
    keys = list(rows)
    names = [name for name in next(iter(rows.values()), {}) if name not in {"school_id", "key"}]
    columns = [getattr(table, name) for name in names]
    there: dict[str, Any] = {}
    for some in _slices(keys):
        found = select(table.id, table.key, *columns).where(table.school_id == work.school_id, table.key.in_(some))
        there |= {row.key: row for row in await work.session.execute(found)}
    new = [row for key, row in rows.items() if key not in there]
    if new:
        await work.session.execute(insert(table), new)
    for row in new:
        work.say(added, name=str(row[label]))
    for key, row in there.items():
        different = {name: rows[key][name] for name in names if getattr(row, name) != rows[key][name]}
        if different:
            await work.session.execute(update(table).where(table.id == row.id).values(different))
            work.say(changed, name=str(rows[key][label]), what=", ".join(sorted(different)))
    ids: dict[str, int] = {}
    for some in _slices(keys):
        found = select(table.key, table.id).where(table.school_id == work.school_id, table.key.in_(some))
        ids |= dict((await work.session.execute(found)).all())
    return ids


def _slices(keys: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


async def _classes(work: Import, roster: Roster) -> None:
    names = dict.fromkeys(
        [pupil.class_name for pupil in roster.pupils] + [s.homeroom_class or "" for s in roster.staff]
    )
    wanted = [name for name in names if name]
    there = await work.session.execute(select(Classes.key, Classes.id).where(Classes.year_id == work.year.id))
    known = dict(there.all())
    new = [name for name in wanted if name not in known]
    if new:
        rows = [
            {"school_id": work.school_id, "year_id": work.year.id, "grade": _grade(n), "name": n, "key": n} for n in new
        ]
        await work.session.execute(insert(Classes), rows)
        for name in new:
            work.say(N_("new class {name}"), name=name)
        there = await work.session.execute(select(Classes.key, Classes.id).where(Classes.year_id == work.year.id))
        known = dict(there.all())
    work.classes = known


def _grade(name: str) -> int | None:
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return int(digits) if digits else None


async def _places(work: Import, roster: Roster) -> None:
    rows: Iterable[PupilRow | HamletRow] = [*roster.pupils, *roster.hamlets]
    pairs = dict.fromkeys((row.village, row.hamlet) for row in rows)
    statement = select(Places.id, Places.parent_id, Places.key).where(Places.school_id == work.school_id)
    for row in await work.session.execute(statement):
        work.places[row.parent_id, row.key] = row.id
    for village, hamlet in pairs:
        parent = await _place(work, None, village) if village else None
        if hamlet:
            await _place(work, parent, hamlet)


async def _place(work: Import, parent: int | None, name: str) -> int:
    key = (parent, place_key(name))
    if key not in work.places:
        values = {"school_id": work.school_id, "parent_id": parent, "name": name, "key": key[1]}
        statement = insert(Places).values(values).returning(Places.id)
        work.places[key] = await work.session.scalar(statement) or 0
        work.say(N_("new village or hamlet {name}"), name=name)
    return work.places[key]


def _place_id(work: Import, village: str | None, hamlet: str | None) -> int | None:
    parent = work.places[None, place_key(village)] if village else None
    return work.places[parent, place_key(hamlet)] if hamlet else parent


async def _staff(work: Import, staff: Sequence[StaffRow]) -> None:
    rows = {
        f"s|{row.key}": {
            "school_id": work.school_id,
            "key": f"s|{row.key}",
            "full_name": row.full_name,
            "phone": row.phone,
            "group_name": row.group,
        }
        for row in staff
    }
    added, changed = N_("new staff member {name}"), N_("staff member {name}: {what} changed")
    work.people |= await _keep(work, People, rows, added, changed, "full_name") if rows else {}


async def _pupils(work: Import, pupils: Sequence[PupilRow]) -> None:
    rows = {
        row.key: {
            "school_id": work.school_id,
            "key": row.key,
            "code": row.code,
            "full_name": row.full_name,
            "birth_date": row.birth_date,
            "gender": row.gender,
            "place_id": _place_id(work, row.village, row.hamlet),
            "boarding": row.boarding,
        }
        for row in pupils
    }
    homes = {row.key: _place_id(work, row.village, row.hamlet) for row in pupils}
    await keep_homes(work.session, work.school_id, homes, work.today)
    added, changed = N_("new pupil {name}"), N_("pupil {name}: {what} changed")
    work.pupils = await _keep(work, Pupils, rows, added, changed, "full_name")


async def _enrolments(work: Import, pupils: Sequence[PupilRow]) -> None:
    """Who is in which class: moves end one row and begin another, leavers end theirs, list numbers are corrected."""
    names = {class_id: name for name, class_id in work.classes.items()}
    statement = (
        select(Enrolments.id, Enrolments.pupil_id, Enrolments.class_id, Enrolments.list_no, Pupils.full_name)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(Enrolments.class_id.in_(work.classes.values()), Enrolments.ends.is_(None))
    )
    current = {row.pupil_id: row for row in await work.session.execute(statement)}
    new = []
    for row in pupils:
        pupil_id, class_id = work.pupils[row.key], work.classes[row.class_name]
        now = current.pop(pupil_id, None)
        if now is not None and now.class_id == class_id:
            if now.list_no != row.list_no:
                await _set(work, Enrolments, now.id, list_no=row.list_no)
                work.say(N_("pupil {name}: list number changed"), name=row.full_name)
            continue
        if now is not None:
            await _set(work, Enrolments, now.id, ends=work.today - timedelta(days=1))
            work.say(
                N_("pupil {name} moves from {old} to {new}"),
                name=row.full_name,
                old=names[now.class_id],
                new=row.class_name,
            )
        starts = work.today if now is not None else work.starts
        new.append({"pupil_id": pupil_id, "class_id": class_id, "list_no": row.list_no, "starts": starts})
    if new:
        await work.session.execute(insert(Enrolments), new)
    await _cases_move_along(work)
    for left in current.values():
        await _set(work, Enrolments, left.id, ends=work.today - timedelta(days=1))
        work.say(N_("pupil {name} is no longer on the list of {old}"), name=left.full_name, old=names[left.class_id])


async def _cases_move_along(work: Import) -> None:
    """A case of another school year belongs to the class the pupil is in now, and to its teacher."""
    now = select(Enrolments.class_id).where(
        Enrolments.pupil_id == Cases.pupil_id,
        Enrolments.class_id.in_(work.classes.values()),
        Enrolments.ends.is_(None),
    )
    earlier = and_(Cases.school_id == work.school_id, Cases.closed_on.is_(None))
    earlier = and_(earlier, Cases.class_id.not_in(work.classes.values()), now.correlate(Cases).exists())
    await work.session.execute(
        update(Cases).where(earlier).values(class_id=now.correlate(Cases).limit(1).scalar_subquery())
    )


async def _set(work: Import, table: Any, row_id: int, **values: Any) -> None:
    await work.session.execute(update(table).where(table.id == row_id).values(values))


async def _guardians(work: Import, pupils: Sequence[PupilRow]) -> None:
    wanted: dict[tuple[int, int], tuple[str, GuardianRow, str]] = {}
    for row in pupils:
        for slot, guardian in enumerate(row.guardians, 1):
            # one person for the children of one phone, so that siblings come in one message
            key = f"g|{guardian.key}" if guardian.phone else f"g|{folded(row.key)}|{slot}"
            wanted[work.pupils[row.key], slot] = key, guardian, row.full_name
    people = {
        key: {
            "school_id": work.school_id,
            "key": key,
            "full_name": guardian.full_name,
            "phone": guardian.phone,
        }
        for key, guardian, _name in wanted.values()
    }
    added, changed = N_("new guardian {name}"), N_("guardian {name}: {what} changed")
    ids = await _keep(work, People, people, added, changed, "full_name") if people else {}
    there = await work.session.execute(
        select(Guardians.id, Guardians.pupil_id, Guardians.slot, Guardians.key, Guardians.relation)
        .join(Pupils, Pupils.id == Guardians.pupil_id)
        .where(Pupils.school_id == work.school_id)
    )
    known = {(row.pupil_id, row.slot): row for row in there}
    new = []
    for (pupil_id, slot), (key, guardian, name) in wanted.items():
        now, relation = known.get((pupil_id, slot)), guardian.relation or ""
        if now is None:
            values = {"pupil_id": pupil_id, "slot": slot, "key": key, "person_id": ids[key], "relation": relation}
            new.append(values)
        elif now.key != key:
            await _set(work, Guardians, now.id, key=key, person_id=ids[key], relation=relation)
            work.say(N_("pupil {name}: guardian {slot} is another person"), name=name, slot=str(slot))
        elif now.relation != relation:
            await _set(work, Guardians, now.id, relation=relation)
            work.say(N_("pupil {name}: relation of guardian {slot} changed"), name=name, slot=str(slot))
    if new:
        await work.session.execute(insert(Guardians), new)


async def _roles(work: Import, roster: Roster) -> None:
    """Roles the workbook gives begin, those it no longer gives end; other roles are none of its business."""
    wanted = dict.fromkeys(_wanted_roles(work, roster))
    names = {work.people[f"s|{row.key}"]: row.full_name for row in roster.staff}
    statement = select(Roles.id, Roles.person_id, Roles.name, Roles.class_id, Roles.place_id).where(
        Roles.school_id == work.school_id,
        Roles.name.in_(IMPORTED_ROLES),
        or_(Roles.ends.is_(None), Roles.ends >= work.today),
    )
    current = {
        (row.person_id, row.name, row.class_id, row.place_id): row.id for row in await work.session.execute(statement)
    }
    new = [role for role in wanted if role not in current]
    if new:
        columns = ("person_id", "name", "class_id", "place_id")
        extra = {"school_id": work.school_id, "starts": work.starts}
        await work.session.execute(insert(Roles), [dict(zip(columns, role, strict=True)) | extra for role in new])
    for person_id, role, _class_id, _place in new:
        work.say(N_("{name} becomes {role}"), name=names.get(person_id, ""), role=role)
    for gone in set(current) - set(wanted):
        await _set(work, Roles, current[gone], ends=work.today - timedelta(days=1))
        work.say(N_("{name} is no longer {role}"), name=names.get(gone[0], f"#{gone[0]}"), role=gone[1])


async def _positions(work: Import, roster: Roster) -> None:
    """The numbers of vice principals the workbook gives; one it does not mention stays as it was given by hand."""
    wanted = {work.people[f"s|{row.key}"]: row for row in roster.staff if row.position}
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
            await _set(work, Roles, held.id, position=position)
            if row:
                work.say(N_("{name} is {position}"), name=row.full_name, position=row.position or "")


def _wanted_roles(work: Import, roster: Roster) -> Iterable[tuple[int, str, int | None, int | None]]:
    for row in roster.staff:
        person_id = work.people[f"s|{row.key}"]
        for role in row.roles:
            if role == Role.HOMEROOM and row.homeroom_class:
                yield person_id, role, work.classes[row.homeroom_class], None
            elif role == Role.VILLAGE_HEAD and row.heads:
                yield person_id, role, None, _headed(work, row.heads)
            elif role not in {Role.HOMEROOM, Role.HAMLET_STAFF}:
                yield person_id, role, None, None
    by_name = {folded(row.full_name): row for row in roster.staff}
    for hamlet in roster.hamlets:
        for name in hamlet.staff:
            if (carer := by_name.get(folded(name))) is not None:
                role = Role.VILLAGE_HEAD if Role.VILLAGE_HEAD in carer.roles else Role.HAMLET_STAFF
                yield work.people[f"s|{carer.key}"], role, None, _place_id(work, hamlet.village, hamlet.hamlet)


def _headed(work: Import, name: str) -> int | None:
    """The village of a head; of a hamlet only if its name is the only one."""
    village = work.places.get((None, place_key(name)))
    hamlets = [place for (parent, key), place in work.places.items() if parent and key == place_key(name)]
    return village or (hamlets[0] if len(hamlets) == 1 else None)
