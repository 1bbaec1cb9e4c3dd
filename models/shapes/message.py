"""The shapes that carry everything: what somebody said, what we say, and what we owe somebody."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NewType, TypeAlias

from msgspec import Struct
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from models.shapes.asker import NOBODY, Asker, LinkedAsker, NotLinkedError, School
from rules.letters import Kind
from rules.papers import PaperKind
from rules.pictures import Chart, Page

REPLY, ALERT, DIGEST = 0, 1, 2  # what leaves first when a chat has several things waiting


class Attachment(Struct, frozen=True, kw_only=True):
    """A file somebody sent. `content` is None until the bot has fetched it, outside any transaction."""

    name: str
    reference: str
    size: int
    content: bytes | None = None

    @property
    def is_picture(self) -> bool:
        return self.name.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".heic"))


class Abilities(Struct, frozen=True, kw_only=True):
    """What a channel can do: the one thing that handlers and letters may ask about it, never its name.

    `text` is the longest message in the channel's own units; a longer one is cut by the channel. `users` and `monthly`
    are how many people it may serve and how many messages a month it may send, 0 = no limit. `numbers`: it writes to
    phone numbers, and carries only letters that have a `Brief`; nobody can answer by it. `receipts`: the other side
    tells when a message has arrived. `answers`: it says which message another one answers. `idempotent`: the same
    message twice is one, there. `unmarked`: no reference of ours goes along, so nobody there can say whether a message
    in doubt has left, and it is not sent again. `price` is about what a message costs in đồng, `money_a_day` the most
    that may be spent, 0 = no limit. `files_in`: files of any kind come in, and not only pictures and voices.
    `hands_once`: what it hands us is gone from there at that moment, stored or not.
    """

    text: int
    buttons: bool = False
    edits: bool = False
    keys: bool = False
    files_in: bool = False
    files_out: bool = False
    pictures: bool = False
    groups: bool = False
    links: bool = False
    receipts: bool = False
    read_marks: bool = False
    answers: bool = False
    numbers: bool = False
    idempotent: bool = False
    unmarked: bool = False
    hands_once: bool = False
    price: int = 0
    money_a_day: int = 0
    users: int = 0
    monthly: int = 0

    @property
    def is_limited(self) -> bool:
        """Whether it matters how much of it is used."""
        return bool(self.users or self.monthly or self.price)


EVERYTHING = Abilities(text=4096, buttons=True, edits=True, files_in=True, files_out=True, pictures=True)


class Door(Struct, frozen=True, kw_only=True):
    """How people find us on a channel: the app, the name to look for there, and where one exists the address that opens
    the chat; `{code}` in `with_code` stands for a code's payload.
    """

    app: str
    name: str
    link: str = ""
    with_code: str = ""


class Keys(Struct, frozen=True):
    """Keys that stay below a chat where the channel has such: each is said as it reads. `phone` is the label of one
    that sends the person's own number. None at all: they go.
    """

    words: tuple[str, ...] = ()
    phone: str = ""


class Change(StrEnum):
    """What became of us in a group: not words, but an event of the channel."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class Incoming(Struct, frozen=True, kw_only=True):
    """What somebody said, in no channel's dialect.

    `when` is aware UTC and is the moment of writing, not of arrival; of a press, the moment it was stored. `pressed`
    means that `text` is a button's token as the channel gave it; the bot puts the button's words in its place before a
    handler sees it. `rest` is the text after the command word; `prepared` is what a file was read into before the
    transaction began. `can` is what the channel it came on can do.

    `answers_to` is the id of the message it is an answer to, where the channel says so.

    In a group `address` is the group's, `sender` the address of the private chat of whoever wrote, `thread` the
    topic it was written in, `group` the group's name, and `named` says that it calls us by our name. With a `change`
    nobody said anything: `sender` added or removed us, `text` is the group's name; or the group moved, and `text` is
    its address from now on.

    `phone` (+84…) is the sender's own number, as the network vouches for it. `doors` are all channels' ways to us.
    """

    channel: str
    address: str
    text: str
    when: datetime
    message_id: str
    sender_name: str = ""
    private: bool = True
    edited: bool = False
    pressed: bool = False
    attachment: Attachment | None = None
    rest: str = ""
    prepared: Any = None
    can: Abilities = EVERYTHING
    inbox_id: int = 0
    asker: Asker = NOBODY
    received: datetime | None = None
    sender: str = ""
    thread: str = ""
    group: str = ""
    named: bool = False
    answers_to: str = ""
    change: Change | None = None
    phone: str = ""
    doors: tuple[Door, ...] = ()

    @property
    def linked(self) -> LinkedAsker:
        """The asker, of whom the school knows who it is. Raises NotLinkedError for a chat nobody is linked with."""
        if not isinstance(self.asker, LinkedAsker):
            raise NotLinkedError(f"chat {self.asker.chat_id}")
        return self.asker

    @property
    def arrived(self) -> datetime:
        """When it was stored: what counts for codes and throttles, since anybody may edit an old message."""
        return self.received or self.when


