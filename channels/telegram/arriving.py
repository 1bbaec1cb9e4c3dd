"""What Telegram delivers, as storing needs it on arrival: which update it is, and whose."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from channels import Raw


class Arrival(Struct, frozen=True, kw_only=True):
    """What must be stored. `number` is the update_id; `press` is the callback query that waits for an answer."""

    raw: Raw
    number: int
    press: str = ""


class Chat(Struct, frozen=True):
    id: int
    type: str = "private"
    title: str = ""


class _Spot(Struct, frozen=True):
    chat: Chat
    date: int = 0


class _Press(Struct, frozen=True):
    id: str
    message: _Spot | None = None


class _Envelope(Struct, frozen=True):
    update_id: int
    message: _Spot | None = None
    edited_message: _Spot | None = None
    callback_query: _Press | None = None
    my_chat_member: _Spot | None = None

    def spot(self) -> _Spot | None:
        pressed = self.callback_query.message if self.callback_query else None
        return self.message or self.edited_message or pressed or self.my_chat_member


class _Numbered(Struct, frozen=True):
    update_id: int


class _Batch(Struct, frozen=True):
    result: Sequence[msgspec.Raw]


_envelope = msgspec.json.Decoder(_Envelope)
_numbered = msgspec.json.Decoder(_Numbered)
_batch = msgspec.json.Decoder(_Batch)


def arrived(body: bytes) -> Arrival:
    """Raises msgspec.MsgspecError unless `body` is a JSON object with an integer update_id."""
    try:
        envelope = _envelope.decode(body)
    except msgspec.ValidationError:  # a kind of update nobody knows yet: stored all the same
        envelope = _Envelope(_numbered.decode(body).update_id)
    spot, number = envelope.spot(), envelope.update_id
    # After a week of silence Telegram numbers its updates anew at random, so the date is part of what is unique.
    external_id = f"{number}:{spot.date if spot else 0}"
    raw = Raw(external_id=external_id, address=str(spot.chat.id) if spot else "", body=body)
    return Arrival(raw=raw, number=number, press=envelope.callback_query.id if envelope.callback_query else "")


def arrived_together(reply: bytes) -> list[Arrival]:
    """The updates in a reply to getUpdates. Raises msgspec.MsgspecError if it is not one."""
    return [arrived(bytes(update)) for update in _batch.decode(reply).result]
