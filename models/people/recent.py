"""What the last answer was about, as the audit has it: a pupil (`em đó`), a class or the school over some days."""

from datetime import date, datetime, timedelta

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.post.tables import Audit
from models.register.tables import Cases, Marks
from models.shapes.message import Act

REMEMBERED = timedelta(minutes=30)
FIGURES, _FROM, _TO = "figures.read", "figures.from", "figures.to"
_LOOKED_AT = ("pupil.read", "phone.read", "case.read", "report.made")


class Looked(Struct, frozen=True, kw_only=True):
    """A pupil; or a class (0: the school, below it a grade) over days, None being today. `reported`: an own report."""

    pupil_id: int | None = None
    class_id: int | None = None
    first: date | None = None
    last: date | None = None
    reported: bool = False


def looked_at(class_id: int, first: date, last: date, *, today: bool) -> list[Act]:
    """For the audit, which knows numbers only: days as 20261130."""
    acts = [Act(FIGURES, class_id)]
    return acts if today else [*acts, Act(_FROM, int(f"{first:%Y%m%d}")), Act(_TO, int(f"{last:%Y%m%d}"))]


async def last_looked_at(session: AsyncSession, school_id: int, person_id: int, now: datetime) -> Looked | None:
    """None where nothing was answered lately."""
    mine = (Audit.school_id == school_id, Audit.at > now - REMEMBERED, Audit.person_id == person_id)
    found = select(Audit.kind, Audit.about, Audit.inbox_id).where(*mine, Audit.kind.in_((*_LOOKED_AT, FIGURES)))
    last = (await session.execute(found.order_by(Audit.id.desc()).limit(1))).first()
    if last is None:
        return None
    if last.kind != FIGURES:
        pupil_id = await recent_pupil(session, school_id, person_id, now)
        return Looked(pupil_id=pupil_id, reported=last.kind == "report.made")
    days = select(Audit.kind, Audit.about).where(*mine, Audit.inbox_id == last.inbox_id, Audit.kind.in_((_FROM, _TO)))
    said = {row.kind: date.fromisoformat(str(row.about)) for row in await session.execute(days)}
    return Looked(class_id=last.about, first=said.get(_FROM), last=said.get(_TO))


async def recent_pupil(session: AsyncSession, school_id: int, person_id: int, now: datetime) -> int | None:
    """None where nothing was answered lately, or the last report was of several pupils or of none."""
    mine = (Audit.school_id == school_id, Audit.at > now - REMEMBERED, Audit.person_id == person_id)
    found = select(Audit.kind, Audit.about, Audit.inbox_id).where(*mine, Audit.kind.in_(_LOOKED_AT))
    last = (await session.execute(found.order_by(Audit.id.desc()).limit(1))).first()
    if last is None:
        return None
    match last.kind:
        case "case.read":
            pupils = select(Cases.pupil_id).where(Cases.id == last.about)
        case "report.made":
            pupils = select(Marks.pupil_id).where(Marks.inbox_id == last.inbox_id, Marks.struck_at.is_(None)).distinct()
        case _:
            return int(last.about)
    meant = (await session.scalars(pupils)).all()
    return meant[0] if len(meant) == 1 else None
