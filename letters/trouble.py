"""What the administrator is told of the program itself: messages that were set aside."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from models import Audit
from models.readers import holds
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.letters import Kind
from rules.people.roles import Role

MOST_NUMBERS = 10


@composes(Kind.PARKED, to=holds(Role.ADMIN), about=N_("messages set aside"))
async def parked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Everything set aside since an hour before the first that is to be told, in one letter."""
    about = [due.about for due in dues]
    since = select(Audit.at).where(Audit.kind == "inbox.parked", Audit.about.in_(about)).order_by(Audit.at).limit(1)
    found = select(Audit.about).where(
        Audit.kind == "inbox.parked", Audit.school_id == reader.school.id, Audit.at >= since.scalar_subquery()
    )
    numbers = [str(number) for number in (await session.scalars(found.order_by(Audit.id))).all()]
    if not numbers:
        return None
    text = _(
        "**Messages that could not be handled: {count}** (numbers {numbers}). The program failed on each of them five "
        "times, so they were set aside. Please tell whoever looks after the program."
    )
    shown = ", ".join(numbers[:MOST_NUMBERS]) + ("…" if len(numbers) > MOST_NUMBERS else "")
    return Letter(text=text.format(count=len(numbers), numbers=shown), told=dues_about(dues))
