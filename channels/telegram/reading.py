"""What Telegram delivers, read when its turn comes."""

import unicodedata
from datetime import UTC, datetime

import msgspec
from msgspec import Struct, field

from channels.telegram.arriving import Chat
from models.shapes.message import Attachment, Change, Incoming
from rules.written import PLACE

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

# Anonymous admins of a group, a channel's posts, and the account that forwards them all look like one person each.
ANONYMOUS = 1087968824
NOBODY_IN_PARTICULAR = frozenset({ANONYMOUS, 136817688, 777000})


class _User(Struct, frozen=True):
    id: int
    first_name: str = ""
    last_name: str = ""

    def name(self) -> str:
        return _nfc(f"{self.first_name} {self.last_name}")[:100]


class _Document(Struct, frozen=True):
    file_id: str
    file_name: str = ""
    file_size: int = 0


VOICE, FILM, SOUND = "tin-thoai.ogg", "video.mp4", "am-thanh.mp3"
LARGEST = 20 * 1024 * 1024  # what a bot may fetch


class _Answered(Struct, frozen=True):
    message_id: int


class _Place(Struct, frozen=True):
    latitude: float
    longitude: float


class _Contact(Struct, frozen=True):
    phone_number: str
    user_id: int | None = None


class _Origin(Struct, frozen=True):
    """Of a message that was passed on: when it was written, by whomever."""

    date: int


class _Message(Struct, frozen=True):
    message_id: int
    date: int
    chat: Chat
    sender: _User | None = field(name="from", default=None)
    sender_chat: Chat | None = None
    reply_to_message: _Answered | None = None
    forward_origin: _Origin | None = None
    message_thread_id: int | None = None
    migrate_to_chat_id: int | None = None
    is_topic_message: bool = False
    text: str = ""
    caption: str = ""
    document: _Document | None = None
    animation: object = None
    audio: object = None
    contact: object = None
    dice: object = None
    location: object = None
    photo: object = None
    poll: object = None
    sticker: object = None
    video: object = None
    video_note: object = None
    voice: object = None

    def is_speechless(self) -> bool:
        """Something a person sent that has no words; a notice by Telegram itself (a pinned message) is not that."""
        kinds = (self.animation, self.audio, self.contact, self.dice, self.location, self.photo)
        more = (self.poll, self.sticker, self.video, self.video_note, self.voice)
        return any(kind is not None for kind in (*kinds, *more))


class _Query(Struct, frozen=True):
    sender: _User = field(name="from")
    message: _Message | None = None
    data: str = ""


class _Member(Struct, frozen=True):
    status: str = ""


class _Membership(Struct, frozen=True):
    """What became of us in a chat."""

    chat: Chat
    date: int
    sender: _User | None = field(name="from", default=None)
    old_chat_member: _Member = _Member()
    new_chat_member: _Member = _Member()


class _Update(Struct, frozen=True):
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Query | None = None
    my_chat_member: _Membership | None = None


_update = msgspec.json.Decoder(_Update)


def read(body: bytes, username: str) -> Incoming | None:
    """`username` is the bot's own, without "@"; empty while it is not known. Raises msgspec.MsgspecError."""
    update = _update.decode(body)
    if update.callback_query:
        return _pressed(update.callback_query)
    if update.my_chat_member:
        return _changed(update.my_chat_member)
    message = update.message or update.edited_message
    if message is not None and message.migrate_to_chat_id is not None:
        return _moved(message, message.migrate_to_chat_id)
    if message is None or _is_anybodys(message):
        return None
    private = message.chat.type == "private"
    where = _place(message.location) if private and update.message else ""  # a place that moves is edited on and on
    text = _addressed_to(username, _nfc(message.text or message.caption or where))
    if text is None or not _says_something(message, text, edited=update.message is None):
        return None
    written = message.forward_origin or message  # an edited message keeps its school day, and so does one passed on
    return Incoming(
        channel="telegram",
        address=str(message.chat.id),
        text=text,
        when=datetime.fromtimestamp(written.date, UTC),
        message_id=str(message.message_id),
        sender_name=message.sender.name() if message.sender else "",
        private=private,
        edited=update.message is None,
        sender=str(message.sender.id) if message.sender and not private and not _is_hidden(message) else "",
        thread=str(message.message_thread_id) if message.is_topic_message else "",
        group="" if private else _nfc(message.chat.title),
        named=not private and _names(username, text),
        answers_to=str(message.reply_to_message.message_id) if message.reply_to_message and private else "",
        attachment=_attachment(message.document) or _picture(message.photo) or _heard_or_seen(message),
        phone=_own_number(message) if private and update.message else "",
    )


