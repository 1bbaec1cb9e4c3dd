"""What the register holds, for stories that must not have written anything."""

from sqlalchemy import func, select

from models import ClassParts, Marks, Pupils
from tests.conversation import Play


async def marked(play: Play) -> dict[str, str]:
    """The marks that stand, by pupil: `17/11S K`, several after one another."""
    statement = (
        select(Pupils.full_name, Marks.day, Marks.part, Marks.kind)
        .join(Marks, Marks.pupil_id == Pupils.id)
        .where(Marks.struck_at.is_(None))
        .order_by(Marks.day, Marks.part.desc(), Pupils.id)
    )
    found: dict[str, str] = {}
    async with play.app.database.read() as session:
        for name, day, part, kind in await session.execute(statement):
            found[name] = " ".join(filter(None, [found.get(name), f"{day:%d/%m}{part} {kind}"]))
    return found


async def reported(play: Play) -> int:
    """How many class-sessions count as reported."""
    async with play.app.database.read() as session:
        statement = select(func.count()).select_from(ClassParts).where(ClassParts.reported_at.is_not(None))
        return await session.scalar(statement) or 0
