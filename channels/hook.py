"""An address that another program delivers to: bare ASGI, and 200 only for what is stored."""

import hmac
from collections.abc import Awaitable, Callable

import msgspec
import structlog
from starlette.types import Receive, Scope, Send

log = structlog.get_logger()

LARGEST = 1024 * 1024


class Hook:
    """An ASGI endpoint. Each delivery must bring `secret` in `header`; its body goes to `store`, which returns when it
    is stored, raises msgspec.MsgspecError for what the other side would never send, and anything else to have it again.
    """

    def __init__(self, name: str, header: str, secret: str, store: Callable[[bytes], Awaitable[None]]) -> None:
        self._name, self._header, self._secret, self._store = name, header.lower().encode(), secret.encode(), store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = await self._accept(dict(scope["headers"]), receive)
        headers = [(b"content-length", b"0")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def _accept(self, headers: dict[bytes, bytes], receive: Receive) -> int:
        """403, 400 and 413 for what the other side would not send; 500 makes it deliver again."""
        if not hmac.compare_digest(headers.get(self._header, b""), self._secret):
            return 403
        if headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != b"application/json":
            return 400
        content = await whole(receive)
        return 413 if content is None else await self._kept(content)

    async def _kept(self, content: bytes) -> int:
        try:
            await self._store(content)
        except msgspec.MsgspecError:
            return 400
        except Exception as error:  # whatever it is, it must be delivered again
            log.error("hook.not_stored", channel=self._name, error=type(error).__name__)  # noqa: TRY400, a traceback could show the text
            return 500
        return 200


async def whole(receive: Receive) -> bytes | None:
    """The body of a request; None if it is too large, or was cut off."""
    content = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        content += message.get("body", b"")
        if len(content) > LARGEST:
            return None
        if not message.get("more_body", False):
            return bytes(content)
