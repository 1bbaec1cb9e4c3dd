"""What people are told when a sponsorship begins or ends: the sponsor, and those who answer for the pupil."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Date, String, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from models import Roles, Sponsorships
from models.people.roles import held_on
from models.shapes.message import Incoming, Notice, Notices
from rules.letters import Kind
from rules.people.roles import Role

WORTH = timedelta(days=3)


async def newly_told(session: AsyncSession, school_id: int, moment: datetime) -> Notices:
    """Everybody who becomes a sponsor by what is done after this call, and in the same transaction."""
    newest = await session.scalar(select(func.max(Sponsorships.id))) or 0
    chosen = select(
        Sponsorships.school_id,
        Sponsorships.person_id,
        Sponsorships.id.label("about"),
        literal(moment.date(), Date).label("day"),
        (literal("sponsor_on:") + cast(Sponsorships.id, String)).label("key"),
    ).where(Sponsorships.school_id == school_id, Sponsorships.id > newest, Sponsorships.ends.is_(None))
    return Notices(kind=Kind.SPONSOR_CHANGED, select=chosen, valid_until=moment + WORTH)


def told_sponsors(incoming: Incoming, ids: Collection[tuple[int, int]], state: str) -> list[Notice]:
    """A notice for each (sponsorship, person) that began (`on`) or ended (`off`), but not for who did it."""
    return [
        _notice(incoming, Kind.SPONSOR_CHANGED, id_, person_id, f"sponsor_{state}:{id_}")
        for id_, person_id in ids
        if person_id != incoming.asker.person_id
    ]


async def told_leaders(incoming: Incoming, session: AsyncSession, sponsorship: int, class_id: int) -> list[Notice]:
    """Whoever answers for the pupil hears that a colleague took him or her on: the homeroom teacher, the leadership."""
    school, moment = local(incoming)
    leads = or_(Roles.name == Role.VICE_PRINCIPAL, (Roles.name == Role.HOMEROOM) & (Roles.class_id == class_id))
    statement = select(Roles.person_id).where(Roles.school_id == school.id, leads, *held_on(moment.date()))
    people = (await session.scalars(statement.distinct())).all()
    return [
        _notice(incoming, Kind.SPONSOR_ADOPTED, sponsorship, person, f"adopted:{sponsorship}")
        for person in people
        if person != incoming.asker.person_id
    ]


def _notice(incoming: Incoming, kind: Kind, about: int, person_id: int, key: str) -> Notice:
    school, moment = local(incoming)
    day = moment.date()
    return Notice(kind=kind, key=key, school_id=school.id, person_id=person_id, about=about, day=day, valid_for=WORTH)
