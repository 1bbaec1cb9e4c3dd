"""Letters with a task that were neither read nor answered, for whoever can call their readers."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters.kind_words import about
from letters.ladder.wording import bullets
from locales import N_, _
from locales.words import day_words, listed
from models.outcomes.unread import still_unread
from models.readers import holds, leads
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.letters import Kind
from rules.people.roles import HEADS


@composes(Kind.UNREAD, to=holds(*HEADS) | leads().passed_on(), about=N_("letters nobody has read"))
async def unread(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """By reader, as things stand: who has read or answered meanwhile is left out."""
    rows = await still_unread(session, reader.school.id, [due.about for due in dues], reader.now)
    if not rows:
        return None
    of_reader: dict[str, list[str]] = {}
    for row in rows:
        line = _("{what}, {time} on {day}").format(
            what=about(row.kind),
            time=f"{reader.school.local(row.sent_at):%H:%M}",
            day=day_words(reader.school.day(row.sent_at)),
        )
        of_reader.setdefault(row.full_name, []).append(line)
    head = _("**Neither read nor answered yet**:")
    lines = [f"{name}: {listed(dict.fromkeys(letters))}" for name, letters in of_reader.items()]
    text = "\n".join([head, *bullets(lines), _("Please call them, or ask somebody else.")])
    return Letter(text=text, told=dues_about(dues, {row.id for row in rows}))
