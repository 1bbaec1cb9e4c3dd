"""Without money: words to forward from one's own phone, and the list of families to call on paper."""

import asyncio
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from letters.families.absence import words_by_hand
from letters.families.calls import called_for
from letters.says.families import CallAct, call
from locales import _
from locales.words import day_words
from models.families.call_list import ToCall
from models.people.guardians import guardians
from models.shapes.letter import Reader
from models.shapes.message import Act, Button, File, Incoming, Outgoing, Said
from papers.people.call_sheet import Line, call_sheet
from rules.people.phones import shown, zalo_link


async def by_hand(incoming: Incoming, session: AsyncSession, one: ToCall) -> Sequence[Said]:
    """The letter's words in a message of their own, and a link to each number's Zalo chat; the audit says who read."""
    school, moment = local(incoming)
    reader = Reader(person_id=incoming.linked.person_id, school=school, now=incoming.when)
    words = await words_by_hand(session, one.pupil_id, reader, moment.date())
    if not words:
        text = _("Dear parents, the school would like to speak with you about {name} (class {klass}). Please call.")
        words = text.format(name=one.name, klass=one.class_name)
    links = [
        (_("Zalo of {who}").format(who=f"{line.relation} {line.name}".strip()), zalo_link(line.phone))
        for line in await guardians(session, [one.pupil_id])
        if line.phone and zalo_link(line.phone)
    ]
    head = _("Family of {name}, class {klass}: copy the message above, open the Zalo chat, paste and send it.")
    done = [[Button(_("I have sent it"), call(one.pupil_id, CallAct.FORWARDED))]]
    how = Outgoing(text=head.format(name=one.name, klass=one.class_name), links=links, buttons=done)
    return [Outgoing(text=words, copied=True), how, Act("phone.read", one.pupil_id)]


async def sheet(incoming: Incoming, session: AsyncSession, found: Sequence[ToCall]) -> Sequence[Said]:
    """With whole numbers, for those who are still to be called: each reading is audited, as a tap on a number is."""
    school, moment = local(incoming)
    waiting = [one for one in found if not one.done]
    if not waiting:
        return [Outgoing(text=_("Nobody has to be called at this moment."))]
    lines = [Line(one.name, one.class_name, called_for(one), await _who(session, one)) for one in waiting]
    paper = await asyncio.to_thread(call_sheet, school.name, day_words(moment.date()), lines)
    text = _("The families to call, {count}, to print. The paper has whole numbers: please keep it from others' eyes.")
    file = File(f"goi-{moment:%Y-%m-%d}.docx", paper)
    said: list[Said] = [Outgoing(text=text.format(count=len(waiting)), files=[file])]
    return [*said, *(Act("phone.read", one.pupil_id) for one in waiting)]


async def _who(session: AsyncSession, one: ToCall) -> list[str]:
    found = [line for line in await guardians(session, [one.pupil_id]) if line.phone]
    return [f"{line.relation} {line.name}".strip() + f": {shown(line.phone or '')}" for line in found]
