"""A pupil who is on no list: whoever keeps the lists hears of it, and nothing is recorded before."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.heard import Heard
from locales import _
from locales.words import day_words, plain
from models import Classes, People
from models.letter import Due, Letter, Reader, composes
from models.message import Notice
from models.questions import Question, questions
from models.rolecall import holders

KEEPERS = ("registrar", "admin")


async def tell_registrar(session: AsyncSession, heard: Heard, asked: Question) -> list[Notice]:
    chosen = holders(KEEPERS, [heard.school.id], heard.at.date(), about=0, key="")
    people = sorted({row.person_id for row in await session.execute(chosen)})
    return [
        Notice(
            kind="new_pupil",
            key=f"new_pupil:{asked.id}",
            school_id=heard.school.id,
            person_id=person,
            about=asked.id,
            day=asked.day,
        )
        for person in people
        if person != heard.person_id
    ]


@composes("new_pupil")
async def new_pupils(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    lines = []
    for one in await questions(session, [due.about for due in dues]):
        klass = await session.scalar(select(Classes.name).where(Classes.id == one.class_id))
        teacher = await session.scalar(select(People.full_name).where(People.id == one.person_id))
        text = _("• “{words}”, class {klass}: reported absent on {day} by {name}.")
        lines.append(text.format(words=plain(one.words), klass=klass, day=day_words(one.day), name=teacher))
    head = _("**Not on the class list**: please check, and send the list again with the pupil if it is a new one.")
    return Letter(text="\n".join([head, *lines]), told=frozenset(due.outbox_id for due in dues)) if lines else None
