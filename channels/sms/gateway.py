"""What every gateway is asked, and what it answers: one shape over all of them."""

from typing import Protocol

from msgspec import Struct

from models.shapes.receipt import Receipt


class Sms(Struct, frozen=True, kw_only=True):
    """`phone` is 84 and nine digits, `text` at most 160 letters without marks, `reference` the same for every try."""

    phone: str
    text: str
    reference: str


class Gateway(Protocol):
    base_url: str  # where it is found, if the configuration says nothing else
    idempotent: bool  # the same `reference` twice is one message

    async def send(self, sms: Sms) -> str:
        """The gateway's id of the message. Raises SendError."""

    async def ask(self) -> None:
        """Something harmless that proves that it is there and accepts us. Raises SendError."""

    def receipt(self, query: dict[str, str]) -> Receipt | None:
        """What a delivery report says; None for one that says nothing final."""
