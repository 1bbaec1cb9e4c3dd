"""Codes that open a place for a chat, wrong tries, and the chats themselves: linked to a person and let go again."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import Chats, Guardians, LinkCodes, LinkTries, Roles
from rules.people.codes import digest, new_code, told_code

CODE_LIFE = timedelta(days=60)  # a slip goes home in a school bag, and up to a hamlet
WINDOW = timedelta(minutes=10)
WINDOW_TRIES = 50  # wrong codes in the whole installation: somebody is guessing
CHAT_LIMITS = ((timedelta(hours=1), 5), (timedelta(days=1), 20))


class Owner(Struct, frozen=True):
    """Whose code it is: a person's, or with `guardian_id` that guardian slot's and nobody else's."""

    person_id: int
    guardian_id: int | None = None


class Opened(Struct, frozen=True):
    """What a code that was just used up opens."""

    school_id: int
    person_id: int
    guardian_id: int | None


async def make_codes(session: AsyncSession, school_id: int, owners: Sequence[Owner], now: datetime) -> list[str]:
    """A fresh code for each owner, in order, as it is printed. It cannot be shown again; earlier ones that nobody has
    used stay good: a slip printed twice must not shut out whoever types the first.
    """
    if not owners:
        return []
    codes = [new_code() for _owner in owners]
    rows = [
        {
            "school_id": school_id,
            "digest": digest(code),
            "person_id": owner.person_id,
            "guardian_id": owner.guardian_id,
            "made_at": now,
            "expires_at": now + CODE_LIFE,
        }
        for owner, code in zip(owners, codes, strict=True)
    ]
    await session.execute(insert(LinkCodes), rows)
    return codes


async def make_code(session: AsyncSession, school_id: int, owner: Owner, now: datetime) -> str:
    return (await make_codes(session, school_id, [owner], now))[0]


async def use_code(session: AsyncSession, typed: str, now: datetime) -> Opened | None:
    """Use up the code that was typed, and with it whatever else was printed for the same owner. None for whatever is no
    good, whyever: nobody learns which codes exist.
    """
    good = (
        LinkCodes.digest == digest(told_code(typed, asked=True) or ""),
        LinkCodes.ended_at.is_(None),
        LinkCodes.expires_at > now,
    )
    used = update(LinkCodes).where(*good).values(ended_at=now)
    columns = (LinkCodes.school_id, LinkCodes.person_id, LinkCodes.guardian_id)
    row = (await session.execute(used.returning(*columns))).first()
    if row is None:
        return None
    same = LinkCodes.guardian_id.is_(None) if row.guardian_id is None else LinkCodes.guardian_id == row.guardian_id
    theirs = (LinkCodes.person_id == row.person_id, same, LinkCodes.ended_at.is_(None))
    await session.execute(update(LinkCodes).where(*theirs).values(ended_at=now))
    return Opened(*row)


async def void_codes(session: AsyncSession, codes: Collection[str], now: datetime) -> Sequence[int]:
    """End these codes, whosever they are; return the ids of those that were good until now."""
    if not codes:
        return []
    shown = (LinkCodes.digest.in_([digest(code) for code in codes]), LinkCodes.ended_at.is_(None))
    ended = update(LinkCodes).where(*shown, LinkCodes.expires_at > now).values(ended_at=now)
    return (await session.scalars(ended.returning(LinkCodes.id))).all()


async def resting(session: AsyncSession, chat_id: int, now: datetime) -> bool:
    """Whether this chat has typed too many wrong codes to try another one now."""
    for span, most in CHAT_LIMITS:
        wrong = select(func.count()).where(LinkTries.chat_id == chat_id, LinkTries.at > now - span)
        if (await session.scalar(wrong) or 0) >= most:
            return True
    return False


async def frozen(session: AsyncSession, now: datetime) -> bool:
    """Whether so many wrong codes came from everywhere that nobody links for a while."""
    wrong = select(func.count()).where(LinkTries.at > now - WINDOW)
    return (await session.scalar(wrong) or 0) >= WINDOW_TRIES


async def count_wrong(session: AsyncSession, chat_id: int, now: datetime) -> None:
    await session.execute(insert(LinkTries).values(chat_id=chat_id, at=now))


async def link_chat(session: AsyncSession, chat_id: int, person_id: int, now: datetime) -> None:
    await session.execute(
        update(Chats).where(Chats.id == chat_id).values(person_id=person_id, linked_at=now, preferred_at=None)
    )


async def move_chat(session: AsyncSession, chat_id: int, channel: str, address: str, now: datetime) -> None:
    """It lives at another address. What we know there already is the same chat, met as a stranger: it makes room."""
    there = (Chats.channel == channel, Chats.address == address, Chats.closed_at.is_(None), Chats.id != chat_id)
    await session.execute(update(Chats).where(*there).values(closed_at=now))
    await session.execute(update(Chats).where(Chats.id == chat_id).values(address=address))


async def unlink_chat(session: AsyncSession, chat_id: int) -> None:
    """Nobody is behind this chat any more. What waits for it is sent elsewhere, or handed to a person."""
    await session.execute(
        update(Chats).where(Chats.id == chat_id).values(person_id=None, linked_at=None, preferred_at=None)
    )


async def open_chats(session: AsyncSession, people: Collection[int], *, but: int = 0) -> Sequence[Any]:
    """The open chats (id, language, person_id, linked_at) of these people, except one."""
    columns = (Chats.id, Chats.language, Chats.person_id, Chats.linked_at)
    found = select(*columns).where(Chats.person_id.in_(people), Chats.closed_at.is_(None), Chats.id != but)
    return (await session.execute(found.order_by(Chats.id))).all()


async def newer_chat(session: AsyncSession, person_id: int, mine: int, other: int) -> bool:
    """Whether `other` is an open chat of the same person that was linked after `mine`: the old device may let go of
    the new one, never the new one of the old.
    """
    chats = {row.id: row.linked_at for row in await open_chats(session, [person_id])}
    return mine != other and {mine, other} <= set(chats) and chats[mine] < chats[other]


async def is_staff(session: AsyncSession, person_id: int) -> bool:
    """Whether this person has, had or will have a role."""
    return await session.scalar(select(Roles.id).where(Roles.person_id == person_id).limit(1)) is not None


async def carry_children(session: AsyncSession, chat_id: int, old: int, new: int) -> None:
    """A parent's chat becomes a teacher's: the children come along, unless the old person is staff too (a phone that
    two teachers share) or still has another chat.
    """
    if old == new or await is_staff(session, old) or await open_chats(session, [old], but=chat_id):
        return
    await session.execute(update(Guardians).where(Guardians.person_id == old).values(person_id=new))
