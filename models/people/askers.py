"""Who is speaking: chats, their people, and what those are today, read for a whole batch of messages at once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, bindparam, case, func, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import insert_new, twin
from models.people.tables import Chats, Guardians, NumberRoads, People, Pupils, RoadChoices, Roles
from models.school.tables import Schools
from models.school.units import UnitOfficers
from models.shapes.among import ours
from models.shapes.asker import Asker, Elsewhere, HeldRole, LinkedAsker, School

Address = tuple[str, str]  # channel, address on it


async def recognise(session: AsyncSession, addresses: Collection[Address], now: datetime) -> dict[Address, Asker]:
    """The asker behind each address, as of `now`. A chat never seen before is remembered, with nobody behind it."""
    rows = await _chats(session, addresses)
    strangers = set(addresses) - {(row["channel"], row["address"]) for row in rows}
    if strangers and (back := await _opened_again(session, strangers)):
        rows += await _chats(session, back)
        strangers -= back
    if strangers:
        await session.execute(
            insert_new(session, Chats),
            [{"channel": c, "address": a, "created_at": now, "language": "vi"} for c, a in sorted(strangers)],
        )
        rows += await _chats(session, strangers)
    return await _askers(session, rows, now)


async def known_askers(session: AsyncSession, addresses: Collection[Address], now: datetime) -> dict[Address, Asker]:
    """The same for those who are known already; nobody is remembered for having spoken among others."""
    return await _askers(session, await _chats(session, addresses), now) if addresses else {}


async def _askers(session: AsyncSession, rows: list[RowMapping], now: datetime) -> dict[Address, Asker]:
    people = [row["person_id"] for row in rows if row["person_id"]]
    roles, children = await _roles(session, people), await _children(session, people)
    others = {at for row in rows for _pupil, at in children.get(row["person_id"], ()) if at != row["school_id"]}
    there = await schools(session, others) if others else {}
    return {(row["channel"], row["address"]): _asker(row, roles, children, there, now) for row in rows}


async def _opened_again(session: AsyncSession, addresses: Collection[Address]) -> set[Address]:
    """Who had blocked us and writes again is who that was: the last chat at each address is open again."""
    closed = Chats.__table__.c
    there = select(func.max(closed.id)).where(tuple_(closed.channel, closed.address).in_(list(addresses)))
    last = there.group_by(closed.channel, closed.address).scalar_subquery()
    again = update(Chats.__table__).where(closed.id.in_(last), closed.closed_at.is_not(None)).values(closed_at=None)
    return {
        (row.channel, row.address) for row in await session.execute(again.returning(closed.channel, closed.address))
    }


async def _chats(session: AsyncSession, addresses: Collection[Address]) -> list[RowMapping]:
    return list((await session.execute(_chats_at(), {"addresses": list(addresses)})).mappings())


# Read for every message, so each is built once: building costs more than running.
@cache
def _chats_at() -> Any:
    chats = Chats.__table__.c
    columns = [column.label(f"school_{column.name}") for column in Schools.__table__.c]
    return (
        select(chats.id, chats.channel, chats.address, chats.language, chats.person_id, People.full_name, *columns)
        .add_columns(UnitOfficers.unit_id)
        .outerjoin(UnitOfficers, (UnitOfficers.person_id == chats.person_id) & UnitOfficers.ended_on.is_(None))
        .outerjoin(People, People.id == chats.person_id)
        .outerjoin(Schools, Schools.id == People.school_id)
        .where(tuple_(chats.channel, chats.address).in_(bindparam("addresses", expanding=True)))
        .where(chats.closed_at.is_(None))
    )


@cache
def _roles_of() -> Any:
    roles = Roles.__table__.c
    columns = (roles.person_id, roles.name, roles.class_id, roles.place_id, roles.starts, roles.ends)
    return select(*columns).where(roles.person_id.in_(bindparam("people", expanding=True))).order_by(roles.id)


@cache
def _children_of() -> Any:
    guardians = Guardians.__table__.c
    chosen = select(guardians.person_id, guardians.pupil_id, Pupils.school_id)
    chosen = chosen.join(Pupils, Pupils.id == guardians.pupil_id)
    return chosen.where(guardians.person_id.in_(bindparam("people", expanding=True)))


async def _roles(session: AsyncSession, people: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if people:
        for row in await session.execute(_roles_of(), {"people": people}):
            found[row.person_id].append(row)
    return found


async def _children(session: AsyncSession, people: list[int]) -> dict[int, list[tuple[int, int]]]:
    """The pupils each is guardian of, with their schools."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    if people:
        for row in await session.execute(_children_of(), {"people": people}):
            found[row.person_id].append((row.pupil_id, row.school_id))
    return found


