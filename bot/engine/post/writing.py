"""Writing: what is due is looked at once more as it leaves, and gets its words, a letter for each chat and kind."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.late import LATE, is_stale, late_words, tell_of_stale
from bot.engine.post.notices import allowed
from bot.engine.post.ready import Ready, end, reply, sealed
from bot.engine.post.rights import readable
from bot.engine.post.roads import by_number
from bot.engine.post.settle import Outcome, settle
from bot.engine.post.stopping import not_stopped
from bot.engine.post.waiting import postpone, uncontested
from channels import ChannelProtocol, NotSent
from locales import speaking
from models import Outbox
from models.people.askers import reachable, schools
from models.people.roles import holds_any
from models.post.tables import CANCELLED, EXPIRED, HANDED, PENDING
from models.shapes.asker import School
from models.shapes.letter import Composition, Due, Letter, Reader

log = structlog.get_logger()


class Writer:
    """Finds the words of what leaves. It sends nothing."""

    def __init__(self, channels: Mapping[str, ChannelProtocol], composers: Mapping[str, Composition]) -> None:
        self._channels, self._composers = channels, composers

    async def write(self, session: AsyncSession, rows: Sequence[Any], lease: str, now: datetime) -> list[Ready]:
        """A parcel for each chat, kind and school among these leased rows; what may not leave is settled."""
        of = {row.school_id for row in rows if row.school_id and (row.kind or now - row.created_at > LATE)}
        known = await schools(session, of)
        rows, ready = await readable(session, rows, lease, self._composers, known, now), []
        rows = await uncontested(session, await not_stopped(session, rows, now), known, now)
        for (_chat, kind, _school), group in groupby(sorted(rows, key=_one_letter), key=_one_letter):
            item = await self._apart(session, kind, list(group), lease, known, now)
            if item is not None:
                item.lease = lease
                ready.append(item)
        return ready

    async def _reply(self, session: AsyncSession, row: Any, known: Mapping[int, School], now: datetime) -> Ready | None:
        with speaking(row.language):
            late = await late_words(session, [row], known.get(row.school_id), now)
        return await reply(session, row, now, can=self._channels[row.channel].can, late=late)

    async def _apart(
        self, session: AsyncSession, kind: str, rows: list[Any], lease: str, known: Mapping[int, School], now: datetime
    ) -> Ready | None:
        """One letter that cannot be written must not keep the others from leaving: it is tried again later."""
        await session.execute(text("SAVEPOINT letter"))
        try:
            found = (
                self._compose(session, kind, rows, known, now) if kind else self._reply(session, rows[0], known, now)
            )
            item = await found
        except Exception:
            log.exception("sender.composer_failed", kind=kind, outbox=rows[0].id)
            await session.execute(text("ROLLBACK TO SAVEPOINT letter"))
            fault = Outcome(rows[0].channel, rows[0].chat_id, [row.id for row in rows], [], lease, error=NotSent(kind))
            await settle(session, [fault], now)
            item = None
        await session.execute(text("RELEASE SAVEPOINT letter"))
        return item

    async def _compose(
        self, session: AsyncSession, kind: str, rows: list[Any], known: Mapping[int, School], now: datetime
    ) -> Ready | None:
        """Look again at what is true, then find the words. None: nothing of it is to leave now."""
        await _readdress(session, [row for row in rows if row.linked_to != row.person_id])
        rows = [row for row in rows if row.linked_to == row.person_id]
        if not rows:
            return None
        school = known[rows[0].school_id]
        stale = [row for row in rows if is_stale(row, now)]
        await end(session, [row.id for row in stale], EXPIRED)
        await tell_of_stale(session, stale, school, now)
        rows = [row for row in rows if row not in stale]
        wait = allowed(school, now, kind)
        if wait > now:
            await postpone(session, [row.id for row in rows], wait)
            return None
        letter = await self._letter(session, kind, rows, school, now) if rows else None
        told = letter.told if letter else frozenset()
        await end(session, [row.id for row in rows if row.id not in told], CANCELLED)
        if letter is None:
            return None
        chosen = [row for row in rows if row.id in told]
        can = self._channels[chosen[0].channel].can
        if can.numbers:
            return await by_number(session, letter, chosen, can, school, now)
        with speaking(rows[0].language):
            late = await late_words(session, chosen, school, now)
        is_staff = await holds_any(session, chosen[0].person_id, school.day(now))
        return await sealed(session, letter, chosen, now, can=can, late=late, coded=is_staff)

    async def _letter(
        self, session: AsyncSession, kind: str, rows: list[Any], school: School, now: datetime
    ) -> Letter | None:
        dues = [Due(row.id, row.about, row.day) for row in rows]
        reader = Reader(person_id=rows[0].person_id, school=school, now=now)
        with speaking(rows[0].language):
            return await self._composers[kind].compose(dues, reader, session)


def _one_letter(row: Any) -> tuple[int, str, int]:
    """What leaves together: of one school, in whose name it is written."""
    return row.chat_id, row.kind, (row.school_id if row.kind else None) or 0


async def _readdress(session: AsyncSession, rows: list[Any]) -> None:
    """The chat is not these people's any more: another open chat of theirs, or a person must act."""
    for row in rows:
        chat_id = await reachable(session, row.person_id)
        state = HANDED if chat_id is None else PENDING
        values = {"state": state, "lease": None, "chat_id": chat_id, "why": "unlinked"}
        await session.execute(update(Outbox).where(Outbox.id == row.id).values(values))
