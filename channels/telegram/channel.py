"""The Telegram channel: python-telegram-bot over aiohttp, polling or webhook, and every outcome told apart."""

import asyncio
import logging
from collections import deque
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Literal

import structlog
from msgspec import structs
from starlette.routing import BaseRoute
from telegram import Bot, BotCommandScopeChat, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError

from channels import Gone, Parcel, Refused, Take, of_the_whole, repeatable
from channels.telegram.arriving import Arrival
from channels.telegram.introduction import introduce
from channels.telegram.polling import DEAD_TOKEN, Poller, PollRequest, until_reached
from channels.telegram.reading import ALLOWED_UPDATES, read
from channels.telegram.refusals import Fault, fault, is_unchanged, send_error
from channels.telegram.request import TOKEN, Request
from channels.telegram.webhook import CONNECTIONS, WATCH, Address, astray
from channels.telegram.writing import Part, commands, is_photo, parts, to_copy, to_html, without
from locales import _, speaking
from models.shapes.message import EVERYTHING, Attachment, Door, Incoming

log = structlog.get_logger()

LARGEST_FILE = 5 * 1024 * 1024
NOBODY = 0  # no chat has this id
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Channel:
    name = "telegram"
    can = structs.replace(EVERYTHING, groups=True, links=True, keys=True, answers=True)
    per_second = 28.0  # Telegram allows a bot about 30
    per_chat = 1.0

    def __init__(
        self,
        token: str,
        base_url: str = "https://api.telegram.org/bot",
        mode: Literal["polling", "webhook"] = "polling",
        webhook_url: str = "",
        secret: str = "",
        proxy: str = "",
    ) -> None:
        """`base_url` may end in /bot or not. Webhook mode needs `webhook_url` and `secret`. `proxy` is the address of
        a proxy (http://), empty for the environment's. Raises ValueError.
        """
        root = base_url.rstrip("/").removesuffix("/bot")
        if not token:
            raise ValueError(_("telegram: the channel needs token, as @BotFather gave it."))
        if not root.startswith(("https://", "http://")):
            raise ValueError(_("telegram: base_url must begin with https:// or http://."))
        self._webhook = Address(webhook_url, secret, token) if mode == "webhook" else None
        if proxy and not proxy.startswith("http://"):
            raise ValueError(_("telegram: proxy must begin with http://."))
        self._request = Request(token, proxy, by_environment=root.startswith("https://"))
        self._polling = PollRequest(self._request)
        self._bot = Bot(TOKEN, f"{root}/bot", f"{root}/file/bot", self._request, self._polling)
        self._poller: Poller | None = None
        self._listening: asyncio.Task[None] | None = None
        self._introducing: asyncio.Task[None] | None = None
        self._dead = self._registered = False
        self._presses: set[asyncio.Task[None]] = set()
        self.unanswered_presses = 0
        logging.getLogger("telegram").setLevel(logging.INFO)  # at DEBUG, PTB writes down whatever it sends

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        return [self._webhook.route(partial(self._receive, take))] if self._webhook else []

    async def start(self, take: Take) -> None:
        if self._webhook:
            listen = self._register(self._webhook)
        else:
            self._poller = Poller(self._bot, self._polling, partial(self._receive, take))
            listen = self._poller.run()
        self._listening = asyncio.create_task(listen)
        self._introducing = asyncio.create_task(introduce(self._bot))

    async def stop(self) -> None:
        await _end([task for task in (self._listening, self._introducing) if task])
        if self._poller:
            await self._poller.stop()
        await _end(self._presses)
        await self._bot.shutdown()
        await self._request.shutdown()

    def read(self, body: bytes) -> Incoming | None:
        return read(body, self._username())

    async def send(self, parcel: Parcel) -> str:
        waiting, place = deque(parts(parcel)), parcel.replaces
        if parcel.menu is not None:
            await self._show_menu(parcel.address, parcel.menu)
        sent = ""
        while waiting:
            part = waiting.popleft()
            try:
                sent = await self._put_part(parcel, part, place)
                place = ""
            except TelegramError as error:
                parcel, again = _without_fault(parcel, part, error, place)
                if again is None:
                    reason = send_error(error)
                    raise of_the_whole(repeatable(reason) if place else reason, sent) from error
                log.error("telegram.part_refused", fault=error.message.partition(":")[0])  # noqa: TRY400, mended here
                waiting.extendleft(reversed(again))
        if parcel.leave:
            await self._leave(parcel.address)
        return sent

    async def fetch(self, attachment: Attachment) -> bytes:
        if attachment.size > LARGEST_FILE:
            raise Refused(f"the file is larger than {LARGEST_FILE} bytes")
        try:
            file = await self._bot.get_file(attachment.reference)
            return await self._request.download(str(file.file_path), LARGEST_FILE)
        except TelegramError as error:
            raise repeatable(send_error(error)) from error

    async def probe(self) -> None:
        """Who we are, and a message to nobody: the one is answered and the other refused, unseen."""
        try:
            await self._bot.get_me()
            await self._bot.send_message(NOBODY, "?")
        except TelegramError as error:
            reason = send_error(error)
            if not isinstance(reason, Gone | Refused):
                raise repeatable(reason) from error

    async def problem(self) -> str | None:
        if self._dead:
            return _(DEAD_TOKEN)
        try:
            await self._bot.get_me()
            elsewhere = astray(await self._bot.get_webhook_info(), self._webhook) if self._webhook else None
        except InvalidToken:
            return _("Telegram does not accept the bot's token.")
        except TelegramError as error:
            return _("Telegram cannot be reached ({why}).").format(why=error.message)
        if elsewhere:
            return elsewhere
        if self._listening and self._listening.done():
            return _("Nothing is fetched from Telegram any more: please restart the program.")
        return self._poller.problem() if self._poller else None

    async def unheard_in_groups(self) -> str | None:
        try:
            hears = (await self._bot.get_me()).can_read_all_group_messages
        except TelegramError:
            return None
        if hears is not False:
            return None
        return _(
            "Telegram's privacy mode is on: in groups only commands and answers to the bot are heard, plain reports "
            "are not. In @BotFather: /setprivacy, Disable, then add the bot to the group again; or make it an "
            "administrator of the group."
        )

    async def _register(self, address: Address) -> None:
        """Tell Telegram where to deliver, as soon as it can be reached, and again whenever it delivers elsewhere."""

        async def register() -> None:
            await self._bot.initialize()
            if self._registered and (await self._bot.get_webhook_info()).url == address.url:
                return
            await self._bot.set_webhook(
                address.url,
                secret_token=address.secret,
                allowed_updates=ALLOWED_UPDATES,
                max_connections=CONNECTIONS,
            )
            self._registered = True
            log.info("telegram.webhook_set")

        while True:
            try:
                await until_reached(register)
                self._dead = False
            except InvalidToken:
                self._dead = True
                log.error("telegram.webhook_refused", why=DEAD_TOKEN)  # noqa: TRY400, the sentence says it all
            await asyncio.sleep(WATCH)

    async def _receive(self, take: Take, arrival: Arrival) -> None:
        await take(arrival.raw)
        if arrival.press:
            answering = asyncio.create_task(self._answer_press(arrival.press))
            self._presses.add(answering)
            answering.add_done_callback(self._presses.discard)

    async def _answer_press(self, press: str) -> None:
        """Stops the spinner on the pressed button: the only call outside the outbox, and harmless when it fails."""
        try:
            await self._bot.answer_callback_query(press)
        except TelegramError:
            self.unanswered_presses += 1

    def deep_link(self, payload: str) -> str:
        """The address that opens this bot with `/start payload`; empty while the bot's name is not known."""
        name = self._username()
        return f"https://t.me/{name}?start={payload}" if name else ""

    def door(self) -> Door | None:
        name = self._username()
        link = f"https://t.me/{name}"
        return Door(app="Telegram", name=f"@{name}", link=link, with_code=link + "?start={code}") if name else None

    def _username(self) -> str:
        with suppress(RuntimeError):  # PTB's way to say that getMe has not been answered yet
            return self._bot.username
        return ""

    async def _show_menu(self, address: str, menu: Sequence[tuple[str, str]]) -> None:
        try:
            await self._bot.set_my_commands(commands(menu), scope=BotCommandScopeChat(int(address)))
        except TelegramError as error:
            reason = send_error(error)
            if not isinstance(reason, Refused):
                raise repeatable(reason) from error
            log.warning("telegram.menu_refused", error=str(reason))  # the words must arrive without it

    async def _leave(self, group: str) -> None:
        try:
            await self._bot.leave_chat(int(group))
        except TelegramError as error:
            log.warning("telegram.not_left", error=str(send_error(error)))  # thrown out already, most likely

    async def _put_part(self, parcel: Parcel, part: Part, place: str) -> str:
        """Send a part, or show it in the `place` of a message."""
        chat = int(parcel.address)
        written = to_copy if parcel.copied else to_html
        text, mode = (part.text, None) if part.plain else (written(part.text), ParseMode.HTML)
        if place and part.file is None:
            return await self._edit(parcel.address, place, text, mode, part.inline)
        where: dict[str, Any] = {"reply_markup": part.keyboard, "parse_mode": mode}
        if parcel.quiet:
            where["disable_notification"] = True
        if parcel.thread:
            where["message_thread_id"] = int(parcel.thread)
        if parcel.answers_to:
            where["reply_parameters"] = ReplyParameters(int(parcel.answers_to), allow_sending_without_reply=True)
        file = part.file
        if parcel.protected and (file is None or file.held_by):  # papers of the school's are made to be passed on
            where["protect_content"] = True
        if file is None:
            sent = await self._bot.send_message(chat, text, link_preview_options=_NO_PREVIEW, **where)
        elif is_photo(file) and not part.as_file:
            sent = await self._bot.send_photo(chat, file.content, filename=file.name, caption=text or None, **where)
        else:
            sent = await self._bot.send_document(chat, file.content, filename=file.name, caption=text or None, **where)
        return str(sent.message_id)

    async def _edit(
        self, address: str, place: str, text: str, mode: ParseMode | None, keyboard: InlineKeyboardMarkup | None
    ) -> str:
        try:
            await self._bot.edit_message_text(
                text,
                int(address),
                int(place),
                parse_mode=mode,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
        except TelegramError as error:
            if not is_unchanged(error):
                raise
        return place


def _without_fault(parcel: Parcel, part: Part, error: TelegramError, place: str) -> tuple[Parcel, list[Part] | None]:
    """What can go all the same: the words must arrive, with as much of the rest as Telegram takes."""
    wrong = fault(error)
    if wrong is Fault.KEYS and place:  # a board without its buttons would be none
        return parcel, None
    if wrong is Fault.PLACE and parcel.thread:  # a topic that was closed or deleted meanwhile
        return structs.replace(parcel, thread=""), [part]
    with speaking(parcel.language):
        return parcel, without(part, wrong)


async def _end(tasks: Collection[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