def _asker(
    row: RowMapping,
    roles: dict[int, list[Any]],
    children: dict[int, list[tuple[int, int]]],
    others: dict[int, School],
    now: datetime,
) -> Asker:
    if row["person_id"] is None:
        return Asker(chat_id=row["id"], language=row["language"])
    school = school_of({name.removeprefix("school_"): value for name, value in row.items()})
    today = school.day(now)
    held = [
        HeldRole(role.name, role.class_id, role.place_id)
        for role in roles.get(row["person_id"], [])
        if role.starts <= today and (role.ends is None or today <= role.ends)
    ]
    own = children.get(row["person_id"], [])
    asker = LinkedAsker(
        chat_id=row["id"],
        language=row["language"],
        person_id=row["person_id"],
        name=row["full_name"],
        school=school,
        roles=tuple(held),
        children=tuple(pupil for pupil, at in own if at == school.id),
        elsewhere=tuple(
            Elsewhere(others[id_], tuple(pupil for pupil, at in own if at == id_))
            for id_ in dict.fromkeys(at for _pupil, at in own if at != school.id)
        ),
        unit_id=row["unit_id"],
    )
    nothing_here = not (asker.children or asker.roles or asker.unit_id)
    return asker.at(asker.elsewhere[0].school.id) if nothing_here and asker.elsewhere else asker


def school_of(row: Any) -> School:
    """The school's value from a mapping of its table's columns."""
    return School(
        id=row["id"],
        hold=timedelta(seconds=row["hold_seconds"]),
        **{name: row[name] for name in School.__struct_fields__ if name not in {"id", "hold"}},
    )


async def schools(session: AsyncSession, ids: Collection[int] | None = None) -> dict[int, School]:
    """The schools of these ids, or all of them."""
    statement = _all_schools() if ids is None else _all_schools().where(Schools.id.in_(list(ids)))
    found = await (await session.connection()).execute(statement)
    return {row["id"]: school_of(row) for row in found.mappings()}


@cache
def _all_schools() -> Any:
    return select(Schools.__table__).order_by(Schools.id)


async def reachable(session: AsyncSession, person_id: int) -> int | None:
    """The open chat this person is written to now, else the first road to the person's number, or None."""
    return await session.scalar(select(chat_to(literal(person_id))))


def as_written_to(chats: Any = Chats) -> tuple[ColumnElement[Any], ...]:
    """The order of a person's chats: preferred before linked, the later before the earlier."""
    return (chats.preferred_at.desc().nulls_last(), chats.linked_at.desc(), chats.id.desc())


def place_of(there: Any) -> ColumnElement[Any]:
    """Where a road to a number stands among its person's: what somebody has chosen goes first; 0: it is not taken.
    `there` are the chats that NumberRoads are joined with.
    """
    chosen = select(case((RoadChoices.first == ours(""), ours(0)), (RoadChoices.first == there.channel, ours(1))))
    chosen = chosen.where(RoadChoices.person_id == NumberRoads.person_id).correlate(NumberRoads, there)
    return func.coalesce(chosen.scalar_subquery(), NumberRoads.rank + ours(1))


def chat_to(person_id: Any) -> ColumnElement[Any]:
    """The chat a person is written to: of the open ones the first by `as_written_to`, else the first open road to the
    person's number.
    """
    linked = select(Chats.id).where(Chats.person_id == person_id, Chats.closed_at.is_(None))
    linked = linked.order_by(*as_written_to()).limit(ours(1))
    there = twin(Chats, "chat_to")
    road = select(NumberRoads.chat_id).join(there, there.id == NumberRoads.chat_id)
    road = road.where(NumberRoads.person_id == person_id, there.closed_at.is_(None), place_of(there) > ours(0))
    road = road.order_by(place_of(there)).limit(ours(1))
    return func.coalesce(linked.scalar_subquery(), road.scalar_subquery())


async def person_name(session: AsyncSession, person_id: int | None) -> str:
    """A person's full name; empty for nobody."""
    if person_id is None:
        return ""
    return await session.scalar(select(People.full_name).where(People.id == person_id)) or ""
