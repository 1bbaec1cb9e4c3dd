"""What the page of the local chat shows, what a phone says to it, and what it must be told of the school that plays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec
from msgspec import Struct

Move = Literal["check", "part", "day"]


class Phone(Struct, frozen=True, kw_only=True):
    """`role` is a title in the reader's language, `hint` messages to tap; `uploads` shows the paper clip."""

    address: str
    name: str
    role: str
    hint: Sequence[str] = ()
    uploads: bool = False


class Shown(Struct, frozen=True, kw_only=True):
    """One message as a phone shows it.

    `id` is what `send` returned, or the external id it was taken under: the page draws no id twice. `at` is local and
    aware. `buttons` are rows of (label, token), `pressed` the token whose pressing this message is. `alert` marks what
    the school said without having been asked. Pressing the buttons of a `board` is no message: it changes in place.
    `replaces` says that the message with this id has changed.
    """

    id: str
    mine: bool
    text: str
    at: datetime
    buttons: Sequence[Sequence[tuple[str, str]]] = ()
    files: Sequence[str] = ()
    pressed: str = ""
    alert: bool = False
    board: bool = False
    replaces: bool = False


class Stage(Protocol):
    """What only the bot knows of the school that plays here."""

    async def phones(self) -> Sequence[Phone]: ...

    async def now(self) -> datetime:
        """Aware, in the school's zone."""

    async def may_move(self) -> bool:
        """Whether the clock may be moved at all: a demonstration school's only."""

    async def move(self, to: Move) -> None:
        """Run everything due until the next check, half day or school day; return when the mail has left."""

    async def history(self, address: str) -> Sequence[Shown]:
        """What this phone shows after a reload, oldest first."""


class Typed(Struct, frozen=True, kw_only=True):
    """What is stored of one message from a phone. A pressed button has its token in `text` and its words in `label`."""

    id: str
    address: str
    when: datetime
    text: str = ""
    label: str = ""
    file: str = ""
    size: int = 0


def spoken(body: bytes) -> Shown:
    """How the phone that said it shows what was stored; for the history of a phone."""
    typed = msgspec.json.decode(body, type=Typed)
    return Shown(
        id=typed.id,
        mine=True,
        text=typed.label or typed.text,
        at=typed.when,
        files=[typed.file] if typed.file else [],
        pressed=typed.text if typed.label else "",
    )
