"""An import of the roster is taken back whole, or what rests on it is named and nothing is changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import Base
from models.cases.following import cases_follow
from models.imports.tables import TABLES, RosterImports, Step, Values, later_imports, standing_import, steps_of
from models.people.askers import schools
from models.people.boards import ComingBoarders, boards_as_before, boards_otherwise
from models.people.homes import ComingHomes, back_home, moved_on
from models.people.movements import Movements, marks_follow
from models.people.tables import Enrolments, Guardians, People, Pupils, Roles
from models.post.tables import CANCELLED, EXPIRED, FAILED, HANDED, HELD, PENDING, Attempts, Outbox
from models.register.tables import Cases, ClassParts, Marks
from models.school.tables import Classes, Places, Schools, WeekSlots
from models.sponsors.tables import AtRiskPupils, Sponsorships

_UNSENT = (PENDING, HELD, HANDED, CANCELLED, EXPIRED, FAILED)
_IDS = 500


class Resting(Struct, frozen=True, kw_only=True):
    """What came to rest on an import: `on` is the table of it, `name` whose row it concerns, `count` how many."""

    on: str
    name: str
    count: int = 1


async def take_back_import(session: AsyncSession, school_id: int, number: int, now: datetime) -> list[Resting]:
    """Undo an import whole; what rests on it is returned instead, and nothing is changed. A later one rests on it that
    changed the same people, places on lists or roles.
    """
    last = await standing_import(session, school_id, number)
    if last is None:
        return [Resting(on=RosterImports.__tablename__, name="")]
    steps = _steps(last.steps)
    resting = [
        *await _changed_by_later(session, school_id, number, steps),
        *await _used(session, steps),
        *await _changed_since(session, steps),
        *[Resting(on=Pupils.__tablename__, name=name) for name in await _changed_on(session, steps)],
        *await _reported(session, steps, last),
    ]
    if resting:
        return resting
    school = (await schools(session, [school_id]))[school_id]
    seated, since = await _seated(session, steps), await _since(session, steps, school.day(last.made_at))
    await _undo(session, steps)
    await cases_follow(session, school.day(now), Cases.school_id == school_id)
    again = [step.id for step in steps if step.table == Cases.__tablename__]
    await session.execute(update(Cases).where(Cases.id.in_(again)).values(reopened=Cases.reopened + 1))
    for ids in _slices(seated):
        await marks_follow(session, ids, since, school_id)
    await session.execute(update(RosterImports).where(RosterImports.id == number).values(taken_back_at=now))
    await session.execute(update(Schools).where(Schools.id == school_id).values(version=Schools.version + 1))
    return []


def _steps(raw: bytes) -> list[Step]:
    """Dates come back as text; columns know what they are."""
    kinds = {table.__tablename__: {c.name: c.type.python_type for c in table.__table__.columns} for table in TABLES}
    steps = msgspec.msgpack.decode(raw, type=list[Step])

    def typed(table: str, values: Mapping[str, Any]) -> Values:
        return {name: msgspec.convert(value, kinds[table][name] | None) for name, value in values.items()}

    return [
        Step(
            table=step.table,
            id=step.id,
            before=None if step.before is None else typed(step.table, step.before),
            after=typed(step.table, step.after),
        )
        for step in steps
    ]


async def _changed_by_later(session: AsyncSession, school_id: int, number: int, steps: Sequence[Step]) -> list[Resting]:
    mine = await _touched(session, steps)
    for raw in await later_imports(session, school_id, number):
        if mine & await _touched(session, _steps(raw)):
            return [Resting(on=RosterImports.__tablename__, name="")]
    return []


# What a row is about, besides itself: of two imports that speak of the same the earlier cannot be taken back alone.
_ABOUT: dict[Any, tuple[str, ...]] = {
    ComingHomes: ("pupil_id",),
    ComingBoarders: ("pupil_id",),
    Enrolments: ("pupil_id",),
    Guardians: ("pupil_id",),
    Roles: ("person_id", "class_id"),
    AtRiskPupils: ("pupil_id",),
    Sponsorships: ("pupil_id",),
}


async def _touched(session: AsyncSession, steps: Iterable[Step]) -> set[tuple[str, str, int]]:
    ids: dict[str, list[int]] = defaultdict(list)
    for step in steps:
        ids[step.table].append(step.id)
    found = {(table, "id", id_) for table, some in ids.items() for id_ in some}
    for table, columns in _ABOUT.items():
        name = table.__tablename__
        for some in _slices(ids.get(name, [])):
            rows = await session.execute(select(*(getattr(table, one) for one in columns)).where(table.id.in_(some)))
            found |= {(name, of, value) for row in rows for of, value in zip(columns, row, strict=True) if value}
    return found


async def _changed_on(session: AsyncSession, steps: Sequence[Step]) -> list[str]:
    """The pupils of whom what was noted for a day has come, and is otherwise since."""
    homes, boarding = (_made(steps)[table.__tablename__] for table in (ComingHomes, ComingBoarders))
    return [*await moved_on(session, homes), *await boards_otherwise(session, boarding)]


def _made(steps: Iterable[Step]) -> dict[str, list[int]]:
    made: dict[str, list[int]] = defaultdict(list)
    for step in steps:
        if step.before is None:
            made[step.table].append(step.id)
    return made


async def _seated(session: AsyncSession, steps: Iterable[Step]) -> list[int]:
    """The pupils whose place on the lists it changed: the register goes along."""
    changed = [step.id for step in steps if step.table == Enrolments.__tablename__]
    found: set[int] = set()
    for ids in _slices(changed):
        found |= set(await session.scalars(select(Enrolments.pupil_id).where(Enrolments.id.in_(ids))))
    return sorted(found)


async def _since(session: AsyncSession, steps: Iterable[Step], day: date) -> date:
    """The first day on which it changed who was where: of what was typed days later than it was so."""
    moved = _made(steps)[Movements.__tablename__]
    days = [
        await session.scalar(select(func.min(Movements.day)).where(Movements.id.in_(ids))) for ids in _slices(moved)
    ]
    return min([day, *(one for one in days if one is not None)])


def _slices(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _IDS] for start in range(0, len(ids), _IDS))


async def _used(session: AsyncSession, steps: Sequence[Step]) -> list[Resting]:
    """Rows of other tables, or of other hands, that refer to a row the import made."""
    made, mine = _made(steps), defaultdict[str, set[int]](set)
    for step in steps:
        mine[step.table].add(step.id)
    found: list[Resting] = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.name
            if ids := made.get(target):
                counts = await _count(session, table, key.parent.name, set(ids), mine[table.name])
                for id_, count in counts.items():
                    found.append(Resting(on=table.name, name=await _name(session, target, id_), count=count))
    return found


async def _count(
    session: AsyncSession, table: Table, column: str, ids: AbstractSet[int], own: Collection[int]
) -> dict[int, int]:
    """What an import made has its numbers in a row: to ask for these is one statement for thousands."""
    statement = select(table.c[column]).where(table.c[column].between(min(ids), max(ids)))
    if table.name == ClassParts.__tablename__:
        statement = statement.where(table.c.reported_at.is_not(None))
    if table.name == Outbox.__tablename__:
        statement = statement.where(table.c.state.not_in(_UNSENT))
    counts: dict[int, int] = defaultdict(int)
    if "id" not in table.c:
        for id_ in await session.scalars(statement):
            counts[id_] += id_ in ids
        return {id_: count for id_, count in counts.items() if count}
    for id_, row in await session.execute(statement.add_columns(table.c.id)):
        counts[id_] += id_ in ids and row not in own
    return {id_: count for id_, count in counts.items() if count}


async def _name(session: AsyncSession, table: str, id_: int) -> str:
    """Whose row it is, in the words of the roster; "" for what has no name."""
    return next(iter((await _names(session, table, [id_])).values()), "")


async def changed_by(session: AsyncSession, number: int) -> list[str]:
    """The pupils and people an import has changed, by name."""
    ids: dict[str, list[int]] = defaultdict(list)
    for step in await steps_of(session, number):
        ids[step.table].append(step.id)
    found: dict[str, None] = {}
    for table in (Pupils, Enrolments, Guardians, People, Roles):
        name = table.__tablename__
        for some in _slices(ids[name]):
            names = await _names(session, name, some)
            found |= dict.fromkeys(names.values())
    return list(found)


async def _names(session: AsyncSession, table: str, ids: Sequence[int]) -> dict[int, str]:
    model = next(one for one in TABLES if one.__tablename__ == table)
    names = model.full_name if hasattr(model, "full_name") else getattr(model, "name", None)
    if table == Roles.__tablename__:
        statement = select(Roles.id, People.full_name).join(People, People.id == Roles.person_id)
    elif names is not None:
        statement = select(model.id, names)
    else:
        statement = select(model.id, Pupils.full_name).join(Pupils, Pupils.id == model.pupil_id)
    return dict((await session.execute(statement.where(model.id.in_(ids)))).all())


async def _changed_since(session: AsyncSession, steps: Sequence[Step]) -> list[Resting]:
    """Values the import put right and somebody has changed again."""
    found: list[Resting] = []
    for table in TABLES:
        mine = {step.id: step for step in steps if step.table == table.__tablename__ and step.before is not None}
        for ids in _slices(sorted(mine)):
            rows = (await session.execute(select(table.__table__).where(table.id.in_(ids)))).mappings().all()
            other = [row["id"] for row in rows if any(row[name] != now for name, now in mine[row["id"]].after.items())]
            other += [id_ for id_ in ids if id_ not in {row["id"] for row in rows}]
            names = await _names(session, table.__tablename__, other)
            found += [Resting(on=table.__tablename__, name=names.get(id_, "")) for id_ in other]
    return found


async def _reported(session: AsyncSession, steps: Sequence[Step], last: Any) -> list[Resting]:
    """A class from which somebody was taken has been reported since without him or her; marks of a pupil in the class
    he or she was moved to.
    """
    enrolments = [step for step in steps if step.table == Enrolments.__tablename__]
    ended = [step.id for step in enrolments if step.before is not None and step.after.get("ends") is not None]
    made = [step.id for step in enrolments if step.before is None]
    new_pupils = set(_made(steps)[Pupils.__tablename__])
    found: list[Resting] = []
    for ids in _slices(ended):
        reported = (
            select(Classes.name, func.count())
            .join(ClassParts, ClassParts.class_id == Classes.id)
            .join(Enrolments, (Enrolments.class_id == Classes.id) & (Enrolments.ends < ClassParts.day))
            .where(ClassParts.reported_at > last.made_at, Enrolments.id.in_(ids))
            .group_by(Classes.name)
        )
        found += [
            Resting(on=ClassParts.__tablename__, name=name, count=count)
            for name, count in await session.execute(reported)
        ]
    for ids in _slices(made):
        marks = (
            select(Pupils.id, Pupils.full_name, func.count())
            .join(Enrolments, Enrolments.pupil_id == Pupils.id)
            .join(Marks, (Marks.pupil_id == Pupils.id) & (Marks.class_id == Enrolments.class_id))
            .where(Enrolments.id.in_(ids), Marks.made_at > last.made_at, Marks.day >= Enrolments.starts)
            .group_by(Pupils.id, Pupils.full_name)
        )
        found += [
            Resting(on=Marks.__tablename__, name=name, count=count)
            for pupil_id, name, count in await session.execute(marks)
            if pupil_id not in new_pupils
        ]
    return found


async def _undo(session: AsyncSession, steps: Sequence[Step]) -> None:
    """Rows that were made go, those that refer to others first; changed ones are as they were: a place on a list once
    what took its pupil's other place is gone.
    """
    made = _made(steps)
    await back_home(session, made[ComingHomes.__tablename__])
    await boards_as_before(session, made[ComingBoarders.__tablename__])
    for ids in _slices(made.pop(Enrolments.__tablename__, [])):
        await session.execute(delete(Enrolments).where(Enrolments.id.in_(ids)))
    for ids in _slices(made[Classes.__tablename__]):
        for table in (ClassParts, WeekSlots):
            await session.execute(delete(table).where(table.class_id.in_(ids)))
    for ids in _slices(made[People.__tablename__]):
        letters = select(Outbox.id).where(Outbox.person_id.in_(ids))
        await session.execute(delete(Attempts).where(Attempts.outbox_id.in_(letters)))
        await session.execute(delete(Outbox).where(Outbox.person_id.in_(ids)))
    by_name = {table.__tablename__: table for table in TABLES}
    for step in steps:
        if step.before is not None:
            table = by_name[step.table]
            await session.execute(update(table).where(table.id == step.id).values(step.before))
    for base in reversed(Base.metadata.sorted_tables):
        ids_made = made.get(base.name, [])
        if base.name == Places.__tablename__:
            ids_made = sorted(ids_made, reverse=True)  # hamlets after their villages
        for ids in _slices(ids_made):
            await session.execute(delete(base).where(base.c.id.in_(ids)))
