"""/thang: the ladder in plain words, and how the school changes it: each change is shown first and wants a tap."""

import re
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from letters.says import ladder as says
from locales import N_, _
from locales.words import joined
from models.ladder.versions import Version, in_force, keep_ladder
from models.people.positions import staff_names
from models.shapes.asker import School
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from papers.ladder.file import named_people
from papers.ladder.words import all_faults, changes_made, differences, ladder_lines
from rules.ladder.faults import faults
from rules.ladder.steps import ABSENCE, RETURN, LadderName
from rules.ladder.wish import changed
from rules.people.roles import LEADERS, Role

READERS = LEADERS | {Role.ADMIN, Role.HOMEROOM}
_RETURN = re.compile(r"^(?:ra lớp|ra lop)\b\s*", re.IGNORECASE)


@command(
    "thang",
    "ladder",
    help=N_("the ladder: who is told when, and after how many days"),
    usage=N_("2 sau 4 ngày"),
    who=READERS,
)
async def ladder(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Without words: the ladder in force. Everything else is a change, shown and confirmed."""
    school, _moment = local(incoming)
    words = incoming.rest.strip()
    if not words:
        return [await _shown(session, school, incoming)]
    if not incoming.asker.has(Role.ADMIN, Role.PRINCIPAL):
        return [Outgoing(text=_("Only the administrator and the principal change the ladder."))]
    return await _change(incoming, session, school, words)


async def _shown(session: AsyncSession, school: School, incoming: Incoming) -> Outgoing:
    lines = ladder_lines((await in_force(session, school.id)).ladder)
    lines += ["", *ladder_lines((await in_force(session, school.id, RETURN)).ladder)]
    if incoming.asker.has(Role.ADMIN, Role.PRINCIPAL):
        lines += ["", _("To change: {examples}").format(examples=says.EXAMPLES)]
    return Outgoing(text="\n".join(lines))


async def _change(incoming: Incoming, session: AsyncSession, school: School, words: str) -> Sequence[Said]:
    """Raises Unclear: with the difference and a button, or with what is wrong."""
    sure = says.read_change(words)
    said = sure.words if sure else words
    name, rest = _which(said)
    known = await in_force(session, school.id, name)
    new = changed(known.ladder, rest)
    if new is None:
        text = _("“{words}” was not understood. Nothing was changed. Examples: {examples}")
        raise Unclear(text.format(words=rest, examples=says.EXAMPLES))
    people: dict[str, int] = {}
    staff = await staff_names(session, school.id, local(incoming)[1].date())
    if found := [*faults(new), *named_people(new, staff, people)]:
        raise Unclear(joined([*all_faults(found), _("Nothing was changed.")]))
    lines = differences(known.ladder, new)
    if not lines:
        raise Unclear(_("The ladder says so already. Nothing was changed."))
    if sure is None or sure.version != known.version:
        raise _question(known, lines, said)
    at, by = incoming.when, incoming.asker.person_id
    ladder_id = await keep_ladder(session, school.id, new, at, by=by, people=people)
    head = _("**The ladder has been changed.** Cases that are open keep the ladder they began with.")
    return [Outgoing(text=joined([head, *changes_made(known.ladder, new)])), Act("ladder.changed", ladder_id)]


def _which(words: str) -> tuple[LadderName, str]:
    """The ladder meant, and the words without it: `ra lớp 2 sau 4 ngày` is of the return campaign."""
    found = _RETURN.match(words)
    return (RETURN, words[found.end() :]) if found else (ABSENCE, words)


def _question(known: Version, lines: Sequence[str], said: str) -> Unclear:
    ask = _("Change it like this? Cases that are open keep the ladder they began with.")
    buttons = [[Button(_("Yes, like this"), says.change(known.version, said))]]
    return Unclear(joined([*lines, ask]), buttons)
