"""What the leaders announce, in their own words and under their name."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.families.brief import LONGEST
from letters.says import announcements as says
from locales import N_, _
from locales.words import opening, plain
from models.announcements import Announcements
from models.people.tables import People
from models.readers import addressed
from models.shapes.letter import Brief, Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.names import unmarked

WITHIN = timedelta(days=14)  # to say that it was read


@composes(Kind.ANNOUNCEMENT, to=addressed(), about=N_("an announcement of the school"))
async def announcement(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    found = select(Announcements.id, Announcements.words, People.full_name)
    found = found.join(People, People.id == Announcements.person_id)
    rows = (await session.execute(found.where(Announcements.id.in_([due.about for due in dues])))).all()
    if not rows:
        return None
    text = "\n\n".join(announced(reader.school.name, row.words, row.full_name) for row in rows)
    numbers = tuple(row.id for row in rows)
    button = Button(_("Read it"), says.seen(numbers))
    told, brief = dues_about(dues, numbers), _brief(reader.school.name, rows)
    return Letter(text=text, told=told, buttons=[[button]], buttons_for=WITHIN, brief=brief)


def _brief(school: str, rows: Sequence[Any]) -> Brief:
    """For whoever has a number only. Of long words the beginning, and whom to ask; of several the newest."""
    row = rows[-1]
    said = " ".join(plain(line) for line in row.words.splitlines() if line.strip())
    fields = {"school": school, "words": said, "teacher": row.full_name, "phone": ""}
    whole = unmarked(_("{school}: {words}").format(school=school, words=said))
    if len(whole) <= LONGEST:
        return Brief(template="announcement", short=whole, fields=fields)
    tail = unmarked(_("… Please ask the school for all of it."))
    return Brief(template="announcement", short=whole[: LONGEST - len(tail)].rsplit(" ", 1)[0] + tail, fields=fields)


def announced(school: str, words: str, author: str) -> str:
    """As it is read, and as its author sees it before."""
    head = _("**Announcement: {school}**").format(school=school)
    paragraphs = "\n".join(plain(line) for line in words.splitlines()).strip()
    return "\n".join([head, opening(paragraphs), f"– {author}"])
