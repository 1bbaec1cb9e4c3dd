"""Whom somebody means by `em đó`: the pupil the last answer was about, as the audit has it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.post.tables import Audit
from models.register.tables import Cases, Marks

REMEMBERED = timedelta(minutes=30)
_LOOKED_AT = ("pupil.read", "phone.read", "case.read", "report.made")


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
