"""Who was asked to do something for a pupil and has neither read nor answered by the time the school has set."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, bindparam, cast, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import job
from models import ClassParts, Roles
from models.outcomes.unread import unread
from models.people.holders import leads_on
from models.people.roles import held_on
from models.shapes.message import Notices, Round, Said
from rules.letters import Kind

IN_TIME = timedelta(hours=1)  # a letter that has just come need not have been read
LOOK_BACK, STILL_NEWS = timedelta(days=5), timedelta(days=1)
_day = bindparam("day", type_=Date)


@job(times=lambda school: [school.read_by], late=timedelta(hours=3))
async def tell_of_unread(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """The vice principal hears of each such letter once, on school days."""
    given = {"schools": list(round_.schools), "day": round_.day}
    given |= {"since": round_.now - LOOK_BACK, "until": round_.now - IN_TIME}
    return [Notices(kind=Kind.UNREAD, select=_told(), values=given, valid_until=round_.now + STILL_NEWS)]


@cache
def _told() -> Select[*tuple[Any, ...]]:
    found, part = unread().subquery("found"), aliased(ClassParts)
    school_day = select(part.day).where(part.school_id == found.c.school_id, part.day == _day, part.held)
    key = literal("unread:") + cast(found.c.id, String)
    return (
        select(found.c.school_id, Roles.person_id, found.c.id.label("about"), _day.label("day"), key.label("key"))
        .join(Roles, Roles.school_id == found.c.school_id)
        .where(leads_on(_day), *held_on(_day), Roles.person_id != found.c.person_id)
        .where(school_day.correlate(found).exists())
        .distinct()
    )
