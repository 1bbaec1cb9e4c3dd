"""What Zalo delivers, read twice: the ids that storing needs on arrival, the message itself when its turn comes.

Two shapes of the same thing come: wrapped (`{ok, result: {event_name, message}}`) and bare (`{event_name, message}`).
"""

import unicodedata
from datetime import UTC, datetime

import msgspec
from msgspec import Struct, field

from channels import Raw
from models.shapes.message import Attachment, Incoming


class _Chat(Struct, frozen=True):
    id: str
    chat_type: str = "PRIVATE"


class _Sender(Struct, frozen=True):
    id: str = ""
    display_name: str = ""
    is_bot: bool = False


class _Message(Struct, frozen=True):
    message_id: str
    chat: _Chat
    date: int = 0  # milliseconds
    sender: _Sender = field(name="from", default=_Sender())
    text: str = ""
    caption: str = ""
    photo: str = ""
    photo_url: str = ""
    voice_url: str = ""

    @property
    def picture(self) -> str:
        return self.photo or self.photo_url


class _Event(Struct, frozen=True):
    event_name: str = ""
    message: _Message | None = None


class _Delivery(_Event, frozen=True):
    result: _Event | None = None

    def event(self) -> _Event:
        return self.result or self


_delivery = msgspec.json.Decoder(_Delivery)
_bare = msgspec.json.Decoder(dict[str, msgspec.Raw])


def arrived(body: bytes) -> Raw | None:
    """What to store; None for what carries no message. Raises msgspec.MsgspecError if `body` is no JSON object."""
    try:
        message = _delivery.decode(body).event().message
    except msgspec.ValidationError:  # an event nobody knows yet has nothing to say to us; what is no object is refused
        _bare.decode(body)
        return None
    return Raw(external_id=message.message_id, address=message.chat.id, body=body) if message else None


def read(body: bytes, me: str) -> Incoming | None:
    """`me` is the bot's own id, empty while it is not known. What Zalo withholds or has no words (a sticker,
    a message of an account it protects) is an Incoming without text in a private chat: it deserves an answer.
    """
    event = _delivery.decode(body).event()
    message = event.message
    if message is None or message.sender.is_bot or (me and message.sender.id == me):
        return None
    text, private = _nfc(message.text or message.caption), message.chat.chat_type.upper() == "PRIVATE"
    if not private and not text:
        return None
    return Incoming(
        channel="zalo",
        address=message.chat.id,
        text=text,
        when=datetime.fromtimestamp(message.date / 1000, UTC),
        message_id=message.message_id,
        sender_name=_nfc(message.sender.display_name)[:100],
        private=private,
        sender="" if private else message.sender.id,
        attachment=_file(message),
    )


def _file(message: _Message) -> Attachment | None:
    if message.picture:
        return Attachment(name="photo.jpg", reference=message.picture, size=0)
    return Attachment(name="tin-thoai.aac", reference=message.voice_url, size=0) if message.voice_url else None


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
