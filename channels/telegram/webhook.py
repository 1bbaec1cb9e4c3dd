"""The web address Telegram delivers to."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from starlette.routing import BaseRoute, Route
from telegram import WebhookInfo

from channels.hook import Hook
from channels.telegram.arriving import arrived
from channels.telegram.polling import Receive
from locales import _

CONNECTIONS = 40  # that Telegram may open at once
WATCH = 60.0  # seconds between two looks where Telegram delivers
FRESH = timedelta(minutes=10)  # a delivery that failed within them says how things are
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


class Address:
    """Where Telegram delivers: `webhook_url`, with a path nobody guesses if it has none. Raises ValueError."""

    def __init__(self, webhook_url: str, secret: str, token: str) -> None:
        parts = urlsplit(webhook_url)
        if parts.scheme not in ("https", "http") or not parts.netloc:
            raise ValueError(_("telegram: webhook mode needs webhook_url, the https:// address Telegram delivers to."))
        if not _SECRET.fullmatch(secret):
            raise ValueError(_("telegram: webhook mode needs secret, at least 16 of the characters A-Z a-z 0-9 _ -."))
        hidden = f"/telegram/{hashlib.sha256(token.encode()).hexdigest()[:32]}"
        self.path = parts.path if parts.path.strip("/") else hidden
        self.url = parts._replace(path=self.path).geturl()
        self.secret = secret

    def route(self, receive: Receive) -> BaseRoute:
        async def store(body: bytes) -> None:
            await receive(arrived(body))

        hook = Hook("telegram", "X-Telegram-Bot-Api-Secret-Token", self.secret, store)
        return Route(self.path, hook, methods=["POST"], name="telegram")


def astray(info: WebhookInfo, address: Address) -> str | None:
    """What keeps deliveries from us, in one sentence."""
    if info.url != address.url:
        return _("Telegram does not deliver to our address yet; the running program tells it within a minute.")
    failed = info.last_error_date
    if info.pending_update_count and failed and datetime.now(UTC) - failed < FRESH:
        text = _("Telegram cannot deliver to us ({why}); {count} messages wait.")
        return text.format(why=info.last_error_message, count=info.pending_update_count)
    return None
