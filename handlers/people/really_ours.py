"""/kiemtra: whether a message is really the school's, told only to whom it went.

It is asked as an answer to the message where the channel says what is answered; with the code that stands in letters to
staff; or with the message's own words behind the command, which works everywhere.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from letters.kind_words import about
from locales import N_, _
from locales.words import day_words, quoted
from models import Buttons, Outbox
from models.post.tables import SENT, UNCERTAIN
from models.shapes.asker import School
from models.shapes.message import Incoming, Outgoing, Said
from rules.people.codes import notice_code
from rules.people.names import fold
from rules.people.roles import Role

LATELY, LONG_AGO = timedelta(days=3), timedelta(days=200)
MOST = 6
SHORTEST = 16  # letters of a message, in which it is known again
NUMBERED = re.compile(r"^\s*\d+\.\s*")


@command(
    "kiểm tra",
    help=N_("whether a message is really from the school"),
    usage=N_("code or words of the letter"),
    who=frozenset(Role),
    slash=True,
)
async def really_ours(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """As an answer to a message, with its code or its words; alone, what has gone to this person lately. Of letters to
    others it says nothing, not even that there are any.
    """
    said = incoming.rest.strip(" .:\n")
    if not said and not incoming.answers_to:
        return [await _lately(incoming, session)]
    if len(bare(said)) >= SHORTEST:
        return [Outgoing(text=await _these_words(incoming, session, said))]
    found = await (_with_code(incoming, session, said.upper()) if said else _answered(incoming, session))
    return [Outgoing(text=_it_is_ours(found, incoming.linked.school) if found else _none_of_ours())]


def _to_asker(incoming: Incoming) -> Any:
    """Letters to the person and replies to this chat that have left."""
    asker = incoming.linked
    mine = or_(Outbox.person_id == asker.person_id, Outbox.chat_id == asker.chat_id)
    wanted = select(Outbox.id, Outbox.kind, Outbox.sent_at, Outbox.created_at).where(mine)
    return wanted.where(Outbox.state.in_((SENT, UNCERTAIN))).order_by(Outbox.id.desc())


def _with_words(incoming: Incoming) -> Any:
    """Those whose words are still kept; what shares a letter has none of its own."""
    return _to_asker(incoming).where(Outbox.text.is_not(None))


async def _answered(incoming: Incoming, session: AsyncSession) -> Any:
    """The message may share its id with one in another chat."""
    here = (Outbox.chat_id == incoming.asker.chat_id, Outbox.message_id == incoming.answers_to)
    return (await session.execute(_to_asker(incoming).where(*here).limit(1))).first()


async def _with_code(incoming: Incoming, session: AsyncSession, code: str) -> Any:
    letters = _to_asker(incoming).where(Outbox.kind != "", Outbox.created_at > incoming.arrived - LONG_AGO)
    return next((row for row in await session.execute(letters) if notice_code(row.id) == code), None)


async def _these_words(incoming: Incoming, session: AsyncSession, said: str) -> str:
    """The letter that has most of these lines; a line that it does not have is named."""
    lines = [line for line in said.splitlines() if bare(line)]
    best, left = None, lines
    for row in await session.execute(_with_words(incoming).add_columns(Outbox.text)):
        strange = _not_in(row.text, lines)
        if len(strange) < len(left):
            best, left = row, strange
    if best is not None and left:
        choices = await session.scalars(select(Buttons.label).where(Buttons.outbox_id == best.id))
        own = {bare(label) for label in choices} | {bare(_("(Type the number of your choice.)"))}
        left = [line for line in left if bare(NUMBERED.sub("", line)) not in own]
    if best is None:
        return _none_of_ours(lately=True)
    school = incoming.linked.school
    return _partly_ours(best, school, left[0]) if left else _it_is_ours(best, school)


def _not_in(text: str, lines: Sequence[str]) -> list[str]:
    ours = bare(text)
    return [line for line in lines if bare(line) not in ours]


def bare(text: str) -> str:
    """Letters and digits alone: how a channel shows the rest is its own."""
    return "".join(filter(str.isalnum, fold(text)))


async def _lately(incoming: Incoming, session: AsyncSession) -> Outgoing:
    letters = _with_words(incoming).where(Outbox.kind != "", Outbox.created_at > incoming.arrived - LATELY)
    rows = (await session.execute(letters.limit(MOST))).all()
    lines = ["• " + _when(row, incoming.linked.school) + ": " + about(row.kind) for row in rows]
    head = _("**What Sĩ Số has sent to you in the last days**:") if rows else _("Sĩ Số has sent you no letter in the "
                                                                              "last days.")  # fmt: skip
    tail = _(
        "A message that is not among them may be forged. To ask about one: copy its words, type /kiemtra and paste "
        "them behind it."
    )
    if incoming.can.answers:
        tail = _("A message that is not among them may be forged. To ask about one: answer it with /kiemtra.")
    return Outgoing(text="\n".join([head, *lines, tail, _never()]))


def _partly_ours(row: Any, school: School, line: str) -> str:
    text = _("**Only a part of this is from Sĩ Số**: what it sent to you at {when} does not say {line}.")
    tail = _("Please do not follow it and open nothing in it; ask the homeroom teacher or the school by phone.")
    return text.format(when=_when(row, school), line=quoted(line)) + f" {tail}\n{_never()}"


def _it_is_ours(row: Any, school: School) -> str:
    text = _("**Yes, this is from Sĩ Số of {school}**: {when}, about: {what}.")
    return text.format(school=school.name, when=_when(row, school), what=about(row.kind)) + "\n" + _never()


def _none_of_ours(*, lately: bool = False) -> str:
    """`lately`: it was looked for in words, which are kept for a month."""
    head = _("**Among what Sĩ Số has sent to you there is no such message.**")
    if lately:
        head = _("**Among what Sĩ Số has sent to you in the last month there is no such message.**")
    tail = _("Please do not follow it and open nothing in it; ask the homeroom teacher or the school by phone.")
    return f"{head} {tail}\n{_never()}"


def _when(row: Any, school: School) -> str:
    local = school.local(row.sent_at or row.created_at)
    return _("{time}, {day}").format(time=f"{local:%H:%M}", day=day_words(local.date()))


def _never() -> str:
    return _("The school never asks for a password, an OTP code or money in these messages.")
