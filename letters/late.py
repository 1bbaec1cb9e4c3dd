"""What is said of an outage: what was not sent in time, one letter a person, and that a channel is or was down."""

from collections.abc import Sequence
from datetime import datetime
from operator import or_
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.kind_words import about
from letters.says.cases import TASKS
from locales import N_, _
from locales.channels import channel_words
from locales.words import day_words, listed, opening, short_day
from models import Attempts, Chats, NumberRoads, Outbox
from models.people.usage import REFUSED
from models.readers import anybody_here, holds
from models.shapes.letter import Due, Letter, Reader, composes
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.roles import HEADS, Role


@composes(Kind.LATE, to=anybody_here(), about=N_("letters that were too late"))
async def late(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Staff read which letters were too late, by what they were about; what is still to be done stands in /viec."""
    rows = await session.execute(
        select(Outbox.kind, Outbox.day, Outbox.created_at)
        .where(Outbox.id.in_([due.about for due in dues]))
        .order_by(Outbox.day, Outbox.id)
    )
    days: dict[str, list[str]] = {}
    for row in rows:
        day, seen = short_day(row.day or reader.school.day(row.created_at)), days.setdefault(about(row.kind), [])
        seen += [day] if day not in seen else []
    lines = [f"• {opening(what)}: {listed(when)}" for what, when in days.items()]
    head = _("**Not sent in time**: these letters were held up until they were out of date, and are not sent any more:")
    text = "\n".join([head, *lines, _("What is still to be done is shown by one tap:")])
    told = frozenset(due.outbox_id for due in dues)
    return Letter(text=text, told=told, buttons=[[Button(_("All that is waiting for me"), TASKS)]])


@composes(Kind.CHANNEL_DOWN, to=holds(*HEADS, Role.ADMIN), about=N_("a channel that did not work"))
async def channel_down(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Read on another channel while it is down, and on the channel itself when it carries again."""
    here = select(Outbox.key, Chats.channel).join(Chats, Chats.id == Outbox.chat_id)
    here = here.where(Outbox.id.in_([due.outbox_id for due in dues])).order_by(Outbox.id)
    found = (await session.execute(here)).all()
    lines = [await _outage(session, reader, str(key), by) for key, by in found]
    by_number = [await _is_by_number(session, str(key).split(":", 3)[1]) for key, _by in found]
    refused = [str(key).split(":", 3)[2] == REFUSED for key, _by in found]
    if not all(map(or_, by_number, refused)):
        lines.append(_("What people wrote is kept; of what is out of date before it leaves one message tells."))
    if any(by_number):
        lines.append(_("Letters to families take the next road meanwhile: an SMS, or a call by the homeroom teacher."))
    return Letter(text="\n".join(lines), told=frozenset(due.outbox_id for due in dues))


async def _outage(session: AsyncSession, reader: Reader, key: str, leaves_by: str) -> str:
    _down, channel, why, moment = key.split(":", 3)
    since = datetime.fromisoformat(moment + "+00:00")
    local = since.astimezone(ZoneInfo(reader.school.timezone))
    if leaves_by == channel or await _has_carried(session, channel, since):
        text = _(
            "**{channel} carried no letters** from {time}, {day}; it does again, and what of it still matters follows."
        )
    elif why == "token":
        text = _("**{channel} does not accept the bot's token** since {time}, {day}: no letter leaves there. Please "
                 "ask whoever looks after the program to put it right.")  # fmt: skip
    elif why == REFUSED:
        text = _("**{channel} refuses the school's letters** since {time}, {day}: its account may have no money left, "
                 "a template may not be approved, or the month's messages may be used up. Please ask whoever looks "
                 "after the program to put it right.")  # fmt: skip
    else:
        text = _("**{channel} carries no letters** since {time}, {day}. What is urgent, please tell in another way.")
    return text.format(channel=opening(channel_words(channel)), time=f"{local:%H:%M}", day=day_words(local.date()))


async def _is_by_number(session: AsyncSession, channel: str) -> bool:
    """Whether it writes to phone numbers: nobody writes back there, and nothing waits for it."""
    there = select(NumberRoads.chat_id).join(Chats, Chats.id == NumberRoads.chat_id).where(Chats.channel == channel)
    return await session.scalar(there.limit(1)) is not None


async def _has_carried(session: AsyncSession, channel: str, since: datetime) -> bool:
    newest = select(Attempts.ended_at).join(Outbox, Outbox.id == Attempts.outbox_id)
    newest = newest.join(Chats, Chats.id == Outbox.chat_id).where(Chats.channel == channel, Attempts.outcome == "sent")
    carried = await session.scalar(newest.order_by(Attempts.id.desc()).limit(1))
    return carried is not None and carried > since
