"""The mail: what came in, what goes out, each try to send it, and the buttons it carried."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row, partial
from models.shapes.among import one_of, ours

PENDING, LEASED, SENT, UNCERTAIN = "pending", "leased", "sent", "uncertain"
FAILED, CANCELLED, EXPIRED, HANDED = "failed", "cancelled", "expired", "handed"
IN_DOUBT = (UNCERTAIN, "senderror")  # what a try ended with that may have arrived
LOST = (HANDED, FAILED, EXPIRED)  # it ended without having arrived
CHANNEL_DOWN = "channeldown"  # why something waits: its channel is down, and there is no other road
DONE, MISSED, SPARED = "done", "missed", "spared"  # how a run of the clock ended; beside `failed`, which is tried again
AHEAD = "ahead"  # by a clock that was ahead: it was not made, and comes at its time
STOPPED = "stopped"  # held back for a while (see `models.post.stops`)
HELD = "held"  # a family's, until its teacher taps (see `models.families.held_back`)


class Inbox(Row):
    """What arrived, stored before it is acknowledged. `external_id` dedupes for ever; the body goes after some days."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        partial("ix_inbox_new", "channel", "address", "id", where="state = 'new'"),
    )
    channel: Mapped[str] = mapped_column(String(30))
    external_id: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(120))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(10), default="new")
    tries: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    message_id: Mapped[str | None] = mapped_column(String(60))
    error: Mapped[str | None] = mapped_column(String(200))


class Outbox(Row):
    """What we owe somebody. A reply has its text; a notice (`kind`, `key`) is composed when it leaves.

    Replies to a chat with the same `board` are one message there: the newest takes the place of those before it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        partial("uq_outbox_key", "person_id", "key", where="key IS NOT NULL", unique=True),
        partial("ix_outbox_due", "priority", "not_before", "id", where="state = 'pending'"),
        partial("ix_outbox_leased", "chat_id", where="state = 'leased'"),
        partial("ix_outbox_held", "school_id", where="state = 'held'"),
        partial("ix_outbox_stopped", "school_id", where="state = 'stopped'"),
        partial("ix_outbox_lost", "created_at", where=f"state IN {LOST}"),
        Index("ix_outbox_about", "about", "kind"),
        Index("ix_outbox_chat", "chat_id", "id"),
        partial("ix_outbox_board", "chat_id", "board", "id", where="board IS NOT NULL"),
    )
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id"))
    inbox_id: Mapped[int | None]
    board: Mapped[int | None]
    priority: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(30), default="")
    key: Mapped[str | None] = mapped_column(String(120))
    about: Mapped[int | None]
    day: Mapped[date | None]
    text: Mapped[str | None] = mapped_column(Text)
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10), default=PENDING)
    created_at: Mapped[datetime] = mapped_column(Moment)
    not_before: Mapped[datetime] = mapped_column(Moment)
    valid_until: Mapped[datetime | None] = mapped_column(Moment)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    lease: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    arrived_at: Mapped[datetime | None] = mapped_column(Moment)  # as the other side reports it, where it does
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
    message_id: Mapped[str | None] = mapped_column(String(60))
    why: Mapped[str | None] = mapped_column(String(200))


def in_state(state: str, outbox: Any = Outbox) -> ColumnElement[bool]:
    """A literal, not a parameter: only then does SQLite know that the partial index of that state fits."""
    matches: ColumnElement[bool] = outbox.state == ours(state)
    return matches


def in_lost(outbox: Any = Outbox) -> ColumnElement[bool]:
    """Literals, for the same reason."""
    return one_of(outbox.state, LOST)


class Attempts(Row):
    """One try to send one row, written before the network call; without an `outcome` it is in doubt, not fine."""

    __tablename__ = "attempts"
    __table_args__ = (partial("ix_attempts_sent", "started_at", "chat_id", where="outcome = 'sent'"),)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), index=True)
    chat_id: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(20))


class Buttons(Base):
    """A button somebody was given: random token, whose chat, what it says, until when.

    `position` counts from 1 in its message; 0 is no button but what a typed list of numbers is put behind.
    """

    __tablename__ = "buttons"
    __table_args__ = (Index("ix_buttons_chat", "chat_id", "expires_at"),)
    token: Mapped[str] = mapped_column(String(24), primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(100))
    says: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class ChannelTokens(Base):
    """What a channel must find again after a restart: a token that is replaced with every use."""

    __tablename__ = "channel_tokens"
    channel: Mapped[str] = mapped_column(String(30), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class Uploads(Row):
    """A roster somebody sent and has been shown, waiting for the tap that applies it. Kept for a day."""

    __tablename__ = "uploads"
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    roster: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(Moment)


class ClockSlots(Base):
    """One run of one job for one school: whoever inserts the row runs it, once."""

    __tablename__ = "clock_slots"
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    job: Mapped[str] = mapped_column(String(30), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    claimed_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(String(20))
    tries: Mapped[int] = mapped_column(default=1)


class Audit(Row):
    """Who did what to which row. Ids only, never names."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_school", "school_id", "at"),)
    at: Mapped[datetime] = mapped_column(Moment)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    person_id: Mapped[int | None]
    inbox_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[int] = mapped_column(default=0)
