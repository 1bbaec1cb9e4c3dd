"""What somebody was asked to do for a pupil, in letters that were neither read nor answered."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.base import Moment
from models.people.tables import People, Roles
from models.post.seen import answered_since
from models.post.tables import SENT, Outbox, in_state
from models.register.tables import Cases, Firings
from models.shapes.among import SCHOOLS, among
from rules.ladder.steps import MESSAGES, Ask

TASKS = tuple(
    kind
    for asked in MESSAGES.values()
    for ask, kind in asked.items()
    if ask in {Ask.FAMILY, Ask.VISIT, Ask.FIND_WHY, Ask.HELP}
)


@cache
def unread() -> Select[*tuple[Any, ...]]:
    """(id, school_id, person_id, kind, day, sent_at) of letters that left between `since` and `until` and still ask."""
    letter, role = aliased(Outbox), aliased(Roles)
    staff = select(role.id).where(role.person_id == letter.person_id, role.school_id == letter.school_id)
    over = select(Cases.id).where(Cases.id == Firings.case_id, Cases.closed_on.is_not(None))
    asks = select(Firings.id).where(Firings.id == letter.about, Firings.struck_at.is_(None))
    asks = asks.where(~over.correlate(Firings).exists())
    return (
        select(letter.id, letter.school_id, letter.person_id, letter.kind, letter.day, letter.sent_at)
        .where(among(letter.school_id, SCHOOLS), letter.kind.in_(TASKS), in_state(SENT, letter))
        .where(letter.sent_at.between(bindparam("since", type_=Moment), bindparam("until", type_=Moment)))
        .where(letter.seen_at.is_(None), ~answered_since(letter))
        .where(staff.correlate_except(role).exists(), asks.correlate_except(Firings).exists())
    )


async def still_unread(session: AsyncSession, school_id: int, letters: Collection[int], now: datetime) -> list[Any]:
    """Those of the letters of which it is so, with the names of their readers, the oldest first."""
    found = unread().subquery("found")
    long_ago = datetime.min.replace(year=1970, tzinfo=now.tzinfo)
    rows = await session.execute(
        select(found, People.full_name)
        .join(People, People.id == found.c.person_id)
        .where(found.c.id.in_(letters))
        .order_by(People.full_name, found.c.id),
        {"schools": [school_id], "since": long_ago, "until": now},
    )
    return list(rows)
