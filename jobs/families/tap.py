"""Where a family is told after a tap only: the homeroom teacher is asked, and once more an hour later."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from sqlalchemy import String, and_, case, cast, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from jobs.ladder.daily_check import check_times
from models import Chats, Enrolments, Firings, Outbox, Roles
from models.base import Moment
from models.families.held_back import held, withhold
from models.people.holders import leads_on
from models.people.roles import held_on
from models.shapes.among import among
from models.shapes.asker import School
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind
from rules.people.roles import Role

AGAIN = timedelta(minutes=30)  # what has waited longer is asked about a second time


def _times(school: School) -> Sequence[time]:
    return [after(moment, 3) for moment in check_times(school)]


@job(times=_times, late=timedelta(hours=4))
async def ask_before_family(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """What nobody tapped in time is withheld for good: yesterday's alarm helps nobody."""
    schools = [school.id for school in round_.schools.values() if school.family_after_tap]
    if not schools:
        return []
    mine = among(Outbox.school_id, schools)
    await withhold(session, mine, Outbox.valid_until < round_.now, why="no tap")
    return [Notices(kind=Kind.FAMILY_TAP, select=_asked(mine, round_), valid_until=round_.now + timedelta(hours=4))]


def _asked(mine: Any, round_: Round) -> Any:
    """Once an alarm, and once again: the class's teacher, or without one who can be reached the leadership."""
    second = case((Outbox.created_at < literal(round_.now - AGAIN, Moment), ":2"), else_=":1")
    key = literal("tap:") + cast(Firings.id, String) + literal(":") + cast(Outbox.day, String) + second
    columns = (Outbox.school_id, Roles.person_id, Firings.pupil_id.label("about"), Outbox.day, key.label("key"))
    teacher = aliased(Roles)
    reached = (
        select(teacher.id)
        .join(Chats, and_(Chats.person_id == teacher.person_id, Chats.closed_at.is_(None)))
        .where(teacher.class_id == Enrolments.class_id, teacher.name == Role.HOMEROOM, *held_on(round_.day, teacher))
        .correlate_except(teacher, Chats)
    )
    own = and_(Roles.name == Role.HOMEROOM, Roles.class_id == Enrolments.class_id)
    meant = or_(own, and_(leads_on(round_.day), ~reached.exists()))
    found = held(*columns).join(Roles, and_(Roles.school_id == Outbox.school_id, meant))
    return found.where(mine, *held_on(round_.day)).distinct()
