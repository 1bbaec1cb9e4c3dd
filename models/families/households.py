"""Which pupils are of one family: a guardian they share, or guardians with one phone."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.tables import Guardians, People


async def families(session: AsyncSession, pupils: Collection[int]) -> list[tuple[int, ...]]:
    """The pupils, those of one family together, in the order they were given."""
    statement = (
        select(Guardians.pupil_id, Guardians.person_id, People.phone)
        .join(People, People.id == Guardians.person_id)
        .where(Guardians.pupil_id.in_(list(pupils)))
    )
    ties: dict[object, list[int]] = {}
    for pupil_id, person_id, phone in await session.execute(statement):
        for tie in (person_id, phone):
            if tie is not None:
                ties.setdefault(tie, []).append(pupil_id)
    return _joined(pupils, ties.values())


def _joined(pupils: Collection[int], ties: Iterable[Collection[int]]) -> list[tuple[int, ...]]:
    """Whoever is tied to each other, also over a third, is one group."""
    group = {pupil: {pupil} for pupil in pupils}
    for tied in ties:
        one = set().union(*(group[pupil] for pupil in tied))
        group |= dict.fromkeys(one, one)
    order = list(pupils)
    return list(dict.fromkeys(tuple(sorted(group[pupil], key=order.index)) for pupil in order))
