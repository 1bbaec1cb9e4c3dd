"""What became of a message of ours, as the other side tells it."""

from msgspec import Struct


class Receipt(Struct, frozen=True, kw_only=True):
    """What the other side reports of a message it had accepted: whether it has arrived, and whether it was read. Where
    it knows our own `reference` of it, or says to which phone it went (`number`, as 84 and nine digits), that is told
    too.
    """

    message_id: str
    arrived: bool
    seen: bool = False
    reference: str = ""
    number: str = ""