Says = NewType("Says", str)  # what a button says: written in `letters.says` only, beside the twin that reads it
Typed = NewType("Typed", str)  # the same as people type it too: the reader of what is typed reads it


class Button(Struct, frozen=True):
    """A button is words: pressing it comes in as if `says` had been typed, and is checked like anything typed."""

    label: str
    says: Says | Typed


class File(Struct, frozen=True):
    """A file we send; without `content` one that somebody sent us, which the channel `held_by` keeps by `reference`."""

    name: str
    content: bytes = b""
    held_by: str = ""
    reference: str = ""


class Paper(Struct, frozen=True, kw_only=True):
    """A file of the school that is written as the message leaves, outside any transaction, from what is then so: of
    this day (of days from the `first` on), about these ids (a case's, a class's). Where it cannot be made the message
    says why.
    """

    kind: PaperKind
    school_id: int
    day: date
    first: date | None = None
    ids: tuple[int, ...] = ()


class Outgoing(Struct, frozen=True, kw_only=True):
    """A reply. `to` is a chat's id, or None for the chat that asked.

    `text` is plain; `**words**` are strong. `menu` replaces the chat's list of commands (word, help) where the
    channel has one. List numbers typed in answer (`5, 12P`) come in behind the words of `answers`.

    A `board` is a message whose buttons change it in place. `replaces` names a board by the message (`inbox_id`) it
    was the answer to: this one takes its place; where that cannot be done it is a message like any other. With `leave`
    we leave the group after it. `keys` take the place of the buttons where the channel has them. `links` are
    (label, address) to open by a tap; a text that is `copied` is taken over by one tap, where the channel can. Answers
    are for their reader only, as letters about children are, but for what is `copied` or written to be `passed_on`.
    """

    text: str
    buttons: Sequence[Sequence[Button]] = ()
    files: Sequence[File] = ()
    charts: Sequence[Chart] = ()
    pages: Sequence[Page] = ()
    papers: Sequence[Paper] = ()
    menu: Sequence[tuple[str, str]] | None = None
    keys: Keys | None = None
    links: Sequence[tuple[str, str]] = ()
    copied: bool = False
    passed_on: bool = False
    to: int | None = None
    answers: Says = Says("")
    board: bool = False
    replaces: int | None = None
    leave: bool = False


class Notice(Struct, frozen=True, kw_only=True):
    """Something one person must be told. It has no words yet: they are composed when it leaves, in the reader's
    language, from what is then true; `key` is unique per person, so the same fact is never told twice.

    `kind` names the composer; `about` is the id that composer wants; `day` is the school day it is about. `valid_for`
    counts from the moment it is stored: a message handled late must not make its answer stale before it leaves. What
    `gathers` leaves with what of its kind waits for the same person already.
    """

    kind: Kind
    key: str
    school_id: int
    person_id: int
    about: int
    day: date
    valid_for: timedelta = timedelta(days=3)
    hold: timedelta = timedelta(0)
    gathers: bool = False
    priority: int = ALERT


class Notices(Struct, frozen=True, kw_only=True):
    """Many notices of one kind, as a SELECT of (school_id, person_id, about, day, key): stored by one statement.
    `values` are the SELECT's parameters, if it is one that is kept. A job's notices with the same word in `at_once` and
    the same values go into one statement together, in their order: of one key the first is kept.
    """

    kind: Kind
    select: Select[*tuple[Any, ...]]
    valid_until: datetime
    values: Mapping[str, Any] = {}
    hold: timedelta = timedelta(0)
    priority: int = ALERT
    at_once: str = ""


class Act(Struct, frozen=True):
    """A line for the audit: what was done (`mark.made`, `guardian.approved`) to which row. Ids only, never names."""

    kind: str
    about: int = 0
    school_id: int = 0


class Round(Struct, frozen=True, kw_only=True):
    """One run of a job: the moment it was due, the school day that was there, and the schools it is for."""

    now: datetime
    day: date
    schools: Mapping[int, School]


class Asked(Struct, frozen=True):
    """What this message asked, in whole words: it is kept for the few words that may follow."""

    text: str


Said: TypeAlias = Outgoing | Notice | Notices | Act | Asked
Handler: TypeAlias = Callable[[Incoming, AsyncSession], Awaitable[Sequence[Said]]]
Job: TypeAlias = Callable[[Round, AsyncSession], Awaitable[Sequence[Said]]]
