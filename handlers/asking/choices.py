"""A number that presses nothing, where choices are typed: said so, and what can be chosen is shown once more."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import ANYONE, by_word, command
from handlers.service import with_taps
from letters.says.service import once_more, read_no_choice
from locales import _
from locales.words import plain, short_day
from models.post.choices import choices_of
from models.shapes.message import Button, Incoming, Outgoing, Said

SHOWN = 80  # letters of the older message


@command("lựa chọn", help="", who=ANYONE, hidden=True)
async def choose_again(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """`rest` is the number, and the message that had it: nothing is done by a number that is not sure."""
    said = read_no_choice(incoming.rest)
    message = said.message if said else None
    found = await choices_of(session, incoming.asker.chat_id, message, incoming.arrived)
    if not found and incoming.asker.person_id is None:
        return await by_word()["khonghieu"].run(structs.replace(incoming, rest=""), session)
    if not found:
        return [with_taps(incoming.asker, _("There is nothing to choose by number now. What you can do here:"))]
    text = _("There is no choice {number} now, nothing was done. Please choose one of these:")
    if said is not None and said.listed:
        text = _("Is that line {number}, or number {number} of the class list? Please type only the number of a line:")
    elif message is not None:
        text = _("Number {number} was in a message of {day}: “{words}”. Nothing was done. If you mean it, choose now:")
    words = plain((found[0].text or "").partition("\n")[0].replace("**", ""))[:SHOWN]
    school = incoming.asker.school
    day = short_day(school.day(found[0].created_at)) if school else ""
    text = text.format(number=said.number if said else "", day=day, words=words)
    return [Outgoing(text=text, buttons=[[Button(one.label, once_more(one.says))] for one in found])]
