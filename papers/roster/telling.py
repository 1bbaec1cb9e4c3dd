"""Who hears of a change of the roll: the teachers of both classes, who becomes or ceases to be one, and the office."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Date, String, cast, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Cases, Enrolments, Movements, Roles
from models.cases.told import told_of
from models.imports.tables import Step, steps_of
from models.people.holders import holders
from models.people.roles import held_on
from models.shapes.message import Notices
from papers.roster.said import WORTH
from rules.letters import Kind
from rules.people.movements import Movement
from rules.people.roles import Role

_GIVEN = (Role.HOMEROOM, Role.HAMLET_STAFF)
KEEPERS = (Role.REGISTRAR, Role.ADMIN)


async def teachers_told(
    session: AsyncSession, school_id: int, number: int, moment: datetime, by: int | None
) -> list[Notices]:
    """The homeroom teachers of the classes that pupils leave and enter by an import, but the one who made it; `moment`
    is local.
    """
    moves = made(await steps_of(session, number), Movements.__tablename__)
    if not moves:
        return []
    chosen = (
        select(
            Roles.school_id,
            Roles.person_id,
            Enrolments.id.label("about"),
            Movements.day.label("day"),
            (literal(f"{Kind.ROLL_CHANGED}:") + cast(Movements.id, String)).label("key"),
        )
        .join(Enrolments, Enrolments.class_id == Roles.class_id)
        .join(Movements, or_(Movements.id == Enrolments.began_id, Movements.id == Enrolments.ended_id))
        .where(Movements.id.in_(moves), Roles.school_id == school_id, Roles.name == Role.HOMEROOM)
        .where(Roles.person_id != (by or 0), *held_on(moment.date()))
    )
    return [Notices(kind=Kind.ROLL_CHANGED, select=chosen, valid_until=moment + WORTH)]


async def homerooms_told(session: AsyncSession, number: int, moment: datetime, by: int | None) -> list[Notices]:
    """Whoever becomes or ceases to be homeroom teacher by an import, or to look after a hamlet."""
    roles = [step.id for step in await steps_of(session, number) if step.table == Roles.__tablename__]
    if not roles:
        return []
    day = literal(moment.date(), Date).label("day")
    key = (literal(f"{Kind.HOMEROOM_CHANGED}:{number}:") + cast(Roles.id, String)).label("key")
    chosen = select(Roles.school_id, Roles.person_id, Roles.id.label("about"), day, key)
    chosen = chosen.where(Roles.id.in_(roles), Roles.name.in_(_GIVEN), Roles.person_id != (by or 0))
    return [Notices(kind=Kind.HOMEROOM_CHANGED, select=chosen, valid_until=moment + WORTH)]


async def closings_told(session: AsyncSession, number: int, moment: datetime, by: int | None) -> list[Notices]:
    """Whoever was told of a case that an import has closed."""
    ended = [step.id for step in await steps_of(session, number) if step.table == Cases.__tablename__]
    if not ended:
        return []
    heard = told_of(Cases.id.in_(ended), "closed")
    heard = heard.where(heard.selected_columns.person_id != (by or 0))
    return [Notices(kind=Kind.CASE_CLOSED, select=heard, valid_until=moment + WORTH)]


async def heads_told(
    session: AsyncSession, school_id: int, number: int, moment: datetime, by: int | None
) -> list[Notices]:
    """The principal, of every pupil who leaves school for good by an import or a line, but who has written it."""
    moves = made(await steps_of(session, number), Movements.__tablename__)
    dropped = select(Movements.id).where(Movements.id.in_(moves), Movements.kind == Movement.DROPPED)
    if not moves or not (await session.scalars(dropped.limit(1))).first():
        return []
    chosen = (
        select(
            Roles.school_id,
            Roles.person_id,
            Movements.id.label("about"),
            Movements.day.label("day"),
            (literal(f"{Kind.DROPPED_OUT}:") + cast(Movements.id, String)).label("key"),
        )
        .join(Movements, Movements.school_id == Roles.school_id)
        .where(Movements.id.in_(dropped), Roles.school_id == school_id, Roles.name == Role.PRINCIPAL)
        .where(Roles.person_id != (by or 0), *held_on(moment.date()))
    )
    return [Notices(kind=Kind.DROPPED_OUT, select=chosen, valid_until=moment + WORTH)]


def office_told(school_id: int, number: int, moment: datetime) -> Notices:
    """Whoever keeps the lists, of what a homeroom teacher has changed."""
    key = f"{Kind.ROLL_NOTED}:{number}"
    chosen = holders(KEEPERS, [school_id], moment.date(), about=number, key=key)
    return Notices(kind=Kind.ROLL_NOTED, select=chosen, valid_until=moment + WORTH)


def made(steps: Collection[Step], table: str) -> list[int]:
    return [step.id for step in steps if step.table == table and step.before is None]