def _pressed(query: _Query) -> Incoming | None:
    if query.message is None or not query.data or query.sender.id in NOBODY_IN_PARTICULAR:
        return None
    return Incoming(
        channel="telegram",
        address=str(query.message.chat.id),
        text=query.data,
        when=datetime.fromtimestamp(query.message.date, UTC),  # of the message with the buttons: a press has no date
        message_id=str(query.message.message_id),
        sender_name=query.sender.name(),
        private=query.message.chat.type == "private",
        pressed=True,
        sender="" if query.message.chat.type == "private" else str(query.sender.id),
    )


_INSIDE = frozenset({"member", "administrator"})


def _changed(member: _Membership) -> Incoming | None:
    """Added to a group, or removed from it; being blocked and unblocked in private is learned by sending."""
    inside = member.new_chat_member.status in _INSIDE
    if member.chat.type == "private" or (member.old_chat_member.status in _INSIDE) is inside:
        return None
    return Incoming(
        channel="telegram",
        address=str(member.chat.id),
        text=_nfc(member.chat.title),
        when=datetime.fromtimestamp(member.date, UTC),
        message_id="",
        private=False,
        sender=str(member.sender.id) if member.sender and member.sender.id not in NOBODY_IN_PARTICULAR else "",
        change=Change.ADDED if inside else Change.REMOVED,
    )


def _moved(message: _Message, to: int) -> Incoming:
    """A group that became a supergroup: from then on it writes from another address."""
    return Incoming(
        channel="telegram",
        address=str(message.chat.id),
        text=str(to),
        when=datetime.fromtimestamp(message.date, UTC),
        message_id=str(message.message_id),
        private=False,
        change=Change.MOVED,
    )


def _is_anybodys(message: _Message) -> bool:
    """Of no person, or in a group, where the sender counts, in somebody else's words. (Who hides behind the group's own
    name is one of its administrators: heard, and known to nobody.)
    """
    nobodys = bool(message.sender_chat) or (message.sender is not None and message.sender.id in NOBODY_IN_PARTICULAR)
    forwarded = message.forward_origin is not None and message.chat.type != "private"
    return forwarded or (nobodys and not _is_hidden(message))


def _is_hidden(message: _Message) -> bool:
    """Written by an administrator in the name of the group itself."""
    behind = message.sender_chat.id if message.sender_chat else None
    return behind == message.chat.id and message.sender is not None and message.sender.id == ANONYMOUS


def _says_something(message: _Message, text: str, *, edited: bool) -> bool:
    """A sticker alone deserves an answer in a private chat, and none among others or when it is edited."""
    if text or message.document:
        return True
    return message.is_speechless() and message.chat.type == "private" and not edited


def _addressed_to(username: str, text: str) -> str | None:
    """`/vang@OurBot 6A` is `/vang 6A`; None for another bot's command. Until our name is known, all are ours."""
    command, *rest = text.split(maxsplit=1)[:2] or [""]
    word, at, name = command.partition("@")
    if not at or not word.startswith("/"):
        return text
    if username and name.lower() != username.lower():
        return None
    return " ".join((word, *rest))


def _names(username: str, text: str) -> bool:
    return username != "" and f"@{username}".lower() in {word.strip(".,:;!?") for word in text.lower().split()}


def _attachment(document: _Document | None) -> Attachment | None:
    if document is None:
        return None
    return Attachment(name=_nfc(document.file_name), reference=document.file_id, size=document.file_size)


def _heard_or_seen(message: _Message) -> Attachment | None:
    """A voice message, a film, a sound; one that is too large to be fetched is none."""
    kinds = ((message.voice, VOICE), (message.video_note, FILM), (message.video, FILM), (message.audio, SOUND))
    for kind, name in kinds:
        try:
            note = msgspec.convert(kind, _Document)
        except msgspec.ValidationError:
            continue
        if note.file_size <= LARGEST:
            return Attachment(name=name, reference=note.file_id, size=note.file_size)
    return None


def _place(location: object) -> str:
    """As words that open a map."""
    try:
        place = msgspec.convert(location, _Place)
    except msgspec.ValidationError:
        return ""
    return f"{PLACE}{place.latitude:.6f},{place.longitude:.6f}"


def _own_number(message: _Message) -> str:
    """Telegram vouches for a number only where somebody shares the own one."""
    try:
        contact = msgspec.convert(message.contact, _Contact)
    except msgspec.ValidationError:
        return ""
    digits = "".join(letter for letter in contact.phone_number if letter.isdigit())
    return f"+{digits}" if message.sender and contact.user_id == message.sender.id and digits else ""


def _picture(sizes: object) -> Attachment | None:
    """A photo comes in several sizes, the largest last."""
    try:
        photo = msgspec.convert(sizes, list[_Document])[-1]
    except (msgspec.ValidationError, IndexError):
        return None
    return Attachment(name="photo.jpg", reference=photo.file_id, size=photo.file_size)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
