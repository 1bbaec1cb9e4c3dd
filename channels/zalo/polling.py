"""Fetches messages one by one. The API has no offset and no acknowledgement, and a webhook that somebody set makes it
deaf without a word: so what comes is stored first, copies are slowed down, and the webhook is looked for every minute.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec
import structlog
from msgspec import Struct

from channels import Raw, SendError
from channels.zalo.reading import arrived
from channels.zalo.request import IDLE, CallError, Client
from locales import N_, _

log = structlog.get_logger()

POLL = 3.0  # seconds the other side may wait for a message: a stop waits for it, since a poll cut off may lose one
SLACK = 10.0
PAUSE = 1.0  # after a copy of what is stored already: some servers hand out the same message for ever
LONGEST_PAUSE = 30.0
LOOK = 60.0  # seconds between two looks for a webhook
SILENCE = 120.0

DEAD_TOKEN = N_("Zalo does not accept the bot's token; nothing is fetched until it does again.")

Store = Callable[[Raw], Awaitable[None]]


class _Webhook(Struct, frozen=True):
    url: str = ""


class Poller:
    """One loop that never ends by itself. What a poll was handed is stored before it does as it is told."""

    def __init__(self, client: Client, store: Store, poll: float = POLL) -> None:
        self._client, self._store, self._poll = client, store, poll
        self._last, self._looked = "", float("-inf")
        self._heard = time.monotonic()
        self._fault = self._elsewhere = self._full = ""
        self._ending = asyncio.Event()

    def problem(self) -> str | None:
        if self._fault:
            return _(self._fault)
        if self._elsewhere:
            return deaf(self._elsewhere)
        if self._full:
            return _("What Zalo delivers cannot be stored ({why}).").format(why=self._full)
        silent = time.monotonic() - self._heard
        text = _("Zalo has not answered for {seconds} seconds.")
        return text.format(seconds=f"{silent:.0f}") if silent > SILENCE else None

    def end(self) -> None:
        """Let `run` return after the poll in hand."""
        self._ending.set()

    async def run(self) -> None:
        pause = PAUSE
        while not self._ending.is_set():
            try:
                await self._look()
                if self._fault or self._elsewhere:
                    await self._rest(LOOK)
                    continue
                await self._fetch()
                pause = PAUSE
            except Exception as error:  # the loop must outlive whatever comes from outside, and a database at rest
                log.warning("zalo.poll_failed", error=type(error).__name__)
                await self._rest(pause)
                pause = min(LONGEST_PAUSE, 2 * pause)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ending.wait(), seconds)

    async def _look(self) -> None:
        """Whether messages can come here at all: the token, and nobody else's address."""
        stopped = self._fault or self._elsewhere
        if not stopped and time.monotonic() - self._looked < LOOK:
            return
        self._looked = time.monotonic()
        try:
            self._elsewhere, self._fault = await delivers_to(self._client), ""
        except CallError as error:
            self._fault = DEAD_TOKEN if error.code == 401 else self._fault
            log.warning("zalo.webhook_unknown", code=error.code)
        except SendError as error:  # it keeps nobody from asking for messages
            log.warning("zalo.webhook_unknown", error=type(error).__name__)
        if self._fault or self._elsewhere:
            log.error("zalo.polling_stopped", why=self._fault or f"messages go to {self._elsewhere}")

    async def _fetch(self) -> None:
        try:
            body = await self._client.call("getUpdates", {"timeout": str(int(self._poll))}, read=self._poll + SLACK)
        except CallError as error:
            if error.code == 401:
                self._looked = float("-inf")
            if error.code != IDLE:
                raise
            body = b"null"
        self._heard = time.monotonic()
        for one in _each(body):
            raw = self._read(one)
            if raw is not None:
                await self._keep(raw)
                if raw.external_id == self._last:
                    await self._rest(PAUSE)
                self._last = raw.external_id

    async def _keep(self, raw: Raw) -> None:
        """Until it is stored: some servers hand a message out once, and nothing else is fetched before."""
        pause = PAUSE
        while True:
            try:
                await self._store(raw)
            except Exception as error:  # whatever keeps it from being stored: it is in our hands only
                self._full = type(error).__name__
                log.error("zalo.not_stored", error=self._full)  # noqa: TRY400, a traceback could show the text
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, 2 * pause)
            else:
                self._full = ""
                return

    def _read(self, body: bytes) -> Raw | None:
        try:
            return arrived(body)
        except msgspec.MsgspecError:
            log.warning("zalo.unreadable_update")
            return None


def _each(body: bytes) -> list[bytes]:
    """One update a call, as documented; a list of them is taken too."""
    if body in (b"null", b"{}"):
        return []
    return [bytes(one) for one in msgspec.json.decode(body, type=list[msgspec.Raw])] if body[:1] == b"[" else [body]


def deaf(elsewhere: str) -> str:
    """It is never removed unasked: another system may live on it."""
    text = _(
        "Zalo delivers this bot's messages to {address}, so nothing can be fetched. "
        'Please remove that webhook (deleteWebhook), or write mode = "webhook".'
    )
    return text.format(address=elsewhere)


async def delivers_to(client: Client) -> str:
    """The webhook that is set; empty if none is. Raises CallError and SendError."""
    try:
        return msgspec.json.decode(await client.call("getWebhookInfo"), type=_Webhook).url
    except CallError as error:
        if error.code == 404:  # how a live bot said that there is none
            return ""
        raise
    except msgspec.MsgspecError as error:
        raise SendError("the answer to getWebhookInfo cannot be read") from error
