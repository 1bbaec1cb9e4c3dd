"""Puts our words into Telegram's form: the one place that writes HTML, the splitting, the keyboard, the menu."""

import html
import re
import unicodedata
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct, structs
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from channels import Parcel, Refused
from channels.telegram.refusals import Fault
from locales import _
from models.shapes.message import File, Keys

Markup: TypeAlias = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

LONGEST_TEXT = 4096  # UTF-16 units, as all of Telegram's lengths
LONGEST_CAPTION = 1024
LONGEST_TOKEN = 64  # bytes
MOST_COMMANDS = 100
LARGEST_PHOTO = 10 * 1024 * 1024  # bytes

_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class Part(Struct, frozen=True):
    """What becomes one message: a text, or a file with the text as its caption. `plain` says: send without HTML;
    `as_file`: even a picture.
    """

    text: str
    file: File | None = None
    keyboard: Markup | None = None
    plain: bool = False
    as_file: bool = False

    @property
    def inline(self) -> InlineKeyboardMarkup | None:
        """The keyboard of a message that is changed in its place, which can have no other kind."""
        return self.keyboard if isinstance(self.keyboard, InlineKeyboardMarkup) else None


def to_html(text: str) -> str:
    """Escape everything, then `**strong**` becomes bold: no name can bring a tag of its own."""
    return _STRONG.sub(r"<b>\1</b>", html.escape(text, quote=False))


def to_copy(text: str) -> str:
    """What one tap on the phone copies."""
    return f"<code>{html.escape(to_plain(text), quote=False)}</code>"


def to_plain(text: str) -> str:
    return _STRONG.sub(r"\1", text)


def is_photo(file: File) -> bool:
    """A picture people look at in the chat itself; what Telegram would not take as one goes as a file."""
    return file.name.lower().endswith((".png", ".jpg", ".jpeg")) and len(file.content) <= LARGEST_PHOTO


def parts(parcel: Parcel) -> list[Part]:
    """One part a message, in order: text, then files. A short text is the first file's caption; buttons come last."""
    text = parcel.text.strip()
    captioned = bool(parcel.files) and length(text) <= LONGEST_CAPTION
    texts = [] if captioned else [Part(piece) for piece in split(text, LONGEST_TEXT)]
    captions = [text if captioned else "", *[""] * len(parcel.files)]
    files = [Part(caption, file) for caption, file in zip(captions, parcel.files, strict=False)]
    markup = keyboard(parcel.buttons, parcel.links) if parcel.keys is None else below(parcel.keys)
    return _with_keyboard([*texts, *files], markup)


def without(part: Part, fault: Fault | None) -> list[Part] | None:
    """The same without what Telegram finds fault with, or with less of it; None where nothing can be left out."""
    match fault:
        case Fault.TEXT if not part.plain:
            return _plainly(part)
        case Fault.FILE if part.file is not None:
            if is_photo(part.file) and not part.as_file:
                return [structs.replace(part, as_file=True)]
            said = _("The file {name} cannot be sent here; the school's office has it.").format(name=part.file.name)
            texts = [Part(piece, plain=True) for piece in split(f"{to_plain(part.text)}\n{said}", LONGEST_TEXT)]
            return _with_keyboard(texts, part.keyboard)
        case Fault.KEYS if part.keyboard is not None:
            return [structs.replace(part, keyboard=None)]
        case _:
            return None


def _plainly(part: Part) -> list[Part]:
    """Without HTML and in shorter pieces."""
    texts = [Part(piece, plain=True) for piece in split(to_plain(part.text), LONGEST_TEXT // 2)]
    files = [Part("", part.file, plain=True)] if part.file else []
    return _with_keyboard([*texts, *files], part.keyboard)


def _with_keyboard(parts: list[Part], markup: Markup | None) -> list[Part]:
    if parts:
        parts[-1] = structs.replace(parts[-1], keyboard=markup)
    return parts


def length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` units, cut between paragraphs, else lines, else words; never inside `**strong**`."""
    rest = _STRONG.sub(lambda found: found[0] if length(found[0]) <= limit else found[1], text.strip())
    pieces = []
    while length(rest) > limit:
        cut = _border(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _border(text: str, limit: int) -> int:
    room = len(text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore"))
    strong = [found.span() for found in _STRONG.finditer(text)]
    for border, least in (("\n\n", room // 2), ("\n", room // 2), (" ", 0)):
        cut = text.rfind(border, 0, room + 1)
        while cut > least and _inside(strong, cut):
            cut = text.rfind(border, 0, cut)
        if cut > least:
            return cut
    return next((start for start, end in strong if 0 < start < room < end), room)


def _inside(spans: Sequence[tuple[int, int]], place: int) -> bool:
    return any(start < place < end for start, end in spans)


def keyboard(
    rows: Sequence[Sequence[tuple[str, str]]], links: Sequence[tuple[str, str]] = ()
) -> InlineKeyboardMarkup | None:
    """Links first, a row each."""
    if not rows and not links:
        return None
    if any(len(token.encode()) > LONGEST_TOKEN for row in rows for _, token in row):
        raise Refused(f"a button's token is longer than {LONGEST_TOKEN} bytes")
    opened = [[InlineKeyboardButton(label, url=address)] for label, address in links]
    pressed = [[InlineKeyboardButton(label, callback_data=token) for label, token in row] for row in rows]
    return InlineKeyboardMarkup([*opened, *pressed])


def below(keys: Keys) -> Markup:
    """Keys under the chat; none at all take the old ones away."""
    if not keys.words and not keys.phone:
        return ReplyKeyboardRemove()
    said = [[KeyboardButton(word) for word in keys.words]] if keys.words else []
    shares = [[KeyboardButton(keys.phone, request_contact=True)]] if keys.phone else []
    always = bool(keys.words)
    return ReplyKeyboardMarkup(
        [*said, *shares], resize_keyboard=True, is_persistent=always, one_time_keyboard=not always
    )


def commands(menu: Sequence[tuple[str, str]]) -> list[BotCommand]:
    """Telegram's menu holds bare latin words: `vắng` is listed as `vang`; what has no such form is left out."""
    listed: dict[str, str] = {}
    for word, meaning in menu:
        if _COMMAND.fullmatch(_latin(word)):
            listed.setdefault(_latin(word), (meaning.strip() or word)[:256])
    return [BotCommand(word, meaning) for word, meaning in list(listed.items())[:MOST_COMMANDS]]


def _latin(word: str) -> str:
    spread = unicodedata.normalize("NFD", word.lower().removeprefix("/").replace("đ", "d"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
