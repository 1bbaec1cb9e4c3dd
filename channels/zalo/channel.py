"""The Zalo bot as a channel: polling or webhook, plain text, numbered choices, and every outcome told apart."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec
import structlog
from msgspec import Struct
from starlette.routing import BaseRoute, Mount, Route

from channels import ChannelDown, NotSent, Parcel, Refused, SendError, Take, Uncertain, of_the_whole, repeatable
from channels.hook import Hook
from channels.zalo.drawer import Drawer
from channels.zalo.polling import DEAD_TOKEN, POLL, Poller, deaf, delivers_to
from channels.zalo.reading import arrived, read
from channels.zalo.request import CallError, Client, send_error
from channels.zalo.shelf import Shelf
from channels.zalo.webhook import Address, Registration
from channels.zalo.writing import LONGEST, pieces, whole_text
from locales import _, speaking
from models.shapes.message import Abilities, Attachment, Door, File, Incoming

log = structlog.get_logger()

LARGEST_FILE = 5 * 1024 * 1024
MEET_AGAIN = 60.0  # seconds
PICTURES = (".png", ".jpg", ".jpeg")
SPOKEN = ".aac"  # how the address of a voice message must end


class _Me(Struct, frozen=True):
    id: str | int = ""
    account_name: str | None = ""


class _Sent(Struct, frozen=True):
    message_id: str | int


class Channel:
    name = "zalo"
    per_second = 10.0  # the API documents no limit
    per_chat = 0.5

    def __init__(
        self,
        token: str,
        base_url: str = "https://bot-api.zaloplatforms.com",
        mode: Literal["polling", "webhook"] = "polling",
        webhook_url: str = "",
        secret: str = "",
        users: int = 50,
        messages: int = 3000,
        link: str = "",
    ) -> None:
        """`users` and `messages` (a month) are what the bot's plan allows, 0 = no limit; `link` is the bot's address to
        share. Webhook mode needs `webhook_url` and `secret`. Raises ValueError.
        """
        if not token:
            raise ValueError(_("zalo: the channel needs token, as Zalo Bot Creator sent it."))
        if not base_url.startswith(("https://", "http://")):
            raise ValueError(_("zalo: base_url must begin with https:// or http://."))
        self._client = Client(token, base_url.rstrip("/").removesuffix("/bot"))  # as the documentation writes it
        self._address = Address(webhook_url, secret) if mode == "webhook" else None
        self._shelf = Shelf(self._address.root) if self._address else None
        self.can = Abilities(
            text=LONGEST,
            files_out=self._shelf is not None,
            pictures=self._shelf is not None,
            hands_once=self._address is None,
            users=users,
            monthly=messages,
        )
        self._me, self._link = _Me(), link
        self._drawer: Drawer | None = None
        self._poller: Poller | None = None
        self._registration: Registration | None = None
        self._listening: asyncio.Task[None] | None = None
        self._meeting: asyncio.Task[None] | None = None

    def lay_files_in(self, folder: Path) -> None:
        self._drawer = Drawer(folder) if self._shelf is None else None

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        if self._address is None or self._shelf is None:
            return []
        hook = Hook("zalo", "X-Bot-Api-Secret-Token", self._address.secret, partial(self._receive, take))
        return [
            Route(self._address.path, hook, methods=["POST"], name="zalo"),
            Mount("/channels/zalo/file", self._shelf.app(), name="zalo-files"),
        ]

    async def start(self, take: Take) -> None:
        if self._address:
            self._registration = Registration(self._client, self._address)
            listen = self._registration.run()
        else:
            self._poller = Poller(self._client, take)
            listen = self._poller.run()
        self._listening = asyncio.create_task(listen)
        self._meeting = asyncio.create_task(self._meet())

    async def stop(self) -> None:
        if self._poller and self._listening:
            self._poller.end()
            await asyncio.wait([self._listening], timeout=POLL + 1)
        tasks = [task for task in (self._listening, self._meeting) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.close()

    async def _meet(self) -> None:
        """Learn our own name, which slips tell."""
        while not self._me.id:
            with suppress(SendError):
                await self.probe()
            await asyncio.sleep(MEET_AGAIN)

    async def _receive(self, take: Take, body: bytes) -> None:
        raw = arrived(body)
        if raw is not None:
            await take(raw)

    def read(self, body: bytes) -> Incoming | None:
        return read(body, str(self._me.id))

    def deep_link(self, payload: str) -> str:
        return ""

    def door(self) -> Door | None:
        name = self._me.account_name or ""
        return Door(app="Zalo", name=name, link=self._link) if name or self._link else None

    async def send(self, parcel: Parcel) -> str:
        sent, named = "", list[File]()
        for file in parcel.files:
            shown = self._shown(file)
            if shown is None:
                named.append(file)
                continue
            method, params = shown
            try:
                sent = await self._put(sent, method, {"chat_id": parcel.address, **params})
            except Refused:  # Zalo does not take them from every address: the words must arrive all the same
                named.append(file)
        with speaking(parcel.language):
            waiting = pieces(whole_text(parcel, [self._note(file) for file in named]))
        for piece in waiting:
            sent = await self._put(sent, "sendMessage", {"chat_id": parcel.address, "text": piece})
        return sent

    def _shown(self, file: File) -> tuple[str, dict[str, str]] | None:
        """The call that shows a file in the chat: by Zalo's own address of what was sent there, else by ours."""
        theirs = file.reference if file.held_by == self.name else ""
        if file.name.lower().endswith(PICTURES) and (theirs or self._shelf):
            return "sendPhoto", {"photo": theirs or (self._shelf.place(file) if self._shelf else "")}
        return ("sendVoice", {"voice_url": theirs}) if theirs.endswith(SPOKEN) else None

    def _note(self, file: File) -> str:
        """What stands for a file that Zalo cannot carry: where it lies, or who has it."""
        if self._shelf:
            text = _("{name}: {address} (opens for an hour)")
            return text.format(name=file.name, address=self._shelf.place(file))
        if file.held_by:
            return _("Zalo cannot carry {name} from here: please call who sent it.").format(name=file.name)
        try:
            place = self._drawer.place(file) if self._drawer else ""
        except OSError as error:
            log.warning("zalo.file_not_laid_down", error=type(error).__name__)
            place = ""
        if not place:
            return _("Zalo cannot carry the file {name}: please ask the office for it.").format(name=file.name)
        text = _("Zalo cannot carry the file {name}. It lies at the school's computer for a week: {place}.")
        return text.format(name=file.name, place=place)

    async def _put(self, before: str, method: str, params: dict[str, str]) -> str:
        """Raises SendError, of the whole message: `before` is the part that has arrived already."""
        try:
            return str(msgspec.json.decode(await self._client.call(method, params), type=_Sent).message_id)
        except CallError as error:
            raise of_the_whole(send_error(error), before) from error
        except SendError as error:
            raise of_the_whole(error, before) from error
        except msgspec.MsgspecError as error:
            raise Uncertain("the answer names no message") from error

    async def fetch(self, attachment: Attachment) -> bytes:
        return await self._client.download(attachment.reference, LARGEST_FILE)

    async def probe(self) -> None:
        try:
            self._me = msgspec.json.decode(await self._client.call("getMe"), type=_Me)
        except CallError as error:
            reason = send_error(error)
            if not isinstance(reason, Refused):
                raise repeatable(reason) from error
        except msgspec.MsgspecError as error:
            raise NotSent("the answer to getMe cannot be read") from error

    async def problem(self) -> str | None:
        try:
            await self.probe()
            elsewhere = await delivers_to(self._client)
        except ChannelDown:
            return _(DEAD_TOKEN)
        except (SendError, CallError) as error:
            return _("Zalo cannot be reached ({why}).").format(why=error)
        if self._address and elsewhere != self._address.url:
            return _("Zalo does not deliver to our address yet; the running program tells it within a minute.")
        if not self._address and elsewhere:
            return deaf(elsewhere)
        if self._listening and self._listening.done():
            return _("Nothing is fetched from Zalo any more: please restart the program.")
        return self._poller.problem() if self._poller else None
