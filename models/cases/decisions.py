"""Step 4: what the principal decided about a case that came up, and whom it tells."""

from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.ladder.versions import Ladders, LadderSteps
from models.register.tables import Cases, Firings
from rules.ladder.steps import ABSENCE, OUT

REQUEST, WAIT = "request", "wait"


class Decided(Struct, frozen=True, kw_only=True):
    """A case the principal decided on. `firing_id` is step 4, fired by the first decision to send the request; `before`
    is what had been decided earlier.
    """

    case_id: int
    pupil_id: int
    decision: str
    before: str | None = None
    firing_id: int | None = None


async def decide(session: AsyncSession, case_id: int, decision: str, by: int | None, day: date) -> Decided | None:
    """Write the decision on an open case; None if there is none. A request fires step 4, once a case."""
    case = (
        await session.execute(select(Cases.__table__).where(Cases.id == case_id, Cases.closed_on.is_(None)))
    ).first()
    if case is None:
        return None
    values = {"decision": decision, "decided_on": day, "decided_by": by}
    await session.execute(update(Cases).where(Cases.id == case_id).values(values))
    found = Decided(case_id=case_id, pupil_id=case.pupil_id, decision=decision, before=case.decision)
    if decision != REQUEST:
        return found
    fired = select(Firings.id).where(Firings.case_id == case_id, Firings.step == OUT, Firings.struck_at.is_(None))
    if await session.scalar(fired) is not None:
        return found
    await session.execute(update(Cases).where(Cases.id == case_id).values(step=OUT))
    columns = ("school_id", "pupil_id", "class_id", "place_id", "run_start", "days")
    row = {name: getattr(case, name) for name in columns}
    row |= {"case_id": case_id, "step": OUT, "day": day, "ladder_id": await _ladder(session, case)}
    firing_id = await session.scalar(insert(Firings).values(row).returning(Firings.id))
    return Decided(
        case_id=case_id, pupil_id=case.pupil_id, decision=decision, before=case.decision, firing_id=firing_id
    )


async def _ladder(session: AsyncSession, case: Any) -> int | None:
    """The case's own ladder; the one in force for absences if its own has no such step (a return campaign's)."""
    own = select(LadderSteps.ladder_id).where(LadderSteps.ladder_id == case.ladder_id, LadderSteps.step == OUT)
    usual = select(Ladders.id).where(
        Ladders.school_id == case.school_id, Ladders.name == ABSENCE, Ladders.ended_at.is_(None)
    )
    return await session.scalar(own) or await session.scalar(usual)
