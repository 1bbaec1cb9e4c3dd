"""Who of those a letter was meant for may read it now, and to whom it is told instead."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import CTE, Select, and_, bindparam, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.ladder.recipients import reported_by
from models.post.optouts import opted_out
from models.post.tables import Outbox
from models.readers import FIRING, Matter
from models.register.tables import Firings
from models.shapes.letter import To
from models.shapes.message import Notice
from rules.ladder.steps import FIRST

AT_ONCE = 100  # letters a statement writes out


class Standing(Struct, frozen=True):
    """Of some letters those that are their readers' still, and those whose readers have stopped their kind."""

    theirs: frozenset[int]
    stopped: frozenset[int]


async def standing(session: AsyncSession, to: To, letters: Collection[int], today: date) -> Standing:
    """What letters of one kind, by their numbers in the outbox, may leave today: one statement."""
    rows = (await session.execute(_standing(to), {"letters": list(letters), "today": today})).all()
    return Standing(frozenset(row.id for row in rows if row.fits), frozenset(row.id for row in rows if row.stopped))


async def would_stand(session: AsyncSession, to: To, notices: Sequence[Notice], today: date) -> set[int]:
    """Which of these notices of one kind, by their place among them, would be their readers' if they left today."""
    found: set[int] = set()
    for numbers, stored in _as_stored(notices):
        rows = await session.execute(_standing(to).add_cte(stored), {"letters": numbers, "today": today})
        found |= {row.id for row in rows if row.fits}
    return found


async def told_instead(
    session: AsyncSession, to: To, notices: Sequence[Notice], today: date
) -> list[tuple[Notice, int]]:
    """Each of these notices that somebody else would be told, with who that is."""
    found = list[tuple[Notice, int]]()
    for numbers, stored in _as_stored(notices):
        by_fact = {(notice.about, notice.key): notice for notice in notices}
        for chosen in heirs(to):
            rows = await session.execute(chosen.add_cte(stored), {"letters": numbers, "today": today})
            found += [(by_fact[row.about, row.key], row.person_id) for row in rows]
    return found


def _as_stored(notices: Sequence[Notice]) -> Iterator[tuple[list[int], CTE]]:
    """Some at a time, and rows that stand in a statement where the outbox would: each numbered by its place."""
    for first in range(0, len(notices), AT_ONCE):
        some = list(enumerate(notices))[first : first + AT_ONCE]
        rows = [_row(number, one) for number, one in some]
        yield [number for number, _one in some], union_all(*rows).cte(Outbox.__tablename__)


def _row(number: int, notice: Notice) -> Select[Any]:
    return select(
        literal(number, Outbox.id.type).label("id"),
        literal(notice.school_id, Outbox.school_id.type).label("school_id"),
        literal(notice.person_id, Outbox.person_id.type).label("person_id"),
        literal(str(notice.kind), Outbox.kind.type).label("kind"),
        literal(notice.about, Outbox.about.type).label("about"),
        literal(notice.day, Outbox.day.type).label("day"),
        literal(notice.key, Outbox.key.type).label("key"),
    )


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
