"""A name reported that is on no list."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from locales.words import day_words, plain
from models import Classes, People
from models.readers import holds
from models.register.questions import questions
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.letters import Kind
from rules.people.roles import Role


@composes(Kind.NEW_PUPIL, to=holds(Role.REGISTRAR, Role.ADMIN), about=N_("a pupil who is not on the list"))
async def new_pupils(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    lines = []
    for one in await questions(session, [due.about for due in dues]):
        klass = await session.scalar(select(Classes.name).where(Classes.id == one.class_id))
        teacher = await session.scalar(select(People.full_name).where(People.id == one.person_id))
        text = _("• “{words}”, class {klass}: reported absent on {day} by {name}.")
        lines.append(text.format(words=plain(one.words), klass=klass, day=day_words(one.day), name=teacher))
    head = _("**Not on the class list**: please check, and send the list again with the pupil if it is a new one.")
    return Letter(text="\n".join([head, *lines]), told=dues_about(dues)) if lines else None
