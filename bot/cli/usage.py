"""What channels have used of what they may, and what a day's letters will cost, in the administrator's words."""

from collections.abc import Mapping
from datetime import date, datetime

from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.database import Database
from channels import ChannelProtocol
from locales import _
from models.families.expected import expected
from models.people.usage import Planned, Usage, planned, sent_since, usage

NEARLY = 0.8  # of what a plan allows


async def used(
    session: AsyncSession, name: str, channel: ChannelProtocol, now: datetime, midnight: datetime
) -> tuple[str, bool]:
    """A line, empty for a channel without limits and prices, and whether four fifths of a limit are used. `midnight` is
    when the school's day began.
    """
    can = channel.can
    if not can.is_limited:
        return "", False
    found = await usage(session, name, now, can.text)
    today = can.price * await sent_since(session, name, midnight, can.text) if can.money_a_day else 0
    parts = []
    if can.users:
        parts.append(_("{count} of {most} people").format(count=found.people, most=can.users))
    if can.monthly:
        parts.append(_("{count} of {most} messages this month").format(count=found.messages, most=can.monthly))
    if can.price:
        text = _("{count} messages this month, about {money} đồng")
        parts.append(text.format(count=found.messages, money=_money(found.messages * can.price)))
    if can.money_a_day:
        text = _("today {money} of {most} đồng")
        parts.append(text.format(money=_money(today), most=_money(can.money_a_day)))
    text = _("Channel {name}: {used}").format(name=name, used=", ".join(parts))
    return text, is_nearly_used(channel, found, today)


def is_nearly_used(channel: ChannelProtocol, found: Usage, today: int) -> bool:
    """Whether four fifths of what it allows are used: people, messages, or of the money of this day."""
    can = channel.can
    limits = ((found.people, can.users), (found.messages, can.monthly), (today, can.money_a_day))
    return any(most and count >= NEARLY * most for count, most in limits)


async def show_plan(
    database: Database, channels: Mapping[str, ChannelProtocol], day: date, console: Console, today: date | None = None
) -> int:
    """The letters about a day, channel by channel, with what they cost, before they leave and after; from `today` on
    also what families will be told of absences that no check has looked at yet.
    """
    async with database.read() as session:
        found = {one.channel: one for one in await planned(session, day)}
        to_come = await expected(session, day) if today is not None and day >= today else {}
    if not found and not to_come:
        console.print(_("No letters are about {day}.").format(day=f"{day:%d/%m/%Y}"), markup=False)
        return 0
    table = Table(title=_("Letters about {day}").format(day=f"{day:%d/%m/%Y}"))
    heads = (_("Channel"), _("still to be written"), _("waiting"), _("sent"))
    for title in (*heads, _("will cost (đồng)"), _("has cost (đồng)")):
        table.add_column(title)
    for channel in sorted({*found, *to_come}):
        one, new = found.get(channel, Planned(channel, 0, 0)), to_come.get(channel, 0)
        price = channels[channel].can.price if channel in channels else 0
        costs = (_money((new + one.waiting) * price), _money(one.left * price))
        table.add_row(channel, str(new), str(one.waiting), str(one.left), *costs)
    console.print(table)
    if to_come:
        console.print(_("Still to be written: at most so many, to families of pupils reported absent without leave."))
    return 0


def _money(dong: int) -> str:
    return f"{dong:,}".replace(",", ".")
