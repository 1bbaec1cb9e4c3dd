"""Where people talk to us: one file a channel, and here the contract each of them keeps.

A channel turns what its network delivers into `Raw` bytes that are stored before they are acknowledged, reads stored
bytes into an `Incoming`, and sends a `Parcel`. It knows nothing of schools. Its class is called `Channel`; the keys of
`[channels.<file name>]` in the configuration are its constructor's parameters.
"""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from msgspec import Struct
from starlette.routing import BaseRoute

from locales import DEFAULT
from models.shapes.letter import Brief
from models.shapes.message import Abilities, Attachment, Door, File, Incoming, Keys
from models.shapes.receipt import Receipt


class Raw(Struct, frozen=True, kw_only=True):
    """What arrived, untouched. `external_id` is unique on the channel for ever; messages of one `address` keep their
    order.
    """

    external_id: str
    address: str
    body: bytes


Take = Callable[[Raw], Awaitable[None]]  # returns when the row is committed (or was known already); raises if it is not


class Parcel(Struct, frozen=True, kw_only=True):
    """One message on its way out. `buttons` are rows of (label, token), to be numbered
    from `first_number` on where there are none; `text` is plain with `**strong**` words;
    `alert` says that nobody asked for it, `quiet` that it need not ring, `protected` that it
    is for its reader's eyes: of a child, and not to be passed on.

    Pressing the buttons of a `board` changes it in place. `replaces` is the id of the message whose place this one
    takes; a channel that cannot edit sends a new one. `language` is the reader's: a channel says in it what it cannot
    carry (a file, a choice without buttons). `brief` is the letter's, for channels that write to phone
    numbers; `reference` is the same for every try of one message. In a group `answers_to` is the message
    that is answered and `thread` its topic; `leave` says to leave the group after it.
    Where the channel has `keys`, they are shown in place of the buttons. `links` are (label, address); a text that is
    `copied` is there to be taken over whole.
    """

    address: str
    text: str
    buttons: Sequence[Sequence[tuple[str, str]]] = ()
    first_number: int = 1
    files: Sequence[File] = ()
    menu: Sequence[tuple[str, str]] | None = None
    alert: bool = False
    quiet: bool = False
    protected: bool = False
    board: bool = False
    replaces: str = ""
    answers_to: str = ""
    thread: str = ""
    leave: bool = False
    keys: Keys | None = None
    links: Sequence[tuple[str, str]] = ()
    copied: bool = False
    language: str = DEFAULT
    brief: Brief | None = None
    reference: str = ""


class SendError(Exception):
    """A send that did not end in a message id. The subclass says what is proven and so what may follow.

    SendError
    ├── NotSent       proven not sent: try again later
    │   ├── Throttled proven not sent: the whole channel waits `retry_after` seconds, no try is used up
    │   └── Displaced proven not sent, and the message it replaces is gone: it goes as a new one
    ├── Uncertain     nothing proven: at most one more copy, then a person
    ├── Gone          proven not sent, and this address is dead for ever
    ├── Moved         proven not sent: the chat lives at `address` now
    ├── Refused       proven not sent, our mistake or unknown: never disables an address
    └── ChannelDown   the token is dead: stop the channel, keep the outbox, tell the admin
    """


class NotSent(SendError):
    pass


class Throttled(NotSent):
    def __init__(self, retry_after: float) -> None:
        super().__init__(f"asked to wait {retry_after} s")
        self.retry_after = retry_after


class Displaced(NotSent):
    pass


class Uncertain(SendError):
    pass


class Gone(SendError):
    pass


class Moved(SendError):
    def __init__(self, address: str) -> None:
        super().__init__("the chat has a new address")
        self.address = address


class Refused(SendError):
    pass


class ChannelDown(SendError):
    pass


def number(parcel: Parcel) -> str:
    """The phone number a parcel goes to, as 84 and nine digits. Several people may share one: what follows the slash
    tells them apart.
    """
    return parcel.address.partition("/")[0].removeprefix("+")


def of_the_whole(reason: SendError, sent: str) -> SendError:
    """What a failure proves of a message in parts: when an earlier one (`sent`) has arrived, "not sent" is not true."""
    if sent and isinstance(reason, NotSent):
        return Uncertain("a part of the message has arrived, the rest has not")
    return reason


def repeatable(reason: SendError) -> SendError:
    """Of a call that does no harm when repeated, an unclear end counts as none."""
    return NotSent(str(reason)) if isinstance(reason, Uncertain) else reason


class Safe(Protocol):
    """Where a channel keeps what must survive it: a token that changes with every use."""

    async def read(self) -> bytes:
        """What was written last; empty if nothing was."""

    async def write(self, value: bytes) -> None:
        """Returns when it is committed."""


@runtime_checkable
class KeepsTokens(Protocol):
    """A channel that needs a safe; it gets one before it starts."""

    def keep_in(self, safe: Safe) -> None: ...


@runtime_checkable
class LaysFiles(Protocol):
    """A channel that carries no files, and lays them down at our own computer; it is told where before it starts."""

    def lay_files_in(self, folder: Path) -> None: ...


@runtime_checkable
class HasDoor(Protocol):
    """A channel that people find by themselves."""

    def door(self) -> Door | None:
        """None while it is not known, or where there is nothing to look for."""


@runtime_checkable
class HearsGroups(Protocol):
    """A channel whose network may keep plain talk in groups from a bot."""

    async def unheard_in_groups(self) -> str | None:
        """What is to be done so that plain reports in groups are heard, in the language spoken; None if they are, or
        where nobody can say.
        """


class ChannelProtocol(Protocol):
    name: str
    can: Abilities
    per_second: float  # messages a second over all chats, 0 = no limit
    per_chat: float  # seconds between two messages to one chat

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Web routes this channel needs; none for most."""

    async def start(self, take: Take) -> None:
        """Begin to listen and return; what arrives goes to `take`."""

    async def stop(self) -> None:
        """Stop listening, close connections. What was taken is stored; nothing else is lost."""

    def read(self, body: bytes) -> Incoming | Receipt | None:
        """Read stored bytes: what somebody said, or what became of a message of ours; None for what is not for us (a
        sticker in a group, a member update).
        """

    async def send(self, parcel: Parcel) -> str:
        """Send and return the channel's message id (of the last part, if it was split; the same one if a message was
        replaced). Raises SendError.
        """

    async def fetch(self, attachment: Attachment) -> bytes:
        """The bytes of a file somebody sent. Raises SendError."""

    async def probe(self) -> None:
        """Ask something on the road that letters take which nobody sees and which may be asked any number of times.
        Returns when the other side has answered us; raises SendError as `send` does.
        """

    def deep_link(self, payload: str) -> str:
        """The address that opens this bot with `/start payload`; empty where there is none, or not yet."""

    async def problem(self) -> str | None:
        """None if the channel can be reached and its token is good, else a sentence in the language spoken."""
