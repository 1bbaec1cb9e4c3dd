"""An alarm about a pupil of whom somebody says that he is there waits a little for the tap that settles it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, literal, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.notices import AFTER_REST
from models import Outbox
from models.base import Moment
from models.contested import contested
from models.post.tables import PENDING
from models.shapes.asker import School
from models.stopped import is_alarm


async def uncontested(
    session: AsyncSession, rows: Sequence[Any], known: Mapping[int, School], now: datetime
) -> list[Any]:
    """Those of the rows that may leave. The others wait as long as the school says from when they would have left, and
    then leave whatever has become of it: what nobody settles silences nobody.
    """
    waits: dict[str, dict[int, datetime]] = defaultdict(dict)
    for row in rows:
        until = _waits_until(row, known)
        if until is not None and until > now:
            waits[row.kind][row.id] = until
    held: set[int] = set()
    for kind, until_when in waits.items():
        for id_ in await contested(session, kind, until_when):
            await postpone(session, [id_], until_when[id_])
            held.add(id_)
    return [row for row in rows if row.id not in held]


def _waits_until(row: Any, known: Mapping[int, School]) -> datetime | None:
    school = known.get(row.school_id)
    if school is None or not is_alarm(row.kind):
        return None
    begins: datetime = row.created_at + school.hold
    return begins + timedelta(minutes=school.unsure_minutes)


async def postpone(session: AsyncSession, rows: list[int], until: datetime) -> None:
    """A life that would end before is long enough for that. It was no try, nor a failure."""
    enough = literal(until + AFTER_REST, Moment)
    longer = case((Outbox.valid_until < enough, enough), else_=Outbox.valid_until)
    values = {"state": PENDING, "lease": None, "not_before": until, "valid_until": longer, "why": None}
    await session.execute(update(Outbox).where(Outbox.id.in_(rows)).values({**values, "tries": Outbox.tries - 1}))
