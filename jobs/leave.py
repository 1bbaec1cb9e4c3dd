"""Leave and the clock: what is undecided is asked again on its first morning, and the reminder to report names it."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import String, and_, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from locales import _
from locales.leave import leave_words
from locales.words import listed
from models import Leaves, Roles
from models.ladder.facts import held_on
from models.leave import APPROVED, leave_of_class, undecided
from models.shapes.message import Notices, Round, Said


@job(times=lambda school: [after(school.morning_starts, -15)], late=timedelta(hours=3))
async def leave_again(round_: Round, session: AsyncSession) -> list[Said]:
    """Once more before the roll is called, and then once a day while the days last."""
    key: Any = literal("leave_again:") + cast(Leaves.id, String) + literal(f":{round_.day}")
    chosen = (
        select(
            Leaves.school_id,
            Roles.person_id,
            Leaves.id.label("about"),
            literal(round_.day).label("day"),
            key.label("key"),
        )
        .join(Roles, and_(Roles.class_id == Leaves.class_id, Roles.name == "homeroom"))
        .where(undecided(list(round_.schools), round_.day), *held_on(round_.day))
        .distinct()
    )
    return [Notices(kind="leave_asked", select=chosen, valid_until=round_.now + timedelta(hours=4))]


async def on_leave(session: AsyncSession, classes: Collection[int], day: date) -> str:
    """A sentence for the reminder to report; empty where no family has asked leave."""
    found = [one for class_id in classes for one in await leave_of_class(session, class_id, day)]
    if not found:
        return ""
    names = [leave_words(one.name, one.last, one.session, agreed=one.state == APPROVED) for one in found]
    return "\n" + _("Leave asked by families: {names}.").format(names=listed(names))
