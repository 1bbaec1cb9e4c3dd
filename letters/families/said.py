"""What a pupil's family has answered and written, in lines: for the card of its case, and when somebody asks."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from locales.reasons import REASONS
from locales.words import quoted, short_day
from models import Answers, FamilyNotes, People
from models.families.answers import KNOWN
from models.shapes.asker import School

_ANSWERED = N_("has answered")
LATEST = 3  # of each


async def said_lines(
    session: AsyncSession, school: School, pupil_id: int, *, own_words: bool, since: date | None = None
) -> list[str]:
    """The latest, since a day if one is given; its own words for who decides about the child."""
    answers = select(Answers.answered_at, Answers.code, Answers.words, People.full_name)
    answers = answers.join(People, People.id == Answers.person_id).where(Answers.pupil_id == pupil_id)
    notes = select(FamilyNotes.at, FamilyNotes.words, People.full_name)
    notes = notes.join(People, People.id == FamilyNotes.person_id).where(FamilyNotes.pupil_id == pupil_id)
    answered = (
        await session.execute(answers.where(Answers.code != KNOWN).order_by(Answers.id.desc()).limit(LATEST))
    ).all()
    written = (await session.execute(notes.order_by(FamilyNotes.id.desc()).limit(LATEST))).all() if own_words else ()
    said: list[tuple[datetime, str, str]] = [
        (at, name, quoted(words) if words and own_words else _(REASONS.get(code, _ANSWERED)))
        for at, code, words, name in answered
    ]
    said += [(at, name, quoted(words)) for at, words, name in written if words]
    return [
        f"• {short_day(school.day(at))} {name}: {words}"
        for at, name, words in sorted(said)
        if since is None or school.day(at) >= since
    ]
