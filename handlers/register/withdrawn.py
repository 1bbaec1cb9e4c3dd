"""A report that somebody else takes back: the class's homeroom teacher and its writer hear of it at once."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from models import Roles
from models.people.roles import held_on
from models.register.batches import Batch
from models.report_keys import Why, report_key
from models.shapes.message import Incoming, Notice
from rules.letters import Kind
from rules.people.roles import Role


async def withdrawn_notices(session: AsyncSession, incoming: Incoming, done: Batch) -> list[Notice]:
    """One a class and day. The own act is no news."""
    today = local(incoming)[1].date()
    found = []
    for class_id, day in done.parts:
        held = select(Roles.person_id).where(Roles.class_id == class_id, Roles.name == Role.HOMEROOM, *held_on(today))
        own = set(await session.scalars(held))
        people = {*own, done.person_id} - {incoming.linked.person_id}
        found += [
            _notice(done, class_id, day, person, incoming.inbox_id, Why.WITHDRAWN if person in own else Why.OWN)
            for person in people
            if person
        ]
    return found


def _notice(done: Batch, class_id: int, day: date, person_id: int, inbox_id: int, why: Why) -> Notice:
    return Notice(
        kind=Kind.REPORT_WITHDRAWN,
        key=report_key(why, inbox_id, class_id, day),
        school_id=done.school_id,
        person_id=person_id,
        about=inbox_id,
        day=day,
    )
