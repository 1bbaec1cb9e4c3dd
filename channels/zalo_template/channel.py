"""Zalo template messages as a channel: blanks filled in, refusals read, deliveries reported by a signed webhook."""

import hmac
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import msgspec
import structlog
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from channels import (
    ChannelDown,
    Gone,
    NotSent,
    Parcel,
    Raw,
    Refused,
    Safe,
    SendError,
    Take,
    Throttled,
    Uncertain,
    number,
)
from channels.hook import whole
from channels.http import Http
from channels.numbers import ToNumbers
from channels.zalo_template.token import CONSENT, TokenKeeper
from locales import _
from models.shapes.message import Abilities
from models.shapes.receipt import Receipt

log = structlog.get_logger()

SIGN_IN = "/v4/oa/access_token"
PRICE = 200  # đồng, without VAT
KNOWN_FIELDS = frozenset({"pupil", "class", "day", "days", "teacher", "phone", "school", "words"})

NO_SUCH_READER = frozenset({-118, -114, -119, -110, -139, -141, -108})
OURS = frozenset({-105, -120, -135, -138, *range(-106, -100)})
THIS_MESSAGE = frozenset({-109, -117, -131, -111, -112, -132, -140, -115, -144, -133, *range(-1479, -1469), -147})
TOKEN = frozenset({-124, -216, -220, 216, 401, -401})


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """An approved template: its number at Zalo, and the blanks it has, by our names for them."""

    id: str
    parameters: list[str]


class _Data(Struct, frozen=True):
    msg_id: str | int = ""


class _Answer(Struct, frozen=True):
    error: int | str | None = None
    message: str | None = ""
    data: _Data | None = None

    @property
    def code(self) -> int | None:
        """0 is success; None: it does not say."""
        said = str(self.error).strip()
        return int(said) if said.removeprefix("-").isdecimal() else None


