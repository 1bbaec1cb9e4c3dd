"""A report that somebody else takes back: the class's homeroom teacher and its writer hear of it at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from letters import kind_words
from letters.says.figures import klass_on
from locales import _
from locales.words import day_words
from models import Audit, Classes, People, Roles
from models.people.roles import held_on
from models.readers import reported, wrote
from models.register.batches import Batch
from models.shapes.letter import Due, Letter, Reader, composes
from models.shapes.message import Button, Incoming, Notice
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
            _notice(done, class_id, day, person, incoming.inbox_id, "withdrawn" if person in own else "own")
            for person in people
            if person
        ]
    return found


def _notice(done: Batch, class_id: int, day: date, person_id: int, inbox_id: int, whose: str) -> Notice:
    """`whose` begins the key, by which it is known as it leaves: the homeroom teacher's, or its writer's own."""
    return Notice(
        kind=Kind.REPORT_WITHDRAWN,
        key=f"{whose}:{inbox_id}:{class_id}:{day}",
        school_id=done.school_id,
        person_id=person_id,
        about=inbox_id,
        day=day,
    )


@composes(Kind.REPORT_WITHDRAWN, to=reported("withdrawn") | wrote("own"), about=kind_words.REMINDER)
async def report_withdrawn(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who took back what; how the class stands now is one tap away."""
    lines: dict[str, None] = {}
    buttons: dict[str, list[Button]] = {}
    for due in dues:
        for name, klass in await _undone(session, due):
            text = _("{name} has taken back a report of {klass}, {day}.")
            lines[text.format(name=name, klass=klass, day=day_words(due.day))] = None
            says = klass_on(klass, due.day)
            buttons[says] = [Button(_("See {klass}").format(klass=klass), says)]
    told = frozenset(due.outbox_id for due in dues)
    return Letter(text="\n".join(lines), told=told, buttons=list(buttons.values())) if lines else None


async def _undone(session: AsyncSession, due: Due) -> Sequence[Any]:
    """Who took it back, and the classes it had reported."""
    undone = select(Audit.about).where(Audit.kind == "report.undone", Audit.inbox_id == due.about)
    by = select(Audit.person_id).where(Audit.kind == "report.undone", Audit.inbox_id == due.about)
    statement = (
        select(People.full_name, Classes.name)
        .join(Audit, Audit.about == Classes.id)
        .join(People, People.id.in_(by))
        .where(Audit.kind == "report.made", Audit.inbox_id.in_(undone))
    )
    return (await session.execute(statement.distinct().order_by(Classes.name))).all()
