"""Notices that name their reader become rows of the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.notices import allowed, lives_until, may_refuse, waits_for_tap
from models import Outbox, People
from models.base import insert_new
from models.people.askers import chat_to
from models.post.optouts import OptOuts
from models.post.tables import HANDED, HELD, PENDING, in_state
from models.shapes.asker import School
from models.shapes.message import Notice


async def store_each(session: AsyncSession, notices: list[Notice], schools: dict[int, School], now: datetime) -> None:
    """By the policy of `Notices`: who has stopped a kind is as if without a chat, and alarms may wait for a tap."""
    chats, stopped = await _chats_of(session, notices), await _stopped(session, notices)
    waiting = await _waiting(session, notices)
    rows = []
    for notice in notices:
        chat_id = None if (notice.person_id, notice.kind) in stopped else chats.get(notice.person_id)
        school = schools.get(notice.school_id)
        waits = HELD if waits_for_tap(notice.kind, school) else PENDING
        rows.append(
            {
                "school_id": notice.school_id,
                "person_id": notice.person_id,
                "chat_id": chat_id,
                "priority": notice.priority,
                "kind": notice.kind,
                "key": notice.key,
                "about": notice.about,
                "day": notice.day,
                "state": HANDED if chat_id is None else waits,
                "created_at": now,
                **_life(notice, school, now, waiting.get((notice.person_id, notice.kind))),
            }
        )
    await session.execute(insert_new(session, Outbox), rows)


async def _chats_of(session: AsyncSession, notices: Sequence[Notice]) -> dict[int | None, int]:
    """The chat each person is written to, of those who have one."""
    people = {notice.person_id for notice in notices}
    found = await session.execute(select(People.id, chat_to(People.id)).where(People.id.in_(people)))
    return {person_id: chat_id for person_id, chat_id in found if chat_id is not None}


async def _stopped(session: AsyncSession, notices: Sequence[Notice]) -> set[tuple[int, str]]:
    people = {notice.person_id for notice in notices if may_refuse(notice.kind)}
    if not people:
        return set()
    found = await session.execute(select(OptOuts.person_id, OptOuts.kind).where(OptOuts.person_id.in_(people)))
    return {(person_id, kind) for person_id, kind in found}


async def _waiting(session: AsyncSession, notices: Sequence[Notice]) -> dict[tuple[int | None, str], datetime]:
    """When the first of its kind leaves that waits for the same person already, of those that gather."""
    gathering = [notice for notice in notices if notice.gathers]
    if not gathering:
        return {}
    found = select(Outbox.person_id, Outbox.kind, func.min(Outbox.not_before)).where(
        in_state(PENDING),
        Outbox.person_id.in_({notice.person_id for notice in gathering}),
        Outbox.kind.in_({notice.kind for notice in gathering}),
    )
    rows = await session.execute(found.group_by(Outbox.person_id, Outbox.kind))
    return {(person_id, kind): leaves for person_id, kind, leaves in rows}


def _life(notice: Notice, school: School | None, now: datetime, joins: datetime | None) -> dict[str, datetime]:
    """What gathers does not do so into the school's rest: it leaves before."""
    meant = joins or now + notice.hold
    leaves = allowed(school, meant, notice.kind)
    if notice.gathers and leaves > meant:
        leaves = allowed(school, now, notice.kind)
    return {"not_before": leaves, "valid_until": lives_until(now + notice.valid_for, leaves, meant)}