class Channel(ToNumbers):
    name = "zalo_template"
    per_second = 1.5  # the smallest plan with this API takes a hundred a minute
    per_chat = 1.0

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        refresh_token: str,
        templates: dict[str, Template],
        webhook_secret: str = "",
        base_url: str = "https://business.openapi.zalo.me",
        oauth_url: str = "https://oauth.zaloapp.com" + SIGN_IN,
    ) -> None:
        """`templates` by kind of letter (absent, absent_again, case). Raises ValueError."""
        if not app_id or not app_secret or not refresh_token:
            raise ValueError(_("zalo_template: the channel needs app_id, app_secret and refresh_token."))
        if not templates:
            raise ValueError(_("zalo_template: at least one template is needed, for example [….templates.absent]."))
        for kind, template in templates.items():
            unknown = sorted(set(template.parameters) - KNOWN_FIELDS)
            if unknown:
                known = ", ".join(sorted(KNOWN_FIELDS))
                text = _("zalo_template: templates.{kind}: unknown {names}. There are: {known}.")
                raise ValueError(text.format(kind=kind, names=", ".join(unknown), known=known))
        self._http = Http()
        self._app, self._templates, self._hook_secret = app_id, templates, webhook_secret
        self._root = base_url.rstrip("/")
        self._tokens = TokenKeeper(self._http, _whole(oauth_url), app_id, app_secret, refresh_token)
        self.can = Abilities(
            text=400, numbers=True, receipts=bool(webhook_secret), read_marks=bool(webhook_secret), price=PRICE
        )

    def keep_in(self, safe: Safe) -> None:
        """Where the tokens that change are kept."""
        self._tokens.safe = safe

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        if not self._hook_secret:
            return []
        return [Route("/channels/zalo_template", partial(self._report, take), methods=["POST"], name="zalo_template")]

    async def _report(self, take: Take, request: Request) -> Response:
        """Verified over the raw bytes, stored, answered: Zalo gives it two seconds, and delivers again otherwise."""
        body = await whole(request.receive)
        if body is None:
            return Response(status_code=413)
        if not self._is_signed(body, request.headers):
            return Response(status_code=403)
        name = sha256(body).hexdigest()  # its own address too: one that waits keeps no other waiting
        await take(Raw(external_id=name, address=name, body=body))
        return Response(status_code=200)

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        said = headers.get("x-zevent-signature", "").strip().removeprefix("mac=").lower()
        stamps = {_stamp(body), headers.get("x-zevent-timestamp", "")} - {""}
        secret = self._hook_secret.encode()
        true = [sha256(self._app.encode() + body + stamp.encode() + secret).hexdigest() for stamp in stamps]
        return any(hmac.compare_digest(said, each) for each in true)

    def read(self, body: bytes) -> Receipt | None:
        event: Any = msgspec.json.decode(body)
        message = event.get("message") or {}
        msg_id = str(message.get("msg_id") or event.get("msg_id") or "")
        ours = str(message.get("tracking_id") or event.get("tracking_id") or "")  # where it is told
        match event.get("event_name"):
            case "user_received_message" if message.get("delivery_time") or event.get("delivery_time"):
                return Receipt(message_id=msg_id, arrived=True, reference=ours)
            case "user_seen_message":
                seen = message.get("msg_ids") or [msg_id]
                return Receipt(message_id=str(seen[0]), arrived=True, seen=True)
            case _:
                return None

    async def stop(self) -> None:
        await self._http.close()

    async def send(self, parcel: Parcel) -> str:
        template = self._templates.get(parcel.brief.template) if parcel.brief else None
        if template is None or parcel.brief is None:
            raise Refused("there is no template for this kind of letter")
        fields = {name: parcel.brief.fields.get(name, "") or "–" for name in template.parameters}
        words = {"phone": number(parcel), "template_id": template.id, "template_data": fields}
        body = msgspec.json.encode(words | {"tracking_id": parcel.reference})
        answer = await self._asked("/message/template", body)
        if answer.code in TOKEN:
            await self._tokens.forget()
            raise NotSent("the access token was refused; it is renewed")
        if answer.code != 0:
            raise refusal(answer)
        return str(answer.data.msg_id) if answer.data and answer.data.msg_id else parcel.reference

    async def _asked(self, path: str, body: bytes) -> _Answer:
        headers = {"access_token": await self._tokens.access(), "Content-Type": "application/json"}
        status, said = await self._http.ask("POST", self._root + path, data=body, headers=headers)
        if status == 429:
            raise Throttled(60)
        try:
            answer = msgspec.json.decode(said, type=_Answer)
        except msgspec.MsgspecError:
            raise Uncertain(f"HTTP {status} and not a word from Zalo") from None
        if answer.code is None or (status >= 500 and answer.code == 0):
            raise Uncertain(f"HTTP {status} without a code")
        return answer

    async def probe(self) -> None:
        await self._tokens.access()

    async def problem(self) -> str | None:
        if self._tokens.safe is None:  # asked beside the running program, which alone may use up a refresh token
            return None
        try:
            await self._tokens.access()
        except ChannelDown as error:
            return _(CONSENT) if str(error) == CONSENT else str(error)
        except SendError as error:
            return _("Zalo's template messages cannot be reached ({why}).").format(why=error)
        return self._tokens.problem()


def _whole(oauth_url: str) -> str:
    """A server alone stands for its sign-in."""
    return oauth_url if urlsplit(oauth_url).path.strip("/") else oauth_url.rstrip("/") + SIGN_IN


def _stamp(body: bytes) -> str:
    try:
        return str(msgspec.json.decode(body, type=dict[str, Any]).get("timestamp") or "")
    except msgspec.MsgspecError:
        return ""


def refusal(answer: _Answer) -> SendError:
    """Only refusals that are sure let the next road be taken; whatever else is not nought stays unclear."""
    said = f"Zalo refuses ({answer.code}) {answer.message or ''}"[:200].strip()
    if answer.code in NO_SUCH_READER:
        return Gone(said)
    if answer.code in OURS:
        return ChannelDown(said)
    if answer.code in THIS_MESSAGE:
        return Refused(said)
    return Uncertain(said)
