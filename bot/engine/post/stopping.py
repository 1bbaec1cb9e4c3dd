"""What a stop holds back is set aside as it is about to leave."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Outbox
from models.post.stops import held_by
from models.post.tables import STOPPED
from models.stopped import Meant, held_back


async def not_stopped(session: AsyncSession, rows: Sequence[Any], now: datetime) -> list[Any]:
    """Those of the rows that may leave."""
    meant = {row.id: Meant(row.school_id, row.kind, row.about, row.day) for row in rows if row.kind}
    held = await held_back(session, meant.values(), now)
    by_stop: dict[int, list[int]] = defaultdict(list)
    for id_, letter in meant.items():
        if letter in held:
            by_stop[held[letter]].append(id_)
    for stop_id, ids in by_stop.items():
        values = {"state": STOPPED, "lease": None, "why": held_by(stop_id), "tries": Outbox.tries - 1}
        await session.execute(update(Outbox).where(Outbox.id.in_(ids)).values(values))
    return [row for row in rows if row.id not in meant or meant[row.id] not in held]
