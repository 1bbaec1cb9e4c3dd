"""What goes wrong in the program itself and a person must hear of: messages set aside, runs of the clock missed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.post.outbox import Origin
from models import Schools
from models.people.askers import schools
from models.people.holders import holders
from models.shapes.asker import School
from models.shapes.message import Act, Notices, Said
from rules.letters import Kind
from rules.people.roles import Role

GATHER = timedelta(minutes=2)  # trouble comes in swarms: what is found together is told in one letter
STILL_NEWS = timedelta(days=3)


async def responsible(session: AsyncSession, school: School | None) -> School | None:
    """The school whose administrator looks after a message: the sender's, or the only one there is."""
    if school is not None:
        return school
    first_two = (await session.scalars(select(Schools.id).limit(2))).all()
    return (await schools(session, first_two))[first_two[0]] if len(first_two) == 1 else None


def parked(inbox_id: int, school: School, now: datetime) -> tuple[Origin, Sequence[Said]]:
    """The administrators hear of messages set aside: once an hour, however many they are."""
    chosen = holders([Role.ADMIN], [school.id], school.day(now), about=inbox_id, key=f"parked:{now:%Y-%m-%dT%H}")
    notice = Notices(kind=Kind.PARKED, select=chosen, valid_until=now + STILL_NEWS, hold=GATHER)
    return Origin(now), [Act("inbox.parked", inbox_id, school.id), notice]


def missed(job: str, due_at: datetime, day: date, chosen: Sequence[School], now: datetime) -> list[Notices]:
    """Those who run the school hear of what the clock did not do while nobody was there to do it."""
    minutes = {school.id: _minutes(due_at, school) for school in chosen}
    return [
        Notices(
            kind=Kind.MISSED,
            select=holders(
                [Role.ADMIN, Role.PRINCIPAL],
                [id_ for id_, shown in minutes.items() if shown == about],
                day,
                about=about,
                key=f"missed:{job}:{due_at:%Y-%m-%dT%H:%M}",
            ),
            valid_until=now + STILL_NEWS,
            hold=GATHER,
        )
        for about in sorted(set(minutes.values()))
    ]


def clock_set(by: timedelta, chosen: Sequence[School], now: datetime) -> list[Notices]:
    """The administrators hear that the machine's clock was set: ahead, or below zero back; at zero it shows a time from
    before anything the program has done. Where the page moves a demonstration school's clock, nobody does.
    """
    minutes = round(by / timedelta(minutes=1))
    return [
        Notices(
            kind=Kind.CLOCK_SET,
            select=holders(
                [Role.ADMIN], [school.id], school.day(now), about=minutes, key=f"clock:{now:%Y-%m-%dT%H:%M}:{minutes}"
            ),
            valid_until=now + STILL_NEWS,
        )
        for school in chosen
        if not school.demo
    ]


def _minutes(moment: datetime, school: School) -> int:
    """What the school's clock showed, in minutes after midnight."""
    local = school.local(moment)
    return local.hour * 60 + local.minute
