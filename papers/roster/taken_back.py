"""Who had heard of a change of the roll that is taken back: they hear that everything is as it was."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Cases, Enrolments, Outbox, Pupils
from models.imports.tables import Step, steps_of
from models.ladder.reopening import told_again
from models.people.movements import Movements
from models.people.tables import Guardians
from models.post.tables import CANCELLED, HELD, LEASED, PENDING, SENT, STOPPED, UNCERTAIN
from models.shapes.message import Notice
from rules.letters import Kind

NOBODY = 0  # `about` where it is of no pupil: who is homeroom teacher


class Heard(Struct, frozen=True, kw_only=True):
    """Taken before the change is: who has read of which pupil (by person and pupil), and which cases it had ended."""

    number: int
    of_whom: frozenset[tuple[int, int]]
    cases: frozenset[int]


async def heard_of(session: AsyncSession, number: int) -> Heard:
    """What has left about an import or a change that was typed."""
    steps = await steps_of(session, number)
    pupils = await _pupils(session, steps)
    seats = pupils[Enrolments.__tablename__]
    of_seats = await _read(session, Outbox.kind == Kind.ROLL_CHANGED, Outbox.about.in_(seats))
    found = {(person, seats[about]) for person, about in of_seats}
    moves = pupils[Movements.__tablename__]
    of_moves = await _read(session, Outbox.kind == Kind.DROPPED_OUT, Outbox.about.in_(moves))
    found |= {(person, moves[about]) for person, about in of_moves}
    found |= set(await _read(session, _key(Kind.GUARDIAN_PHONE, number)))
    found |= {(person, NOBODY) for person, _role in await _read(session, _key(Kind.HOMEROOM_CHANGED, number))}
    everybody = {pupil for some in pupils.values() for pupil in some.values()} or {NOBODY}
    for person, _import in await _read(session, Outbox.kind == Kind.ROLL_NOTED, Outbox.about == number):
        found |= {(person, pupil) for pupil in everybody}
    return Heard(number=number, of_whom=frozenset(found), cases=frozenset(_ids(steps, Cases)))


async def taken_back_told(
    session: AsyncSession, school_id: int, heard: Heard, moment: datetime, by: int | None
) -> list[Notice]:
    """Once it is taken back: what has not left stays, those who have read of it hear, but `by`; `moment` is local."""
    waiting = (Outbox.state.in_([PENDING, HELD, STOPPED]), Outbox.doubts == 0)
    phones = update(Outbox).where(_key(Kind.GUARDIAN_PHONE, heard.number), *waiting)
    await session.execute(phones.values(state=CANCELLED, why="corrected"))
    day: date = moment.date()
    notices = [
        Notice(
            kind=Kind.ROLL_TAKEN_BACK,
            key=f"{Kind.ROLL_TAKEN_BACK}:{heard.number}:{pupil}",
            school_id=school_id,
            person_id=person,
            about=pupil,
            day=day,
        )
        for person, pupil in sorted(heard.of_whom)
        if person != by
    ]
    return [*notices, *await told_again(session, school_id, heard.cases, day)]


def _key(kind: Kind, number: int) -> Any:
    return Outbox.key.startswith(f"{kind}:{number}:")


async def _read(session: AsyncSession, *which: Any) -> list[tuple[int, int]]:
    """The person and what it was about, of the letters that may have been read."""
    left = or_(Outbox.state.in_([SENT, UNCERTAIN, LEASED]), Outbox.doubts > 0)
    rows = select(Outbox.person_id, Outbox.about).where(*which, left, Outbox.person_id.is_not(None))
    return [(row.person_id, row.about or NOBODY) for row in await session.execute(rows)]


async def _pupils(session: AsyncSession, steps: Collection[Step]) -> dict[str, dict[int, int]]:
    """Whose the changed rows are, by table and row."""
    found: dict[str, dict[int, int]] = {Pupils.__tablename__: {id_: id_ for id_ in _ids(steps, Pupils)}}
    for table in (Enrolments, Guardians, Movements):
        rows = select(table.id, table.pupil_id).where(table.id.in_(_ids(steps, table)))
        found[table.__tablename__] = dict((await session.execute(rows)).all())
    return found


def _ids(steps: Collection[Step], table: Any) -> list[int]:
    return [step.id for step in steps if step.table == table.__tablename__]
