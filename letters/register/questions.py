"""What is still to be chosen, said again: by the clock before reports are due and at the day's end."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.register.asking import ask
from letters.register.waiting import shortly, still_open
from letters.says.register import choose
from locales import _
from models.readers import QUESTION, holds, its_own
from models.register.questions import Question, questions
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.roles import REPORTERS


@composes(Kind.QUESTION, to=its_own(QUESTION) & holds(*REPORTERS), about=kind_words.QUESTION)
async def reminder(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    return await _letter(dues, reader, session, _("One thing is still to be chosen, then the report is complete."))


@composes(Kind.QUESTION_LEFT, to=its_own(QUESTION) & holds(*REPORTERS), about=kind_words.QUESTION)
async def left(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    return await _letter(dues, reader, session, _("The day ends, and this was not recorded. It can still be chosen."))


async def _letter(dues: Sequence[Due], reader: Reader, session: AsyncSession, why: str) -> Letter | None:
    """One open question is put with its answers, several are listed with a button that puts each."""
    found = [one for one in await questions(session, [due.about for due in dues]) if one.answered_at is None]
    if not found:
        return None
    told = dues_about(dues, {one.id for one in found})
    if len(found) == 1:
        asked = await ask(session, reader.school, found[0])
        return Letter(text=f"{why}\n{asked.text}", told=told, buttons=asked.buttons)
    return Letter(text=f"{why}\n{still_open(found)}", told=told, buttons=again(found))


def again(found: Sequence[Question]) -> list[list[Button]]:
    """A button for each question that puts it with all its answers."""
    said = zip(shortly(found), found, strict=True)
    return [[Button(_("Choose: {question}").format(question=words), choose(one.id))] for words, one in said]
