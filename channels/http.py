"""HTTP to other people's servers: one session a channel, and "never left" told from "unclear"."""

from typing import Any

import aiohttp

from channels import NotSent, Uncertain

CONNECT = 10.0
READ = 25.0
LARGEST_REPLY = 2 * 1024 * 1024


class Http:
    """Opened with the first call. Its errors show no address: tokens may stand in them."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def ask(self, method: str, url: str, *, read: float = READ, **more: Any) -> tuple[int, bytes]:
        """Status and body. Raises NotSent where no connection came about, else Uncertain."""
        try:
            async with self.open(method, url, read=read, **more) as reply:
                return reply.status, await _whole(reply.content)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotSent(type(error).__name__) from None  # the library's own sentences may show the address
        except (aiohttp.ClientError, OSError) as error:
            raise Uncertain(type(error).__name__) from None

    def open(self, method: str, url: str, *, read: float = READ, **more: Any) -> Any:
        """An async context manager, as aiohttp's request() is."""
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        timeout = aiohttp.ClientTimeout(total=CONNECT + read, connect=CONNECT, sock_read=read)
        return self._session.request(method, url, timeout=timeout, allow_redirects=False, **more)


async def _whole(content: aiohttp.StreamReader) -> bytes:
    """An answer to its end: it comes in as many pieces as the network likes. What is too large is cut off."""
    received = bytearray()
    async for piece in content.iter_any():
        received += piece
        if len(received) >= LARGEST_REPLY:
            break
    return bytes(received)
