"""Phone numbers as roads: for guardians whom no chat reaches, and for the next try where a chat does not carry."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, String, and_, cast, delete, exists, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import Moment, twin
from models.people.askers import as_written_to, place_of
from models.people.tables import Chats, Guardians, NumberRoads, People, RoadChoices


def _address() -> ColumnElement[Any]:
    """Brothers and sisters may have two guardians with one phone: the person's id keeps their roads apart."""
    return People.phone + literal("/") + cast(People.id, String)


async def keep_roads(session: AsyncSession, channels: Sequence[str], now: datetime) -> None:
    """One road a channel (in the order in which they are tried) for every guardian with a phone; roads of numbers that
    have changed are closed, and so are those of channels that are no longer configured. What was closed because the
    number is dead is not opened again.
    """
    await _close_old(session, channels, now)
    for rank, channel in enumerate(channels, 1):
        await _open_new(session, channel, now)
        unranked = (Chats.channel == channel, Chats.person_id.is_(None), Chats.closed_at.is_(None))
        known = select(NumberRoads.chat_id).where(NumberRoads.chat_id == Chats.id)
        whose = (
            select(Chats.id, People.id, literal(rank))
            .join(People, Chats.address == _address())
            .where(*unranked, ~known.exists())
        )
        await session.execute(insert(NumberRoads).from_select(["chat_id", "person_id", "rank"], whose))
        mine = select(Chats.id).where(*unranked)
        await session.execute(
            update(NumberRoads).where(NumberRoads.chat_id.in_(mine), NumberRoads.rank != rank).values(rank=rank)
        )


async def _close_old(session: AsyncSession, channels: Sequence[str], now: datetime) -> None:
    theirs = and_(Guardians.person_id == People.id, Chats.address == _address())
    valid = select(NumberRoads.chat_id).join(People, People.id == NumberRoads.person_id)
    valid = valid.where(NumberRoads.chat_id == Chats.id, exists(select(Guardians.id).where(theirs)))
    roads = select(NumberRoads.chat_id)
    gone = or_(Chats.channel.not_in(list(channels)), ~valid.correlate(Chats).exists())
    await session.execute(
        update(Chats).where(Chats.id.in_(roads), Chats.closed_at.is_(None), gone).values(closed_at=now)
    )


async def _open_new(session: AsyncSession, channel: str, now: datetime) -> None:
    before = twin(Chats, "open_new")
    tried = select(before.id).where(before.channel == channel, before.address == _address())
    a_guardian = exists(select(Guardians.id).where(Guardians.person_id == People.id))
    moment = literal(now, Moment)
    new = select(literal(channel), _address(), People.language, moment).where(
        People.phone.like("+84%"), a_guardian, ~tried.correlate(People).exists()
    )
    await session.execute(insert(Chats).from_select(["channel", "address", "language", "created_at"], new))


async def next_road(session: AsyncSession, person_id: int, chat_id: int) -> int | None:
    """The open road of this person that comes after a chat: the other chats in their order, then those that are only
    the phone number; None after the last.
    """
    linked = select(Chats.id).where(Chats.person_id == person_id, Chats.closed_at.is_(None))
    chats = (await session.scalars(linked.order_by(*as_written_to()))).all()
    if chat_id in chats and chats.index(chat_id) + 1 < len(chats):
        return chats[chats.index(chat_id) + 1]
    place = place_of(Chats)
    here = select(place).join(Chats, Chats.id == NumberRoads.chat_id).where(NumberRoads.chat_id == chat_id)
    tried = await session.scalar(here) or 0
    later = select(NumberRoads.chat_id).join(Chats, Chats.id == NumberRoads.chat_id)
    later = later.where(NumberRoads.person_id == person_id, Chats.closed_at.is_(None), place > tried)
    found: int | None = await session.scalar(later.order_by(place).limit(1))
    return found


class NumberRoad(Struct, frozen=True, kw_only=True):
    """A road to a guardian's number that is open: by which channel, and whether it is taken as things are chosen."""

    person_id: int
    channel: str
    taken: bool


async def roads_to(session: AsyncSession, people: Collection[int]) -> Sequence[NumberRoad]:
    """The open roads to these people's numbers, person by person, in the order in which they are tried."""
    place = place_of(Chats)
    found = select(NumberRoads.person_id, Chats.channel, place.label("place"))
    found = found.join(Chats, Chats.id == NumberRoads.chat_id).where(Chats.closed_at.is_(None))
    rows = await session.execute(found.where(NumberRoads.person_id.in_(people)).order_by(NumberRoads.person_id, place))
    return [NumberRoad(person_id=row.person_id, channel=row.channel, taken=row.place > 0) for row in rows]


async def chosen(session: AsyncSession, people: Collection[int]) -> frozenset[int]:
    """Those for whom somebody has chosen."""
    return frozenset(await session.scalars(select(RoadChoices.person_id).where(RoadChoices.person_id.in_(people))))


async def choose_first(session: AsyncSession, person_id: int, first: str | None, by: int, now: datetime) -> None:
    """`first` is the channel tried first from now on, empty for none: a person calls. None: as it was before anybody
    chose.
    """
    await session.execute(delete(RoadChoices).where(RoadChoices.person_id == person_id))
    if first is not None:
        values = {"person_id": person_id, "first": first, "chosen_by": by, "chosen_at": now}
        await session.execute(insert(RoadChoices).values(**values))
