"""Signs that a pupil may not come back: the leadership hears of each at once, and nobody else does."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard
from handlers.register.plan import Plan
from models.figures.tally import Tally
from models.people.holders import holders
from models.shapes.message import Notice
from rules.letters import Kind
from rules.people.roles import HEADS


async def signalled(session: AsyncSession, heard: Heard, found: Plan, figures: Mapping[int, Tally]) -> list[Notice]:
    """One notice for each leader and pupil, once in a run of absence; held back as long as an undo costs nothing."""
    if not found.signals:
        return []
    days = {mark.pupil_id: roll.day for roll in reversed(found.rolls) for mark in roll.marks}
    chosen = holders(HEADS, [heard.school.id], heard.today, about=0, key="")
    leaders = sorted({row.person_id for row in await session.execute(chosen)})
    return [
        Notice(
            kind=Kind.SIGNAL,
            key=f"signal:{pupil_id}:{_run(figures.get(pupil_id), days[pupil_id])}",
            school_id=heard.school.id,
            person_id=person,
            about=pupil_id,
            day=days[pupil_id],
            hold=heard.school.hold,
        )
        for pupil_id in sorted(found.signals & days.keys())
        for person in leaders
    ]


def _run(tally: Tally | None, day: date) -> date:
    return tally.run_start if tally is not None and tally.run_start is not None else day
