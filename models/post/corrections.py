"""Takes back letters about what was wrong: what has not left is cancelled, whoever was told is told again."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.post.tables import CANCELLED, HELD, LEASED, PENDING, SENT, STOPPED, UNCERTAIN, Outbox
from models.shapes.message import Notice
from rules.letters import Kind

CORRECTED = Kind.CORRECTED  # the kind of the notices that take back what was told of an absence


async def corrections(
    session: AsyncSession,
    school_id: int,
    wrong: Collection[int],
    kinds: Collection[Kind],
    *,
    kind: Kind,
    day: date,
    of_day: date | None = None,
) -> list[Notice]:
    """The notices of this `kind` for everybody who may have seen a letter of these `kinds` about one of `wrong`; with
    `of_day` only the letters of that day, each day's being taken back on its own.
    """
    about = (Outbox.about.in_(wrong), Outbox.kind.in_(kinds), *([Outbox.day == of_day] if of_day else []))
    waiting = update(Outbox).where(*about, Outbox.state.in_([PENDING, HELD, STOPPED]), Outbox.doubts == 0)
    await session.execute(waiting.values(state=CANCELLED, why="corrected"))
    told = or_(Outbox.state.in_([SENT, UNCERTAIN, LEASED]), Outbox.doubts > 0)
    people = await session.execute(select(Outbox.person_id, Outbox.about).where(*about, told).distinct())
    told_of = [(person, about_) for person, about_ in people if person is not None and about_ is not None]
    keys = {about_: await key_of_correction(session, kind, about_, of_day) for about_ in {each for _, each in told_of}}
    return [
        Notice(kind=kind, key=keys[about_], school_id=school_id, person_id=person, about=about_, day=day)
        for person, about_ in told_of
    ]


async def key_of_correction(session: AsyncSession, kind: Kind, about: int, of_day: date | None = None) -> str:
    """What was put right, found right after all and is put right again is told of each time."""
    first = f"{kind}:{about}" + (f":{of_day}" if of_day else "")
    mine = (
        Outbox.kind == kind,
        Outbox.about == about,
        or_(Outbox.key == first, Outbox.key.startswith(f"{first}:again")),
    )
    known = await session.scalar(select(func.count(Outbox.key.distinct())).where(*mine))
    return f"{first}:again{known}" if known else first
