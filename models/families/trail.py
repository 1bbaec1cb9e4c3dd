"""By which roads letters about a pupil's absence were tried, and what each try came to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import Chats, People
from models.post.optouts import ALARMS
from models.post.tables import Attempts, Outbox
from models.register.tables import Firings


async def trail(session: AsyncSession, pupil_id: int, since: date) -> Sequence[Any]:
    """(name, phone, day, channel, started_at, outcome, letter, arrived_at, seen_at, state, why) of each try, and one
    without a channel of each letter that was never tried, in their order.
    """
    columns = (Outbox.day, Chats.channel, Attempts.started_at, Attempts.outcome)
    marks = (Outbox.id.label("letter"), Outbox.arrived_at, Outbox.seen_at, Outbox.state, Outbox.why)
    rows = (
        select(People.full_name.label("name"), People.phone, *columns, *marks)
        .join(Firings, Firings.id == Outbox.about)
        .join(People, People.id == Outbox.person_id)
        .outerjoin(Attempts, Attempts.outbox_id == Outbox.id)
        .outerjoin(Chats, Chats.id == Attempts.chat_id)
        .where(Outbox.kind.in_(ALARMS), Firings.pupil_id == pupil_id, Outbox.day >= since)
    )
    return (await session.execute(rows.order_by(Outbox.id, Attempts.id))).all()
