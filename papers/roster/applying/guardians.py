"""The guardians of a roster's pupils: known again by phone, name or relation, so that a link stays with its person."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, insert, select
from sqlalchemy.orm import aliased

from locales import N_
from models import Chats, Guardians, People, Pupils
from papers.roster import GuardianRow, PupilRow
from papers.roster.applying.changes import NEW_GUARDIAN, Field
from papers.roster.applying.less import lost_its_marks
from papers.roster.applying.work import Import, slices
from papers.roster.kin import alone, kin
from papers.roster.likeness import letters, near, sounds
from papers.roster.text import folded
from rules.people.phones import shown

SLOTS = (1, 2)


class Place(Struct, frozen=True, kw_only=True):
    """A guardian of a line and the slot it is for; `row` is the slot as it is, `same` whether it is the same person."""

    pupil_id: int
    name: str
    guardian: GuardianRow
    slot: int
    row: Any
    same: bool


async def apply_guardians(work: Import, pupils: Sequence[PupilRow]) -> None:
    """A guardian the file does not name stays; a phone or name put right changes the person."""
    there = await _there(work)
    places = [
        place
        for pupil_id, row in zip(work.pupils, pupils, strict=True)
        for place in _places(pupil_id, row, there[pupil_id])
    ]
    await work.passed(len(pupils) // 2)
    await _put_right(work, [place for place in places if place.same])
    await _fill(work, [place for place in places if not place.same], there)
    await work.passed(len(pupils))


async def _there(work: Import) -> dict[int, dict[int, Any]]:
    """The slots of every pupil, with the person the school's list names there: linking may have put in another."""
    named = aliased(People)
    statement = (
        select(
            Guardians.id,
            Guardians.pupil_id,
            Guardians.slot,
            Guardians.person_id,
            Guardians.relation,
            named.id.label("named_id"),
            named.full_name,
            named.phone,
            named.key,
        )
        .join(Pupils, Pupils.id == Guardians.pupil_id)
        .outerjoin(named, and_(named.school_id == work.school_id, named.key == Guardians.key))
        .where(Pupils.school_id == work.school_id)
    )
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in await work.session.execute(statement):
        found[row.pupil_id][row.slot] = row
    return found


def _places(pupil_id: int, row: PupilRow, slots: dict[int, Any]) -> list[Place]:
    left, free = list(row.guardians), dict(slots)
    made: list[Place] = []
    name = f"{row.full_name} ({row.class_name})"

    def put(guardian: GuardianRow, slot: int, *, same: bool) -> None:
        now = free.pop(slot, None)
        made.append(Place(pupil_id=pupil_id, name=name, guardian=guardian, slot=slot, row=now, same=same))
        left.remove(guardian)

    for same, fits in _LEVELS:
        for guardian in list(left):
            slot = next((slot for slot, now in sorted(free.items()) if now.named_id and fits(guardian, now)), None)
            if slot is not None:
                put(guardian, slot, same=same)
    for guardian in list(left):
        empty = [slot for slot in SLOTS if slot not in slots and slot not in {place.slot for place in made}]
        others = sorted(free)
        if empty or others:
            put(guardian, (empty or others)[0], same=False)
    return made


def _phone(guardian: GuardianRow, now: Any) -> bool:
    return guardian.phone is not None and guardian.phone == now.phone


def _name(guardian: GuardianRow, now: Any) -> bool:
    return bool(guardian.full_name) and letters(guardian.full_name) == letters(now.full_name)


def _alike(guardian: GuardianRow, now: Any) -> bool:
    return not (guardian.full_name and now.full_name) or near(guardian.full_name, now.full_name)


def _kin(guardian: GuardianRow, now: Any) -> bool:
    return kin(guardian.relation) == kin(now.relation)


def _says_less(guardian: GuardianRow) -> bool:
    return not (guardian.full_name and guardian.relation)


def _is_another(guardian: GuardianRow, now: Any) -> bool:
    """The father's phone is not the mother's put right, where no name says so."""
    both = alone(guardian.relation or "") and alone(now.relation or "")
    return bool(both) and not guardian.full_name and not _kin(guardian, now)


_LEVELS: tuple[tuple[bool, Callable[[GuardianRow, Any], bool]], ...] = (
    (True, lambda guardian, now: _phone(guardian, now) and _alike(guardian, now)),
    (True, _name),
    (True, lambda guardian, now: _kin(guardian, now) and _alike(guardian, now)),
    (True, lambda guardian, now: _phone(guardian, now) and _kin(guardian, now)),
    (True, lambda guardian, now: _says_less(guardian) and not _is_another(guardian, now) and _alike(guardian, now)),
    (False, lambda guardian, now: bool(guardian.relation) and _kin(guardian, now)),
)


