"""What Zalo delivers, read twice: the ids that storing needs on arrival, the message itself when its turn comes.

Two shapes of the same thing come: wrapped (`{ok, result: {event_name, message}}`) and bare (`{event_name, message}`).
"""

import unicodedata
from datetime import UTC, datetime
from typing import TypeAlias

import msgspec
from msgspec import Struct, field

from channels import Raw
from models.shapes.message import Attachment, Incoming

Id: TypeAlias = str | int  # documented as text; a number is taken too


class _Chat(Struct, frozen=True):
    id: Id
    chat_type: str = "PRIVATE"


class _Sender(Struct, frozen=True):
    id: Id = ""
    display_name: str | None = ""
    is_bot: bool = False


class _Message(Struct, frozen=True):
    message_id: Id
    chat: _Chat
    date: int | float | str | None = None  # milliseconds
    sender: _Sender | None = field(name="from", default=None)
    text: str | None = ""
    caption: str | None = ""
    photo: str | None = ""
    photo_url: str | None = ""
    voice_url: str | None = ""

    @property
    def picture(self) -> str:
        return self.photo or self.photo_url or ""

    def when(self) -> datetime:
        """The beginning of all time where none is told."""
        try:
            return datetime.fromtimestamp(float(self.date or 0) / 1000, UTC)
        except (ValueError, OverflowError, OSError):
            return datetime.fromtimestamp(0, UTC)


class _Spot(Struct, frozen=True):
    """What storing needs: the rest is read when its turn comes, and what cannot be read then is not lost."""

    message_id: Id
    chat: _Chat


class _Result(Struct, frozen=True):
    message: _Spot | None = None


class _Arrival(_Result, frozen=True):
    result: _Result | None = None


class _Event(Struct, frozen=True):
    message: _Message | None = None


class _Delivery(_Event, frozen=True):
    result: _Event | None = None


_arrival = msgspec.json.Decoder(_Arrival)
_delivery = msgspec.json.Decoder(_Delivery)
_bare = msgspec.json.Decoder(dict[str, msgspec.Raw])


def arrived(body: bytes) -> Raw | None:
    """What to store; None for what carries no message. Raises msgspec.MsgspecError if `body` is no JSON object."""
    try:
        arrival = _arrival.decode(body)
    except msgspec.ValidationError:  # an event nobody knows yet has nothing to say to us; what is no object is refused
        _bare.decode(body)
        return None
    spot = (arrival.result or arrival).message
    return Raw(external_id=str(spot.message_id), address=str(spot.chat.id), body=body) if spot else None


def read(body: bytes, me: str) -> Incoming | None:
    """`me` is the bot's own id, empty while it is not known. What Zalo withholds or has no words (a sticker,
    a message of an account it protects) is an Incoming without text in a private chat: it deserves an answer.
    """
    delivery = _delivery.decode(body)
    message = (delivery.result or delivery).message
    if message is None:
        return None
    sender = message.sender or _Sender()
    if sender.is_bot or (me and str(sender.id) == me):
        return None
    text, private = _nfc(message.text or message.caption or ""), message.chat.chat_type.upper() == "PRIVATE"
    if not private and not text:
        return None
    return Incoming(
        channel="zalo",
        address=str(message.chat.id),
        text=text,
        when=message.when(),
        message_id=str(message.message_id),
        sender_name=_nfc(sender.display_name or "")[:100],
        private=private,
        sender="" if private else str(sender.id),
        attachment=_file(message),
    )


def _file(message: _Message) -> Attachment | None:
    if message.picture:
        return Attachment(name="photo.jpg", reference=message.picture, size=0)
    return Attachment(name="tin-thoai.aac", reference=message.voice_url, size=0) if message.voice_url else None


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
