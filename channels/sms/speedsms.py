"""SpeedSMS: no id of ours goes along, so a lost answer stays unclear and the message is never sent again by
itself; a delivery report names the phone.
"""

from base64 import b64encode
from typing import Any

import msgspec
from msgspec import Struct

from channels import ChannelDown, Gone, NotSent, Refused, SendError, Throttled, Uncertain
from channels.http import Http
from channels.sms.gateway import Sms
from locales import _
from models.shapes.receipt import Receipt

SEND, WHO = "/index.php/sms/send", "/index.php/user/info"
OWN_BRAND = 3
FAILED = 64  # of the status in a delivery report; what is less is 0, or a fault that may pass


class _Data(Struct, frozen=True):
    tranId: str | int | None = None  # noqa: N815, the other side's spelling
    invalidPhone: list[str | int] | None = None  # noqa: N815, the same


class _Answer(Struct, frozen=True):
    status: str = ""
    code: str | int = ""
    message: str | None = ""
    data: _Data | None = None


class Speedsms:
    base_url = "https://api.speedsms.vn"
    idempotent = False

    def __init__(self, http: Http, root: str, key: str, secret: str, sender: str, *, sandbox: bool) -> None:
        """`secret` is eSMS's: one left over in the configuration does no harm. Raises ValueError."""
        if sandbox:
            raise ValueError(_("sms: SpeedSMS has no sandbox: everything it is given is sent and paid for."))
        self._http, self._root, self._sender = http, root, sender
        self._headers = {
            "Authorization": "Basic " + b64encode(f"{key}:x".encode()).decode(),
            "Content-Type": "application/json",
        }

    async def send(self, sms: Sms) -> str:
        words = {"to": [sms.phone], "content": sms.text, "sms_type": OWN_BRAND, "sender": self._sender}
        answer = await self._asked("POST", SEND, data=msgspec.json.encode(words))
        if answer.status != "success":
            raise refusal(answer)
        if answer.data and answer.data.invalidPhone:
            raise Gone("SpeedSMS does not know this number")
        return str(answer.data.tranId) if answer.data and answer.data.tranId else sms.reference

    async def ask(self) -> None:
        try:
            answer = await self._asked("GET", WHO)
        except Uncertain as error:
            raise NotSent(str(error)) from error
        if answer.status == "error" and isinstance(reason := refusal(answer), ChannelDown):
            raise reason

    def receipt(self, query: dict[str, str]) -> Receipt | None:
        """0 has arrived; below FAILED it may yet."""
        status = query.get("status", "")
        if not query.get("tranId") or not status.isdecimal() or 0 < int(status) < FAILED:
            return None
        phone = query.get("phone", "").removeprefix("+").removeprefix("84").removeprefix("0")
        number = f"84{phone}" if phone.isdecimal() else ""
        return Receipt(message_id=query["tranId"], arrived=int(status) == 0, number=number)

    async def _asked(self, method: str, path: str, **more: Any) -> _Answer:
        status, body = await self._http.ask(method, self._root + path, headers=self._headers, **more)
        if status == 429:
            raise Throttled(60)
        if status in (401, 403):
            raise ChannelDown("SpeedSMS does not accept the key")
        try:
            answer = msgspec.json.decode(body, type=_Answer)
        except msgspec.MsgspecError:
            raise Uncertain(f"HTTP {status} and not a word from SpeedSMS") from None
        if status >= 500:
            raise Uncertain(f"HTTP {status}")
        return answer


def refusal(answer: _Answer) -> SendError:
    """What a code proves."""
    code = f"{answer.code:03d}" if isinstance(answer.code, int) else answer.code
    said = f"SpeedSMS refuses ({code}) {answer.message or ''}"[:200].strip()
    match code:
        case "007" | "008" | "009":
            return ChannelDown(said)
        case "105":
            return Gone(said)
        case "101" | "110" | "113" | "300":
            return Refused(said)
        case _:
            return Uncertain(said)
