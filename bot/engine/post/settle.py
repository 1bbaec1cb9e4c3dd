"""What an outcome of a send proves, and what follows from it."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog
from msgspec import Struct
from sqlalchemy import bindparam, case, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.unanswered import tell_of_unanswered
from channels import ChannelDown, Displaced, Gone, Moved, NotSent, Refused, SendError, Throttled
from models import Attempts, Chats, NumberRoads, Outbox
from models.base import Moment
from models.people.askers import reachable
from models.people.links import move_chat
from models.people.number_roads import next_road
from models.post.tables import FAILED, HANDED, PENDING, SENT
from models.shapes.message import EVERYTHING, Abilities

log = structlog.get_logger()

BACKOFF = (30, 120, 300, 900, 1800, 3600)  # seconds after the first, second, … failed try
DOUBT = 60  # seconds before a message that may have arrived goes once more
CHANNEL_DOWN = 60  # seconds, or until it carries again (`bot.engine.post.lines`)
MOST_DOUBTS = 2


class Outcome(Struct):
    """What became of one parcel: a message id, or the error that says what is proven."""

    channel: str
    chat_id: int
    rows: list[int]
    attempts: list[int]
    lease: str
    message_id: str | None = None
    error: SendError | None = None
    can: Abilities = EVERYTHING

    def word(self) -> str:
        return "sent" if self.error is None else type(self.error).__name__.lower()


async def settle(session: AsyncSession, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write down a batch of outcomes: the good ones together, each failure for itself."""
    if not outcomes:
        return
    good = [outcome for outcome in outcomes if outcome.error is None]
    if good:
        await _sent(session, good, now)
    for outcome in outcomes:
        if outcome.error is not None:
            await _failed(session, outcome, outcome.error, now)
    if failed := [row for outcome in outcomes if outcome.error is not None for row in outcome.rows]:
        await tell_of_unanswered(session, failed, now)
    ended = [
        {"attempt": attempt, "at": now, "word": outcome.word()} for outcome in outcomes for attempt in outcome.attempts
    ]
    if ended:
        await (await session.connection()).execute(_end_attempt(), ended)


async def _sent(session: AsyncSession, good: Sequence[Outcome], now: datetime) -> None:
    values = [{"row": row, "at": now, "said": outcome.message_id} for outcome in good for row in outcome.rows]
    await (await session.connection()).execute(_mark_sent(), values)


@cache
def _mark_sent() -> Any:
    values: dict[str, Any] = {"state": SENT, "sent_at": bindparam("at"), "message_id": bindparam("said"), "lease": None}
    return update(Outbox.__table__).where(Outbox.__table__.c.id == bindparam("row")).values(values)


@cache
def _end_attempt() -> Any:
    values: dict[str, Any] = {"ended_at": bindparam("at"), "outcome": bindparam("word")}
    return update(Attempts.__table__).where(Attempts.__table__.c.id == bindparam("attempt")).values(values)


async def _failed(session: AsyncSession, outcome: Outcome, error: SendError, now: datetime) -> None:
    """Rows that are not in our hands any more (we were so slow that our lease ran out) are left alone."""
    rows = update(Outbox).where(Outbox.id.in_(outcome.rows), Outbox.lease == outcome.lease)
    log.warning("send.failed", channel=outcome.channel, outcome=outcome.word(), outbox=outcome.rows[0])
    again = {"state": PENDING, "lease": None, "why": outcome.word()}
    match error:
        case Throttled():
            wait = timedelta(seconds=error.retry_after + random.random())
            await session.execute(rows.values(**again, not_before=now + wait, tries=Outbox.tries - 1))
        case Displaced():
            await _forget_place(session, outcome)
            await session.execute(rows.values(**again))
        case NotSent():
            await session.execute(rows.values(**again, not_before=_backoff(now)))
        case ChannelDown() | Refused() if outcome.can.numbers:
            await onward(session, outcome.rows, outcome.chat_id, outcome.word(), now, lease=outcome.lease)
        case ChannelDown():
            await session.execute(rows.values(**again, not_before=now + timedelta(seconds=CHANNEL_DOWN)))
        case Moved():
            await move_chat(session, outcome.chat_id, outcome.channel, error.address, now)
            await session.execute(rows.values(**again))
        case Gone():
            await _gone(session, outcome, now)
        case Refused():
            ours = {"lease": outcome.lease, "otherwise": FAILED}
            await onward(session, outcome.rows, outcome.chat_id, outcome.word(), now, **ours)
        case _:
            most = 1 if outcome.can.numbers and not outcome.can.idempotent else MOST_DOUBTS
            doubtful = case((Outbox.doubts + 1 >= most, HANDED), else_=PENDING)
            values = {"lease": None, "why": outcome.word(), "not_before": now + timedelta(seconds=DOUBT)}
            await session.execute(rows.values(state=doubtful, doubts=Outbox.doubts + 1, **values))


async def onward(
    session: AsyncSession,
    rows: Sequence[int],
    chat_id: int,
    why: str,
    now: datetime,
    *,
    lease: str | None = None,
    otherwise: str = HANDED,
) -> None:
    """It is proven that a letter has not arrived by this road: the person's next one, else it ends as `otherwise`. A
    reply to a chat stays that chat's. With a `lease`, only rows that are still held by it.
    """
    person_id = await session.scalar(select(Outbox.person_id).where(Outbox.id == rows[0], Outbox.kind != ""))
    road = await next_road(session, person_id, chat_id) if person_id else None
    values: dict[str, Any] = {"state": PENDING, "chat_id": road, "not_before": now, "tries": 0}
    values = values if road else {"state": otherwise}
    these = update(Outbox).where(Outbox.id.in_(rows))
    these = these if lease is None else these.where(Outbox.lease == lease)
    await session.execute(these.values(lease=None, why=why, **values))


async def _of_number(session: AsyncSession, chat_id: int) -> int | None:
    found: int | None = await session.scalar(select(NumberRoads.person_id).where(NumberRoads.chat_id == chat_id))
    return found


async def _forget_place(session: AsyncSession, outcome: Outcome) -> None:
    """The message a board was shown by is not there any more, so the next try begins a new one."""
    board = select(Outbox.board).where(Outbox.id == outcome.rows[0]).scalar_subquery()
    shown = update(Outbox).where(Outbox.chat_id == outcome.chat_id, Outbox.board == board)
    await session.execute(shown.values(message_id=None))


def _backoff(now: datetime) -> object:
    """30 s, then longer with every try, give or take a fifth, so that a thousand rows do not come back at once."""
    spread = random.uniform(0.8, 1.2)
    waits = [literal(now + timedelta(seconds=wait * spread), Moment) for wait in BACKOFF]
    return case(*((Outbox.tries <= number, wait) for number, wait in enumerate(waits, 1)), else_=waits[-1])


async def _gone(session: AsyncSession, outcome: Outcome, now: datetime) -> None:
    """The address is dead: close the chat; what waits for its person takes another road or goes to a person."""
    closed = update(Chats).where(Chats.id == outcome.chat_id).values(closed_at=now).returning(Chats.person_id)
    person_id = await session.scalar(closed) or await _of_number(session, outcome.chat_id)
    other = await reachable(session, person_id) if person_id else None
    waiting = update(Outbox).where(Outbox.chat_id == outcome.chat_id, Outbox.state.in_([PENDING, "leased"]))
    state = HANDED if other is None else PENDING
    await session.execute(waiting.values(state=state, chat_id=other or outcome.chat_id, lease=None, why="gone"))
