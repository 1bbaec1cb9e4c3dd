"""Villages and hamlets: found by what people call them, who lives there, and who looks after them."""

from collections.abc import Collection, Mapping
from datetime import date

from msgspec import Struct
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.guardians import has_chat
from models.people.roles import held_on
from models.people.tables import Enrolments, People, Pupils, Roles
from models.school.tables import Classes, PlaceAliases, Places
from rules.people.places import alike, place_key
from rules.people.roles import Role

LONGEST_SAID = 6  # words that name a place


class Place(Struct, frozen=True, kw_only=True):
    """`said` is `Takta - Thôn 3`; `keys` are the folded name and aliases."""

    id: int
    said: str
    parent_id: int | None = None
    keys: frozenset[str] = frozenset()


async def places(session: AsyncSession, school_id: int) -> dict[int, Place]:
    """Every place of a school, villages with their hamlets after them."""
    own = select(Places.id, Places.name, Places.parent_id, Places.key).where(Places.school_id == school_id)
    rows = (await session.execute(own.order_by(Places.id))).all()
    aliases = select(PlaceAliases.place_id, PlaceAliases.key).join(Places, Places.id == PlaceAliases.place_id)
    keys: dict[int, set[str]] = {row.id: {row.key, place_key(row.name)} for row in rows}
    for place_id, key in await session.execute(aliases.where(Places.school_id == school_id)):
        keys[place_id].add(key)
    names = {row.id: row.name for row in rows}
    order = sorted(rows, key=lambda row: (row.parent_id or row.id, row.parent_id is not None, row.id))
    return {
        row.id: Place(
            id=row.id,
            said=place_name(row.name, names.get(row.parent_id)),
            parent_id=row.parent_id,
            keys=frozenset(keys[row.id]),
        )
        for row in order
    }


def named(known: Mapping[int, Place], words: str) -> list[Place]:
    """The places called that, or else those whose name begins so: `Ngọc Lê` may be any of Ngọc Lê 1, 2, 3."""
    key = place_key(words)
    if not key:
        return []
    exact = [place for place in known.values() if key in place.keys or key == place_key(place.said)]
    return exact or [place for place in known.values() if any(each.startswith(key) for each in place.keys)]


def nearly(known: Mapping[int, Place], words: str) -> list[Place]:
    """The places whose name may be the one that is written."""
    key = place_key(words)
    return [place for place in known.values() if key and any(alike(key, own) for own in place.keys)]


def named_within(known: Mapping[int, Place], text: str) -> tuple[list[Place], str]:
    """The places whose whole name is the longest that stands in the text, and the text without it; a number alone is
    none.
    """
    words = text.split()
    for length in range(LONGEST_SAID, 0, -1):
        for start in range(len(words) - length + 1):
            said = " ".join(words[start : start + length]).strip(".,;:?!…")
            key = place_key(said)
            found = [one for one in known.values() if key in one.keys or key == place_key(one.said)]
            if found and any(map(str.isalpha, said)):
                comma = [","] if start and words[start + length - 1].endswith((",", ";")) else []
                return found, " ".join([*words[:start], *comma, *words[start + length :]])
    return [], text


def with_hamlets(known: Mapping[int, Place], chosen: Collection[int]) -> frozenset[int]:
    """These places, and the hamlets of those that are villages."""
    return frozenset(chosen) | {place.id for place in known.values() if place.parent_id in chosen}


class Living(Struct, frozen=True, kw_only=True):
    pupil_id: int
    name: str
    class_id: int
    class_name: str
    place_id: int


async def living(session: AsyncSession, school_id: int, day: date, chosen: Collection[int]) -> list[Living]:
    """The pupils on a class list that day who live in these places, by class and list number."""
    statement = (
        select(
            Pupils.id.label("pupil_id"),
            Pupils.full_name.label("name"),
            Classes.id.label("class_id"),
            Classes.name.label("class_name"),
            Pupils.place_id,
        )
        .join(Enrolments, Enrolments.pupil_id == Pupils.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(
            Pupils.school_id == school_id,
            Pupils.place_id.in_(chosen),
            Enrolments.starts <= day,
            or_(Enrolments.ends.is_(None), Enrolments.ends >= day),
        )
        .order_by(Classes.grade, Classes.name, Enrolments.list_no, Pupils.id)
    )
    return [Living(**row) for row in (await session.execute(statement)).mappings()]


class Carer(Struct, frozen=True, kw_only=True):
    """Somebody assigned to a place: `hamlet_staff` or `village_head`. `linked`: can be written to."""

    place_id: int
    person_id: int
    role: str
    name: str
    phone: str | None = None
    linked: bool = False


async def carers(session: AsyncSession, school_id: int, day: date) -> list[Carer]:
    """Everybody who looks after a place of the school on a day."""
    statement = (
        select(
            Roles.place_id,
            Roles.person_id,
            Roles.name.label("role"),
            People.full_name.label("name"),
            People.phone,
            has_chat(Roles.person_id).label("linked"),
        )
        .join(People, People.id == Roles.person_id)
        .where(Roles.school_id == school_id, Roles.name.in_([Role.HAMLET_STAFF, Role.VILLAGE_HEAD]), *held_on(day))
        .where(Roles.place_id.is_not(None))
        .order_by(Roles.id)
    )
    return [Carer(**row) for row in (await session.execute(statement)).mappings()]


def place_name(hamlet: str | None, village: str | None) -> str:
    """As people write it: `Takta - Thôn 3`."""
    return " - ".join(name for name in (hamlet, village) if name)
