"""aiohttp under python-telegram-bot: keeps the token to itself, and tells "never left" from "unclear"."""

from io import BytesIO
from typing import Any

import aiohttp
import msgspec
from msgspec import Struct
from telegram.error import BadRequest, NetworkError
from telegram.request import BaseRequest, RequestData

from channels.telegram.refusals import TooFastError, UnreachableError

TOKEN = "<token>"  # noqa: S105, what PTB is given instead: none of its logs and errors can then hold the real one
CONNECT = 10.0
READ = 25.0
CONNECTIONS = 256
PAUSE_IF_UNTOLD = 5.0

_JSON = {"Content-Type": "application/json"}
_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class _Parameters(Struct, frozen=True):
    retry_after: float | None = None


class _Reply(Struct, frozen=True):
    ok: bool
    result: msgspec.Raw = msgspec.Raw(b"")
    parameters: _Parameters = _Parameters()


class Request(BaseRequest):
    """One aiohttp session for all calls of one bot, opened with the first of them."""

    def __init__(self, token: str, proxy: str = "", *, by_environment: bool = False) -> None:
        """`proxy`: the http:// address calls go through; without one, what the environment says (HTTPS_PROXY)."""
        self._token, self._proxy, self._by_environment = token, proxy or None, by_environment
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ

    async def initialize(self) -> None:
        """Nothing yet: the session belongs to the loop of the first call."""

    async def shutdown(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def do_request(  # type: ignore[override]  # PTB's remaining timeouts have no use here
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        **_timeouts: object,
    ) -> tuple[int, bytes]:
        patience = float(read_timeout) if isinstance(read_timeout, int | float) else READ
        body, headers = _body(request_data)
        try:
            async with self._call(method, url, patience, data=body, headers=headers) as reply:
                status, answer = reply.status, await reply.read()
        except _NEVER_LEFT as error:
            raise UnreachableError(type(error).__name__) from None  # the library's own sentences may show the URL
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None
        _judge(status, answer)
        return status, answer if status < 400 else answer.replace(self._token.encode(), TOKEN.encode())

    async def download(self, url: str, most: int) -> bytes:
        """Raises BadRequest if the file is gone or has more than `most` bytes."""
        try:
            async with self._call("GET", url, READ) as reply:
                if 400 <= reply.status < 500:
                    raise BadRequest("the file is not there any more")
                if reply.status != 200:
                    raise NetworkError(f"HTTP {reply.status}")
                return await _at_most(most, reply.content)
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    def _call(self, method: str, url: str, read: float, **more: Any) -> Any:
        """An async context manager, as aiohttp's request() is."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            cookies = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=cookies, trust_env=self._by_environment
            )
        timeout = aiohttp.ClientTimeout(total=CONNECT + read, connect=CONNECT, sock_read=read)
        real = url.replace(TOKEN, self._token)
        return self._session.request(method, real, timeout=timeout, allow_redirects=False, proxy=self._proxy, **more)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What do_request has let pass is JSON of the Bot API."""
        return msgspec.json.decode(payload, type=dict[str, Any])


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if data is None:
        return None, {}
    if not data.contains_files:
        return msgspec.json.encode(data.parameters), _JSON
    form = aiohttp.FormData(quote_fields=False)  # file names in plain UTF-8: Telegram shows them as they stand
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        file = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, file, filename=filename, content_type=kind)
    return form, {}


def _judge(status: int, answer: bytes) -> None:
    """Raise where PTB would lose the meaning: a pause without a number, a proxy's page, a success without a result."""
    if status == 413:  # also a proxy's, in whatever words
        raise BadRequest("the message is too large")
    try:
        reply = msgspec.json.decode(answer, type=_Reply)
    except msgspec.MsgspecError:
        if status == 429:  # a relay's own page: it let nothing pass
            raise TooFastError(PAUSE_IF_UNTOLD) from None
        raise NetworkError(f"HTTP {status} and not a word from the Bot API") from None
    pause = reply.parameters.retry_after
    if status == 429 or pause is not None:
        raise TooFastError(max(1.0, PAUSE_IF_UNTOLD if pause is None else pause))
    if status < 400 and not (reply.ok and reply.result):
        raise NetworkError(f"HTTP {status} without a result")


async def _at_most(most: int, content: aiohttp.StreamReader) -> bytes:
    received = bytearray()
    async for chunk in content.iter_chunked(64 * 1024):
        received += chunk
        if len(received) > most:
            raise BadRequest(f"the file is larger than {most} bytes")
    return bytes(received)
