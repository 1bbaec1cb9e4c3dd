"""Which stored messages may be handled now, and how one is marked as done."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select, text, update

from models import Inbox


@cache
def heads_of_chats() -> Any:
    """The oldest unhandled row of each chat, if its time has come. A chat whose head waits, waits."""
    inbox, earlier = Inbox.__table__.c, Inbox.__table__.alias("earlier")
    before = (
        select(earlier.c.id)
        .where(
            earlier.c.state == text("'new'"),
            earlier.c.channel == inbox.channel,
            earlier.c.address == inbox.address,
            earlier.c.id < inbox.id,
        )
        .exists()
    )
    return (
        select(inbox.id, inbox.channel, inbox.address, inbox.body, inbox.received_at, inbox.tries)
        .where(
            inbox.state == text("'new'"),
            inbox.channel.in_(bindparam("channels", expanding=True)),
            ~before,
            or_(inbox.try_at.is_(None), inbox.try_at <= bindparam("now")),
            inbox.id.not_in(bindparam("busy", expanding=True)),
        )
        .order_by(inbox.id)
        .limit(bindparam("most"))
    )


@cache
def marked_done() -> Any:
    values = {"state": "done", "done_at": bindparam("at"), "message_id": bindparam("said")}
    return update(Inbox.__table__).where(Inbox.__table__.c.id == bindparam("row")).values(values)
