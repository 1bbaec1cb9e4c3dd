"""Who of those a letter was meant for may read it now, and to whom it is told instead."""

from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.ladder.recipients import reported_by
from models.post.optouts import opted_out
from models.post.tables import Outbox
from models.readers import FIRING, Matter
from models.register.tables import Firings
from models.shapes.letter import To
from rules.ladder.steps import FIRST


class Standing(Struct, frozen=True):
    """Of some letters those that are their readers' still, and those whose readers have stopped their kind."""

    theirs: frozenset[int]
    stopped: frozenset[int]


async def standing(session: AsyncSession, to: To, letters: Collection[int], today: date) -> Standing:
    """What letters of one kind, by their numbers in the outbox, may leave today: one statement."""
    rows = (await session.execute(_standing(to), {"letters": list(letters), "today": today})).all()
    return Standing(frozenset(row.id for row in rows if row.fits), frozenset(row.id for row in rows if row.stopped))


@cache
def _standing(to: To) -> Any:
    fits = or_(*(and_(*(_is_one(way) for way in together)) for together in to.ways))
    stopped = opted_out(Outbox.person_id, Outbox.kind)
    asked = select(Outbox.id, fits.label("fits"), stopped.label("stopped"))
    return asked.where(Outbox.id.in_(bindparam("letters", expanding=True)))


def _is_one(way: Callable[[], Select[Any]]) -> Any:
    people = way()
    return people.where(people.selected_columns[0] == Outbox.person_id).correlate(Outbox).exists()


@cache
def heirs(to: To) -> tuple[Any, ...]:
    """SELECTs as `Notices` wants them, with the parameters `letters` and `today`: who is to read these letters in place
    of somebody who may not any more.
    """
    return tuple(_told_instead(way(), to.of) for way in to.heirs)


def _told_instead(people: Any, of: Matter | None) -> Any:
    """Who reported an absence knows of it; what follows from it they are told like anybody else."""
    person_id = people.selected_columns[0]
    columns = (Outbox.school_id, person_id.label("person_id"), Outbox.about, Outbox.day, Outbox.key)
    told = people.with_only_columns(*columns).where(Outbox.id.in_(bindparam("letters", expanding=True))).distinct()
    if of is not FIRING:
        return told
    fired = twin(Firings, "told_instead")
    own = select(fired.id).where(
        fired.id == Outbox.about, fired.step == FIRST, reported_by(person_id, fired.day, fired=fired)
    )
    return told.where(~own.correlate_except(fired).exists())
