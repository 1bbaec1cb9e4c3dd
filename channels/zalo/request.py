"""Calls of the Zalo Bot API over aiohttp, and what each way to fail proves.

HTTP 200 is not success there: the envelope's `ok` is. The token stands in the URL, so no error here shows one.
"""

import re
from typing import Any

import aiohttp
import msgspec
from msgspec import Struct

from channels import ChannelDown, NotSent, Refused, SendError, Throttled, Uncertain
from channels.http import READ, Http

PAUSE_IF_UNTOLD = 30.0  # seconds: the API names none

IDLE = 408  # a poll that nothing came to

# 429 stands for both: too fast, which passes, and the quota of the plan, which does not.
_TOO_FAST = re.compile(r"\brate\b|too many requests|too (?:fast|often)|retry|slow", re.IGNORECASE)


class Reply(Struct, frozen=True):
    """The envelope. Some servers spell the code `errorCode`, and some give it as text."""

    ok: bool = False
    result: msgspec.Raw = msgspec.Raw(b"null")
    error_code: int | str | None = None
    errorCode: int | str | None = None  # noqa: N815, the other side's spelling
    description: str = ""

    @property
    def code(self) -> int:
        said = self.error_code if self.error_code is not None else self.errorCode
        return int(said) if said is not None and str(said).isdigit() else 0


class CallError(Exception):
    """The API answered, and refused: `code` and `description` are its own."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}"[:200])
        self.code, self.description = code, description


class Client:
    """The calls of one bot."""

    def __init__(self, token: str, base_url: str) -> None:
        self._root, self._token, self._http = base_url.rstrip("/"), token, Http()

    async def close(self) -> None:
        await self._http.close()

    async def call(self, method: str, params: dict[str, Any] | None = None, *, read: float = READ) -> bytes:
        """The `result` of a call, as JSON. Raises CallError for a refusal in the API's own words, else NotSent,
        Throttled, Refused or Uncertain.
        """
        url, data = f"{self._root}/bot{self._token}/{method}", msgspec.json.encode(params or {})
        headers = {"Content-Type": "application/json"}
        return _judged(*await self._http.ask("POST", url, read=read, data=data, headers=headers))

    async def download(self, url: str, most: int) -> bytes:
        """A file that Zalo keeps for us. Raises Refused if it is gone or has more than `most` bytes, else NotSent."""
        if not url.startswith(("https://", self._root + "/")):
            raise Refused("the file lies at an address that is not Zalo's")
        try:
            async with self._http.open("GET", url) as reply:
                if 400 <= reply.status < 500:
                    raise Refused("the file is not there any more")
                if reply.status != 200:
                    raise NotSent(f"HTTP {reply.status}")
                content = bytearray()
                async for chunk in reply.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > most:
                        raise Refused(f"the file is larger than {most} bytes")
                return bytes(content)
        except (aiohttp.ClientError, OSError) as error:
            raise NotSent(type(error).__name__) from None


def _judged(status: int, body: bytes) -> bytes:
    try:
        reply = msgspec.json.decode(body, type=Reply)
    except msgspec.MsgspecError:
        raise _of_a_page(status) from None
    if reply.ok and status < 400:
        return bytes(reply.result)
    raise CallError(reply.code or status, reply.description)


def _of_a_page(status: int) -> SendError:
    """A gateway's page instead of the API's word: it proves something only where it says that it let nothing pass."""
    if status == 429:
        return Throttled(PAUSE_IF_UNTOLD)
    if status == 413:
        return Refused("the message is too large")
    return Uncertain(f"HTTP {status} and not a word from the Bot API")


def _is_too_fast(said: str) -> bool:
    return "quota" not in said.lower() and (_TOO_FAST.search(said) is not None or not said.strip())


def send_error(error: CallError) -> SendError:
    """What a refusal of a send proves. Nothing documented says that a chat is gone: no address dies of a number."""
    match error.code:
        case 401:
            return ChannelDown("Zalo does not accept the bot's token")
        case 429 if _is_too_fast(error.description):
            return Throttled(PAUSE_IF_UNTOLD)
        case 429:  # the plan's messages of the month, or its people: one more person must not stop the others
            return Refused(f"the bot's plan is used up: {error}")
        case 408:
            return Uncertain("Zalo did not answer in time")
        case code if code == 403 or code >= 500:  # 403 is "internal server error" there
            return Uncertain(str(error))
        case _:
            return Refused(str(error))
