"""The web address Zalo delivers to, and telling Zalo of it."""

import asyncio
from urllib.parse import urlsplit

import structlog

from channels import SendError
from channels.zalo.polling import delivers_to
from channels.zalo.request import CallError, Client
from locales import _

log = structlog.get_logger()

WATCH = 60.0  # seconds between two looks where Zalo delivers
PAUSE = 5.0  # the same while it could not be told


class Address:
    """Where Zalo delivers: `webhook_url`, at /channels/zalo if it has no path. Raises ValueError."""

    def __init__(self, webhook_url: str, secret: str) -> None:
        parts = urlsplit(webhook_url)
        if parts.scheme not in ("https", "http") or not parts.netloc:
            raise ValueError(_("zalo: webhook mode needs webhook_url, the https:// address Zalo delivers to."))
        if not 8 <= len(secret.encode()) <= 256:
            raise ValueError(_("zalo: webhook mode needs secret, 8 to 256 letters."))
        self.path = parts.path if parts.path.strip("/") else "/channels/zalo"
        self.url = parts._replace(path=self.path).geturl()
        self.root = f"{parts.scheme}://{parts.netloc}"
        self.secret = secret


class Registration:
    """Tells Zalo where to deliver, as soon as it can be reached, and again whenever it delivers elsewhere."""

    def __init__(self, client: Client, address: Address) -> None:
        self._client, self._address = client, address

    async def run(self) -> None:
        while True:
            try:
                if await delivers_to(self._client) != self._address.url:
                    told = {"url": self._address.url, "secret_token": self._address.secret}
                    await self._client.call("setWebhook", told)
                    log.info("zalo.webhook_set")
                await asyncio.sleep(WATCH)
            except (SendError, CallError) as error:
                log.warning("zalo.webhook_not_set", error=type(error).__name__)
                await asyncio.sleep(PAUSE)
