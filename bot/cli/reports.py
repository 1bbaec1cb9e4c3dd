"""Whether a gateway tells what became of its messages, and where it is to tell it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from channels import ChannelProtocol, Raw
from locales import _
from models import Chats, Outbox
from models.post.tables import SENT

LOOKED_AT = timedelta(days=7)
SOON = timedelta(hours=1)  # within which a report of what has arrived comes


async def reports_of(
    session: AsyncSession, name: str, channel: ChannelProtocol, now: datetime
) -> tuple[str, str] | None:
    """Weight and words; None where nobody reports. Only people at the gateway can write our address there."""
    if not channel.can.numbers:
        return None
    paths = [str(getattr(route, "path", "")) for route in channel.routes(_nowhere)]
    if not paths:
        text = _("Channel {name}: without webhook_secret nobody tells whether its messages arrive")
        return "warning", text.format(name=name)
    there = select(Chats.id).where(Chats.channel == name)
    sent = (Outbox.chat_id.in_(there), Outbox.state == SENT, Outbox.sent_at.between(now - LOOKED_AT, now - SOON))
    row = (await session.execute(select(func.count(), func.count(Outbox.arrived_at)).where(*sent))).one()
    many, arrived = row
    words = {"name": name, "address": f"https://…{paths[0]}", "count": many, "arrived": arrived}
    if many and not arrived:
        text = _(
            "Channel {name}: {count} messages in a week and not one report that they arrived. Please write the address "
            "for reports at the provider: {address} (the server's own name for …)"
        )
        return "warning", text.format(**words)
    text = _("Channel {name}: reports of arrival are taken at {address}; of {count} messages in a week {arrived} came")
    return "ok", text.format(**words)


async def _nowhere(_raw: Raw) -> None:
    """Nothing is taken by who only looks for the address."""
