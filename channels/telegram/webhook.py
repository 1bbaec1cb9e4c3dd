"""The web address Telegram delivers to: bare ASGI, and 200 only for what is stored."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import msgspec
import structlog
from starlette.routing import BaseRoute, Route
from starlette.types import Receive as Body
from starlette.types import Scope, Send
from telegram import WebhookInfo

from channels.telegram.polling import Receive
from channels.telegram.reading import arrived

log = structlog.get_logger()

LARGEST = 1024 * 1024
CONNECTIONS = 40  # that Telegram may open at once
WATCH = 60.0  # seconds between two looks where Telegram delivers
FRESH = timedelta(minutes=10)  # a delivery that failed within them says how things are
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class Address:
    """Where Telegram delivers: `webhook_url`, with a path nobody guesses if it has none. Raises ValueError."""

    def __init__(self, webhook_url: str, secret: str, token: str) -> None:
        parts = urlsplit(webhook_url)
        if parts.scheme not in ("https", "http") or not parts.netloc:
            raise ValueError("telegram: webhook mode needs webhook_url, the https:// address Telegram delivers to.")
        if not _SECRET.fullmatch(secret):
            raise ValueError("telegram: webhook mode needs secret, at least 16 of the characters A-Z a-z 0-9 _ -.")
        hidden = f"/telegram/{hashlib.sha256(token.encode()).hexdigest()[:32]}"
        self.path = parts.path if parts.path.strip("/") else hidden
        self.url = parts._replace(path=self.path).geturl()
        self.secret = secret

    def route(self, receive: Receive) -> BaseRoute:
        return Route(self.path, _Endpoint(self.secret, receive), methods=["POST"], name="telegram")


def astray(info: WebhookInfo, address: Address) -> str | None:
    """What keeps deliveries from us, in one English sentence."""
    if info.url != address.url:
        return "Telegram delivers this bot's messages to another address; it is told ours again within a minute."
    failed = info.last_error_date
    if info.pending_update_count and failed and datetime.now(UTC) - failed < FRESH:
        return f"Telegram cannot deliver to us ({info.last_error_message}); {info.pending_update_count} messages wait."
    return None


class _Endpoint:
    def __init__(self, secret: str, receive: Receive) -> None:
        self._secret = secret.encode()
        self._receive = receive

    async def __call__(self, scope: Scope, body: Body, send: Send) -> None:
        status = await self._accept(dict(scope["headers"]), body)
        headers = [(b"content-length", b"0")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def _accept(self, headers: dict[bytes, bytes], body: Body) -> int:
        """403, 400 and 413 for what Telegram would not send; 500 makes it deliver again."""
        if not hmac.compare_digest(headers.get(b"x-telegram-bot-api-secret-token", b""), self._secret):
            return 403
        if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
            return 400
        content = await _whole(body)
        if content is None:
            return 413
        return await self._store(content)

    async def _store(self, content: bytes) -> int:
        try:
            arrival = arrived(content)
        except msgspec.MsgspecError:
            return 400
        try:
            await self._receive(arrival)
        except Exception as error:  # whatever it is, Telegram must deliver it again
            log.error("telegram.not_stored", error=type(error).__name__)  # noqa: TRY400, a traceback could show the text
            return 500
        return 200


async def _whole(body: Body) -> bytes | None:
    """None if it is too large, or was cut off."""
    content = bytearray()
    while True:
        message = await body()
        if message["type"] == "http.disconnect":
            return None
        content += message.get("body", b"")
        if len(content) > LARGEST:
            return None
        if not message.get("more_body", False):
            return bytes(content)
