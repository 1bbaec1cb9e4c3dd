"""eSMS (ViHAT): a message is accepted with code 100, and a second one with the same RequestId is none."""

from typing import Any

import msgspec
from msgspec import Struct

from channels import ChannelDown, Gone, NotSent, Refused, SendError, Throttled, Uncertain
from channels.http import Http
from channels.sms.gateway import Sms
from models.shapes.receipt import Receipt

SEND = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
BALANCE = "/MainService.svc/json/GetBalance_json"
ACCEPTED, KNOWN_ALREADY = "100", "124"
DELIVERED, REJECTED = "5", "4"


class _Answer(Struct, frozen=True):
    """The balance is told with a `CodeResponse`, as its documentation writes it."""

    CodeResult: str | int | None = ""
    CodeResponse: str | int | None = ""
    SMSID: str | int | None = ""
    ErrorMessage: str | None = ""

    @property
    def code(self) -> str:
        return str(self.CodeResult or self.CodeResponse or "")


class Esms:
    base_url = "https://rest.esms.vn"
    idempotent = True

    def __init__(self, http: Http, root: str, key: str, secret: str, sender: str, *, sandbox: bool) -> None:
        self._http, self._root, self._sender, self._sandbox = http, root, sender, sandbox
        self._keys = {"ApiKey": key, "SecretKey": secret}

    async def send(self, sms: Sms) -> str:
        words = {"Phone": sms.phone, "Content": sms.text, "Brandname": self._sender, "RequestId": sms.reference}
        more = {"SmsType": "2", "IsUnicode": "0", "Sandbox": "1" if self._sandbox else "0"}
        answer = await self._asked(SEND, words | more)
        code = answer.code
        if code not in (ACCEPTED, KNOWN_ALREADY):
            raise refusal(code, answer.ErrorMessage or "")
        return str(answer.SMSID or sms.reference)

    async def ask(self) -> None:
        try:
            code = (await self._asked(BALANCE, {})).code
        except Uncertain as error:
            raise NotSent(str(error)) from error
        if code != ACCEPTED and isinstance(reason := refusal(code, ""), ChannelDown):
            raise reason

    def receipt(self, query: dict[str, str]) -> Receipt | None:
        status = query.get("SendStatus")
        if not query.get("SMSID") or status not in (DELIVERED, REJECTED):
            return None
        arrived = status == DELIVERED and query.get("SendFailed", "0") in ("", "0")
        return Receipt(message_id=query["SMSID"], arrived=arrived, reference=query.get("RequestId", ""))

    async def _asked(self, path: str, words: dict[str, str]) -> _Answer:
        body = msgspec.json.encode(self._keys | words)
        headers = {"Content-Type": "application/json"}
        status, answer = await self._http.ask("POST", self._root + path, data=body, headers=headers)
        return _read(status, answer)


def _read(status: int, body: bytes) -> _Answer:
    if status == 429:
        raise Throttled(60)
    try:
        answer: Any = msgspec.json.decode(body, type=_Answer)
    except msgspec.MsgspecError:
        raise Uncertain(f"HTTP {status} and not a word from eSMS") from None
    if status >= 500 or not answer.code:
        raise Uncertain(f"HTTP {status} without a code")
    return answer  # type: ignore[no-any-return]


def refusal(code: str, said: str) -> SendError:
    """What a code proves: 101 and 140 are about us, 108 and 177 about the number, the rest about this message."""
    match code:
        case "101" | "140":
            return ChannelDown(f"eSMS does not accept our key or address (code {code})")
        case "108" | "177":
            return Gone(f"eSMS cannot send to this number (code {code})")
        case "99" | "103" | "104" | "118" | "146":
            return Refused(f"eSMS refuses the message (code {code}) {said}"[:200].strip())
        case _:
            return Uncertain(f"eSMS says {code} {said}"[:200].strip())
