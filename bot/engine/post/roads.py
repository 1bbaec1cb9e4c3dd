"""Roads that are only phone numbers: kept in step with the roster, paid for within a day's money, left when silent."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import String, and_, cast, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.ready import OURS, Ready, end, sealed_in_brief, write_down
from bot.engine.post.settle import onward
from channels import ChannelProtocol
from models import Attempts, Chats, NumberRoads, Outbox
from models.base import twin
from models.people.number_roads import keep_roads
from models.people.usage import on_its_way, sent_since
from models.post.tables import CANCELLED, HANDED, IN_DOUBT, LEASED, PENDING, SENT, in_state
from models.shapes.asker import School
from models.shapes.letter import Letter
from models.shapes.message import Abilities
from models.shapes.receipt import Receipt

log = structlog.get_logger()

SILENT = timedelta(hours=4)  # accepted and not reported as arrived: the next road is taken
DAY = timedelta(hours=24)
EVERY = timedelta(minutes=10)


async def by_number(
    session: AsyncSession, letter: Letter, rows: list[Any], can: Abilities, school: School, now: datetime
) -> Ready | None:
    """A letter on a road that is only a number. One that has no brief form, or no money left, takes the next road; what
    the same phone reads already is not sent again. Its try is written down at once: the next letter's money is what
    this one leaves.
    """
    ids, chat_id = [row.id for row in rows], rows[0].chat_id
    if letter.brief is None:
        await onward(session, ids, chat_id, "no_brief", now)
        return None
    if await _said_there(session, rows):
        await end(session, ids, CANCELLED)
        return None
    if can.money_a_day and await spent(session, rows[0].channel, can, school, now) + can.price > can.money_a_day:
        await onward(session, ids, chat_id, "money", now)
        log.warning("roads.money_spent", channel=rows[0].channel)
        return None
    ready = await sealed_in_brief(session, letter, letter.brief, rows, can)
    await write_down(session, [ready], now)
    return ready


async def _said_there(session: AsyncSession, rows: Sequence[Any]) -> bool:
    """Whether two of a family share this phone, and it has read or is about to read the very same by the other one."""
    other, there = twin(Outbox, "said_there"), twin(Chats, "said_there")
    phone = rows[0].address.partition("/")[0]
    before = or_(other.state == SENT, and_(other.state.in_((LEASED, PENDING)), other.id < Outbox.id))
    same = (other.kind == Outbox.kind, other.about == Outbox.about, other.day == Outbox.day, other.id != Outbox.id)
    said = select(other.id).join(there, there.id == other.chat_id).where(before, *same)
    said = said.where(there.channel == rows[0].channel, there.address.startswith(f"{phone}/", autoescape=True))
    mine = select(Outbox.id).where(Outbox.id.in_([row.id for row in rows]), ~said.correlate(Outbox).exists())
    return await session.scalar(mine.limit(1)) is None


async def spent(session: AsyncSession, channel: str, can: Abilities, school: School, now: datetime) -> int:
    """About how much a channel has cost on this day of the school, what is on its way included, in đồng."""
    sent = await sent_since(session, channel, school.midnight(now), can.text)
    return can.price * (sent + await on_its_way(session, channel))


async def confirm(session: AsyncSession, channel: str, receipt: Receipt, now: datetime) -> bool:
    """What the other side reports of a message. That it never arrived sends the letter on; what is said of a message
    nobody sent has no effect. False: it may be of one that is on its way, whose number the other side has yet to say.
    A letter whose try ended in doubt is known by our reference, or by the phone it went to.
    """
    there = select(Chats.id).where(Chats.channel == channel)
    names = {receipt.message_id, receipt.reference} - {""}
    ours = (Outbox.message_id.in_(names), Outbox.chat_id.in_(there), Outbox.state == SENT)
    rows = (await session.execute(select(Outbox.id, Outbox.chat_id, Outbox.arrived_at).where(*ours))).all()
    rows = rows or await _settled(session, receipt, there, now)
    ids = [row.id for row in rows]
    if not ids:
        on_its_way = select(Outbox.id).where(in_state(LEASED), Outbox.chat_id.in_(there)).limit(1)
        return await session.scalar(on_its_way) is None
    if receipt.arrived:
        marks = {"arrived_at": func.coalesce(Outbox.arrived_at, now)}
        marks |= {"seen_at": func.coalesce(Outbox.seen_at, now)} if receipt.seen else {}
        await session.execute(update(Outbox).where(Outbox.id.in_(ids)).values(**marks))
    elif not rows[0].arrived_at:
        await onward(session, ids, rows[0].chat_id, "undelivered", now)
    return True


async def _settled(session: AsyncSession, receipt: Receipt, there: Any, now: datetime) -> Sequence[Any]:
    """The oldest letter in doubt that a report is about, as one that was sent: there is no doubt any more."""
    named = [literal(OURS) + cast(Outbox.id, String) == receipt.reference] if receipt.reference else []
    named += [Chats.address.startswith(f"+{receipt.number}/")] if receipt.number else []
    if not named:
        return []
    tried = select(Attempts.id).where(Attempts.outbox_id == Outbox.id, Attempts.chat_id == Outbox.chat_id)
    tried = tried.where(Attempts.outcome.in_(IN_DOUBT), Attempts.started_at > now - DAY)
    found = select(Outbox.id, Outbox.chat_id, Outbox.arrived_at).join(Chats, Chats.id == Outbox.chat_id)
    found = found.where(Outbox.state == HANDED, Outbox.why.in_(IN_DOUBT), Outbox.chat_id.in_(there), or_(*named))
    rows = (await session.execute(found.where(tried.exists()).order_by(Outbox.id).limit(1))).all()
    for row in rows:
        values = {"state": SENT, "sent_at": now, "why": None, "message_id": receipt.message_id}
        await session.execute(update(Outbox).where(Outbox.id == row.id).values(values))
        its = (Attempts.outbox_id == row.id, Attempts.chat_id == row.chat_id, Attempts.outcome.in_(IN_DOUBT))
        await session.execute(update(Attempts).where(*its).values(outcome="sent"))
    return rows


class Roads:
    """Looks after them every ten minutes."""

    def __init__(self, channels: Mapping[str, ChannelProtocol]) -> None:
        numbered = [(channel.can.price, name) for name, channel in channels.items() if channel.can.numbers]
        self._names = [name for _price, name in sorted(numbered)]
        self._reporting = [name for name in self._names if channels[name].can.receipts]
        self._looked: datetime | None = None

    async def look(self, session: AsyncSession, now: datetime) -> None:
        if self._looked is not None and timedelta(0) <= now - self._looked < EVERY:
            return
        if self._names or self._looked is None:  # at the start also, to close those of channels that are gone
            await keep_roads(session, self._names, now)
        self._looked = now
        if self._reporting:
            await self._leave_silent(session, now)

    async def _leave_silent(self, session: AsyncSession, now: datetime) -> None:
        there = select(NumberRoads.chat_id).join(Chats, Chats.id == NumberRoads.chat_id)
        there = there.where(Chats.channel.in_(self._reporting))
        waits = select(Outbox.id, Outbox.chat_id).where(Outbox.state == SENT, Outbox.arrived_at.is_(None))
        waits = waits.where(Outbox.sent_at.between(now - DAY, now - SILENT), Outbox.valid_until > now)
        for row in (await session.execute(waits.where(Outbox.chat_id.in_(there)))).all():
            await onward(session, [row.id], row.chat_id, "silent", now)