async def _put_right(work: Import, places: Sequence[Place]) -> None:
    """What the lines say otherwise of a person. Where two children's lines disagree nothing is changed, and said."""
    said: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        said[place.row.named_id].append(place)
        relation = place.guardian.relation
        if relation and not _kin(place.guardian, place.row) and not _is_another(place.guardian, place.row):
            work.put(Guardians, place.row.id, relation=relation)
            work.say(
                N_("guardian of {name}: {what} changed"),
                Field("relation", place.row.relation, relation),
                name=place.name,
            )
    corrected: list[Place] = []
    for person_id, same in said.items():
        different: dict[str, str] = {}
        now = same[0].row
        names = {one.guardian.full_name for one in same} - {""}
        phones = {one.guardian.phone for one in same} - {None}
        if len(phones) > 1:
            children = ", ".join(one.name for one in same)
            work.remark(
                N_("the phone of {name}'s guardian differs from line to line: it stays as it was"), name=children
            )
        elif phones - {now.phone}:
            different["phone"] = phones.pop() or ""
        name = names.pop() if len(names) == 1 else now.full_name
        if sounds(name) != sounds(now.full_name) and not lost_its_marks(work, name, now.full_name):
            different["full_name"] = name
        if not different:
            continue
        work.put(People, person_id, **different)
        fields = [Field(of, getattr(now, of) or "", value) for of, value in different.items()]
        work.say(N_("guardian of {name}: {what} changed"), *fields, name=same[0].name)
        if "phone" in different and now.phone and now.person_id == person_id:
            corrected += same
    await _tell(work, corrected)


async def _tell(work: Import, corrected: Sequence[Place]) -> None:
    """Of a phone put right the homeroom teacher hears where somebody is linked: is it still the same person?"""
    people = {place.row.person_id for place in corrected}
    linked: set[int | None] = set()
    for some in slices(sorted(people)):
        chats = select(Chats.person_id).where(Chats.person_id.in_(some), Chats.closed_at.is_(None))
        linked |= set(await work.session.scalars(chats))
    work.changes.phones += [place.pupil_id for place in corrected if place.row.person_id in linked]


async def _fill(work: Import, places: Sequence[Place], there: dict[int, dict[int, Any]]) -> None:
    """One person for the children of one phone and name, so that siblings come in one message."""
    known = {_who(row): (row.named_id, row.key) for slots in there.values() for row in slots.values() if row.named_id}
    new: dict[str, Place] = {}
    for place in places:
        who = _whose(place)
        if who not in known:
            new.setdefault(who, place)
    rows = [
        {"key": f"g|{who}"[:190], "full_name": place.guardian.full_name, "phone": place.guardian.phone}
        for who, place in new.items()
    ]
    known |= dict(zip(new, await work.add(People, rows), strict=True))
    for place in new.values():
        one = place.guardian
        who = " ".join(filter(None, (one.relation, one.full_name, shown(one.phone) if one.phone else "")))
        work.say(NEW_GUARDIAN, name=one.full_name or f"{who}, {place.name}", pupil=place.name, who=who)
    fresh = []
    for place in places:
        person_id, key = known[_whose(place)]
        values = {"key": key, "person_id": person_id, "relation": place.guardian.relation or ""}
        if place.row is None:
            fresh.append({"pupil_id": place.pupil_id, "slot": place.slot, **values})
            continue
        work.put(Guardians, place.row.id, **values)
        old, now = place.row.full_name or place.row.phone or "–", place.guardian.full_name or place.guardian.phone or ""
        work.say(N_("pupil {name}: guardian {old} is replaced by {new}"), name=place.name, old=old, new=now)
    if fresh:
        await work.session.execute(insert(Guardians), fresh)


def _who(row: Any) -> str:
    return f"{folded(row.full_name)}|{row.phone}" if row.phone else f"{row.pupil_id}|{row.slot}"


def _whose(place: Place) -> str:
    """The same for a line's guardian: without a phone nobody but this pupil's."""
    phone = place.guardian.phone
    return f"{folded(place.guardian.full_name)}|{phone}" if phone else f"new|{place.pupil_id}|{place.slot}"
