"""A channel at the edge of a test: no network, only what was said and what a person would have seen."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from starlette.routing import BaseRoute

from channels import Displaced, Parcel, SendError, Take
from models.shapes.message import EVERYTHING, Attachment, Incoming


class Words(Struct):
    """What the paper channel stores of a message."""

    address: str
    text: str
    when: datetime
    message_id: str
    pressed: bool = False
    edited: bool = False
    private: bool = True
    file: str = ""
    name: str = ""
    answers_to: str = ""
    number: str = ""


class PaperChannel:
    """A channel at the edge: no network, only what was said and what a person would have seen, in order; a message that
    is replaced changes where it stands, unless its id is among the `gone`.

    While it is `down`, every send and question ends with that error. `refuse` maps an address to the error its next
    sends raise, `lose` to the one raised after it has arrived; nothing goes through while `gate` is closed; `files`
    holds what was sent to us.
    """

    name = "paper"
    can = EVERYTHING
    per_second = 0.0
    per_chat = 0.0

    def __init__(self) -> None:
        self.seen: dict[str, list[Parcel]] = defaultdict(list)
        self.alike: list[str] = []  # labels that stood twice in one message: nobody could tell which is which
        self.down: SendError | None = None
        self.refuse: dict[str, Exception] = {}
        self.lose: dict[str, SendError] = {}
        self.gone: set[str] = set()
        self.gate = asyncio.Event()
        self.gate.set()
        self.files: dict[str, bytes] = {}

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        return ()

    async def start(self, take: Take) -> None:
        pass

    async def stop(self) -> None:
        pass

    def read(self, body: bytes) -> Incoming | None:
        words = msgspec.json.decode(body, type=Words)
        file = Attachment(name=words.file, reference=words.file, size=1) if words.file else None
        return Incoming(
            channel=self.name,
            address=words.address,
            text=words.text,
            when=words.when,
            message_id=words.message_id,
            sender_name=words.name,
            pressed=words.pressed,
            edited=words.edited,
            private=words.private,
            attachment=file,
            answers_to=words.answers_to,
            phone=words.number,
        )

    async def send(self, parcel: Parcel) -> str:
        await self.gate.wait()
        if self.down:
            raise self.down
        if error := self.refuse.get(parcel.address):
            raise error
        labels = [label for row in parcel.buttons for label, _token in row]
        self.alike += [label for label in dict.fromkeys(labels) if labels.count(label) > 1]
        if parcel.replaces in self.gone:
            raise Displaced("message to edit not found")
        place = self._put(parcel)
        if lost := self.lose.get(parcel.address):
            raise lost
        return f"{parcel.address}-{place}"

    def _put(self, parcel: Parcel) -> int:
        """Show it, in the place of what it replaces or below everything; return its place, counted from 1."""
        seen = self.seen[parcel.address]
        if not parcel.replaces:
            seen.append(parcel)
            return len(seen)
        place = int(parcel.replaces.removeprefix(f"{parcel.address}-"))
        seen[place - 1] = parcel
        return place

    async def fetch(self, attachment: Attachment) -> bytes:
        return self.files[attachment.reference]

    async def probe(self) -> None:
        if self.down:
            raise self.down

    def deep_link(self, payload: str) -> str:
        return ""

    async def problem(self) -> str | None:
        return None
