"""/kiemtra: whether a message is really the school's, told only to whom it went."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from letters.kind_words import about
from locales import N_, _
from locales.words import day_words
from models import Outbox
from models.post.tables import SENT, UNCERTAIN
from models.shapes.asker import School
from models.shapes.message import Incoming, Outgoing, Said
from rules.people.codes import notice_code
from rules.people.roles import Role

LATELY, LONG_AGO = timedelta(days=3), timedelta(days=200)
MOST = 6


@command(
    "kiểm tra",
    help=N_("whether a message is really from the school"),
    usage=N_("code of the letter"),
    who=frozenset(Role),
    slash=True,
)
async def really_ours(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """As an answer to a message, or with its code; alone, what has gone to this person lately. Of letters to others it
    says nothing, not even that there are any.
    """
    code = incoming.rest.strip(" .:").upper()
    if not code and not incoming.answers_to:
        return [await _lately(incoming, session)]
    found = await (_with_code(incoming, session, code) if code else _answered(incoming, session))
    return [Outgoing(text=_it_is_ours(found, incoming.linked.school) if found else _none_of_ours())]


def _to_asker(incoming: Incoming) -> Any:
    """Letters to the person and replies to this chat that have left."""
    asker = incoming.linked
    mine = or_(Outbox.person_id == asker.person_id, Outbox.chat_id == asker.chat_id)
    wanted = select(Outbox.id, Outbox.kind, Outbox.sent_at, Outbox.created_at).where(mine)
    return wanted.where(Outbox.state.in_((SENT, UNCERTAIN)), Outbox.text.is_not(None)).order_by(Outbox.id.desc())


async def _answered(incoming: Incoming, session: AsyncSession) -> Any:
    """The message may share its id with one in another chat."""
    here = (Outbox.chat_id == incoming.asker.chat_id, Outbox.message_id == incoming.answers_to)
    return (await session.execute(_to_asker(incoming).where(*here).limit(1))).first()


async def _with_code(incoming: Incoming, session: AsyncSession, code: str) -> Any:
    letters = _to_asker(incoming).where(Outbox.kind != "", Outbox.created_at > incoming.arrived - LONG_AGO)
    return next((row for row in await session.execute(letters) if notice_code(row.id) == code), None)


async def _lately(incoming: Incoming, session: AsyncSession) -> Outgoing:
    letters = _to_asker(incoming).where(Outbox.kind != "", Outbox.created_at > incoming.arrived - LATELY)
    rows = (await session.execute(letters.limit(MOST))).all()
    lines = ["• " + _when(row, incoming.linked.school) + ": " + about(row.kind) for row in rows]
    head = _("**What Sĩ Số has sent to you in the last days**:") if rows else _("Sĩ Số has sent you no letter in the "
                                                                              "last days.")  # fmt: skip
    tail = _("A message that is not among them may be forged. To ask about one: answer it with /kiemtra, or type the "
             "code that stands in it.")  # fmt: skip
    return Outgoing(text="\n".join([head, *lines, tail, _never()]))


def _it_is_ours(row: Any, school: School) -> str:
    text = _("**Yes, this is from Sĩ Số of {school}**: {when}, about: {what}.")
    return text.format(school=school.name, when=_when(row, school), what=about(row.kind)) + "\n" + _never()


def _none_of_ours() -> str:
    text = _("**Among what Sĩ Số has sent to you there is no such message.** Please do not follow it and open nothing "
             "in it; ask the homeroom teacher or the school by phone.")  # fmt: skip
    return text + "\n" + _never()


def _when(row: Any, school: School) -> str:
    local = school.local(row.sent_at or row.created_at)
    return _("{time}, {day}").format(time=f"{local:%H:%M}", day=day_words(local.date()))


def _never() -> str:
    return _("The school never asks for a password, an OTP code or money in these messages.")
