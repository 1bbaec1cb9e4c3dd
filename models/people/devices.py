"""The phones and accounts of people: in which order they are written to, and who may end whose."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.askers import as_written_to
from models.people.links import is_staff
from models.people.roles import held_on
from models.people.tables import Chats, Enrolments, Guardians, People
from models.post.tables import FAILED, Outbox
from models.shapes.asker import LinkedAsker
from rules.people.roles import OFFICE


class Device(Struct, frozen=True, kw_only=True):
    """An open chat of somebody."""

    id: int
    channel: str
    language: str
    person_id: int
    name: str
    school_id: int
    linked_at: datetime | None


async def devices(session: AsyncSession, people: Collection[int]) -> Sequence[Device]:
    """The open chats of these people, person by person, the one that is written to first."""
    return await _read(session, Chats.person_id.in_(people))


async def device(session: AsyncSession, chat_id: int) -> Device | None:
    """None: there is no such chat, or nobody is behind it."""
    return next(iter(await _read(session, Chats.id == chat_id)), None)


async def devices_of_chats(session: AsyncSession, chats: Collection[int]) -> Sequence[Device]:
    """Of these chats those that are open and somebody's."""
    return await _read(session, Chats.id.in_(chats))


async def _read(session: AsyncSession, *which: object) -> list[Device]:
    columns = (Chats.id, Chats.channel, Chats.language, Chats.person_id, Chats.linked_at)
    rows = select(*columns, People.full_name.label("name"), People.school_id).join(People, People.id == Chats.person_id)
    rows = rows.where(Chats.closed_at.is_(None), *which).order_by(Chats.person_id, *as_written_to())  # type: ignore[arg-type]
    return [Device(**row) for row in (await session.execute(rows)).mappings()]


async def refused(session: AsyncSession, chat_id: int) -> bool:
    """Whether the newest message to a chat was not taken there: of a plan that is full, its owner hears nothing."""
    newest = select(Outbox.state, Outbox.why).where(Outbox.chat_id == chat_id).order_by(Outbox.id.desc()).limit(1)
    row = (await session.execute(newest)).first()
    return row is not None and row.state == FAILED and row.why == "refused"


async def prefer(session: AsyncSession, chat_id: int, now: datetime) -> None:
    """From now on its person is written to there, as long as it carries."""
    await session.execute(update(Chats).where(Chats.id == chat_id).values(preferred_at=now))


async def may_end(session: AsyncSession, asker: LinkedAsker, one: Device, day: date) -> bool:
    """The own ones; leaders and administrators those of the school; homeroom teachers those of their class's families,
    but never a colleague's.
    """
    if one.person_id == asker.person_id:
        return True
    if one.school_id != asker.school.id:
        return False
    if asker.has(*OFFICE):
        return True
    return await _of_my_class(session, asker, one.person_id, day) and not await is_staff(session, one.person_id)


async def _of_my_class(session: AsyncSession, asker: LinkedAsker, person_id: int, day: date) -> bool:
    here = (
        Enrolments.class_id.in_(asker.classes()),
        Enrolments.pupil_id == Guardians.pupil_id,
        *held_on(day, Enrolments),
    )
    found = select(Guardians.id).where(Guardians.person_id == person_id, exists().where(*here))
    return await session.scalar(found.limit(1)) is not None
