"""Families with children at several schools of one bot: which of them a message is for."""

import re

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import match
from models import Outbox, Pupils
from models.shapes.asker import LinkedAsker
from models.shapes.message import Incoming
from rules.asking.own_child import as_a_child
from rules.people.roles import Role
from rules.written import pupils_written

_OF_A_CHILD = re.compile(r"\W*(?:(?:dạ|thưa|vâng|cô|thầy)\W+)*(?:cháu|con)\b", re.IGNORECASE)  # cháu ốm cô ạ


async def shown_by_its_school(session: AsyncSession, incoming: Incoming, shown: int | None) -> Incoming:
    """A button, for the school that has shown it."""
    if not _elsewhere(incoming) or shown is None:
        return incoming
    school_id = await session.scalar(select(Outbox.school_id).where(Outbox.id == shown))
    return _at(incoming, school_id)


async def to_its_school(session: AsyncSession, incoming: Incoming) -> Incoming:
    """What names a child, as a button does or in words, is for that child's school; what names nobody, for the school
    that wrote last. Whoever works at a school, or above schools, speaks as such, but for buttons, a family's commands
    and what is said of a child right behind a letter about it.
    """
    asker = _elsewhere(incoming)
    if asker is None:
        return incoming
    schools = {pupil: one.school.id for one in asker.elsewhere for pupil in one.children}
    schools |= dict.fromkeys(asker.children, asker.school.id)
    if written := pupils_written(incoming.text):
        return _at(incoming, schools.get(written[0]))
    if incoming.pressed:
        return incoming
    if asker.roles or asker.unit_id:
        return _at(incoming, await _of_a_child_elsewhere(session, asker, incoming.text))
    names = (await session.execute(select(Pupils.id, Pupils.full_name).where(Pupils.id.in_(schools)))).all()
    named = {schools[pupil] for pupil, name in names if as_a_child(incoming.text, [name]) != incoming.text}
    return _at(incoming, named.pop() if len(named) == 1 else await _wrote_last(session, asker))


async def _of_a_child_elsewhere(session: AsyncSession, asker: LinkedAsker, text: str) -> int | None:
    """By who works here and has children elsewhere only: a family's command, or an answer right behind a letter."""
    known, there = match(text), [one.school.id for one in asker.elsewhere]
    of_families = known is not None and known[0].who == {Role.GUARDIAN}
    if asker.children or not (of_families or _OF_A_CHILD.match(text)):
        return None
    last = await _wrote_last(session, asker)
    return last if last in there else there[0] if of_families else None


async def _wrote_last(session: AsyncSession, asker: LinkedAsker) -> int | None:
    mine = (Outbox.chat_id == asker.chat_id, Outbox.sent_at.is_not(None), Outbox.school_id.is_not(None))
    return await session.scalar(select(Outbox.school_id).where(*mine).order_by(Outbox.id.desc()).limit(1))


def _elsewhere(incoming: Incoming) -> LinkedAsker | None:
    """Who asks, if there is another school it may be for."""
    asker = incoming.asker
    return asker if isinstance(asker, LinkedAsker) and asker.elsewhere and incoming.private else None


def _at(incoming: Incoming, school_id: int | None) -> Incoming:
    return incoming if school_id is None else structs.replace(incoming, asker=incoming.linked.at(school_id))
