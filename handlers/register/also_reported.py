"""Two people report one class: no mark is lost, and each is told of the other and of what differs."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.register.heard import Heard
from handlers.register.scope import Roll
from models import Roles
from models.people.roles import held_on
from models.register.reports import Recorded
from models.report_keys import Why, report_key
from models.shapes.message import Incoming, Notice
from rules.letters import Kind
from rules.people.roles import Role


async def also_reported(session: AsyncSession, heard: Heard, roll: Roll, recorded: Recorded) -> list[Notice]:
    """Notices for those who had reported the class before, or made a mark that is another now, and for the homeroom
    teacher of whatever somebody else recorded.
    """
    first = {one.person_id for one in recorded.replaced} | ({recorded.before_by} if roll.reports else set())
    own = await _homeroom(session, roll.klass.id, heard.today)
    people = sorted({one for one in (*first, *own) if one is not None} - {heard.person_id})
    about = (heard.school.id, heard.inbox_id, roll.klass.id, roll.day)
    return [_notice(*about, person, Why.HOMEROOM if person in own else Why.FIRST) for person in people]


async def changed_in_class(
    session: AsyncSession, incoming: Incoming, class_id: int, days: Iterable[date]
) -> list[Notice]:
    """For the homeroom teacher: somebody else has changed marks of the class with this message, not by a report."""
    school, moment = local(incoming)
    own = await _homeroom(session, class_id, moment.date())
    return [
        _notice(school.id, incoming.inbox_id, class_id, day, person)
        for day in days
        for person in own
        if person != incoming.asker.person_id
    ]


async def _homeroom(session: AsyncSession, class_id: int, day: date) -> Sequence[int]:
    held = select(Roles.person_id).where(Roles.class_id == class_id, Roles.name == Role.HOMEROOM, *held_on(day))
    return (await session.scalars(held.distinct())).all()


def _notice(school_id: int, inbox_id: int, class_id: int, day: date, person_id: int, why: Why = Why.HOMEROOM) -> Notice:
    key = report_key(why, inbox_id, class_id, day)
    return Notice(kind=Kind.ALSO_REPORTED, key=key, school_id=school_id, person_id=person_id, about=inbox_id, day=day)
