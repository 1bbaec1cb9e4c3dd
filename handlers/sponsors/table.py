"""/dodau bảng: the official table as a file, for the school's report."""

import asyncio
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local
from handlers.sponsors.who import leads_school
from letters.says import sponsors as says
from locales import _
from locales.words import short_day
from models.calendar.held import year_start
from models.people.signing import signed_letterhead
from models.shapes.message import Act, Button, File, Incoming, Outgoing, Said
from models.sponsors.tables import READ, Entry, Words, entries, restricted
from papers.sponsors.table import Line, sponsor_table
from rules.people.names import fold


async def table(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """For the leadership. The two restricted columns are blank unless they are asked for, which is written down."""
    if not leads_school(incoming):
        raise Unclear(_("The table of the whole school is for the vice principal and the principal."))
    school, moment = local(incoming)
    day = moment.date()
    found = await entries(session, school.id, day)
    if not found:
        raise Unclear(_("There is nobody on the list of pupils at risk yet."))
    full = fold(incoming.rest).strip() == "hoan canh"
    words = await restricted(session, [one.id for one in found]) if full else {}
    lines = [_line(one, words.get(one.id)) for one in found]
    year = (await year_start(session, school.id, day)).year
    head = await signed_letterhead(session, school, day)
    content = await asyncio.to_thread(sponsor_table, head, f"{year} - {year + 1}", lines, day)
    text = _("The sponsor list of {day}: {count} pupils.").format(day=short_day(day), count=len(found))
    ask = [[Button(_("With the circumstances"), says.WITH_CIRCUMSTANCES)]]
    if full:
        text += " " + _("It holds the children's circumstances: please keep it among those who need it.")
    reads = [Act(READ, id_) for id_, said in words.items() if said.circumstances or said.conduct]
    file = File(f"do-dau-{day:%Y-%m-%d}.xlsx", content)
    return [Outgoing(text=text, files=[file], buttons=[] if full else ask), Act("sponsors.exported"), *reads]


def _line(entry: Entry, words: Words | None) -> Line:
    return Line(
        name=entry.name,
        class_name=entry.class_name,
        circumstances=(words and words.circumstances) or "",
        conduct=(words and words.conduct) or "",
        sponsors=[(one.name, one.supporting) for one in entry.sponsors],
    )
