"""SMS as a channel: what is short enough leaves, at the gateway's word; nobody can answer by it."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from channels import ChannelDown, Parcel, Raw, Refused, SendError, Take, number
from channels.hook import whole
from channels.http import Http
from channels.numbers import ToNumbers
from channels.sms.esms import Esms
from channels.sms.gateway import Gateway, Sms
from channels.sms.speedsms import Speedsms
from locales import _
from models.shapes.message import Abilities
from models.shapes.receipt import Receipt

log = structlog.get_logger()

LONGEST = 160
PRICE = 500  # đồng a message, about: operators ask 320 to 820

GATEWAYS: dict[str, type[Esms] | type[Speedsms]] = {"esms": Esms, "speedsms": Speedsms}


class Channel(ToNumbers):
    name = "sms"
    per_second = 1.0  # SpeedSMS takes sixty a minute
    per_chat = 1.0

    def __init__(
        self,
        provider: Literal["esms", "speedsms"],
        key: str,
        sender: str,
        secret: str = "",
        base_url: str = "",
        *,
        sandbox: bool = False,
        money_a_day: int = 0,
    ) -> None:
        """`sender` is the registered brand name; `money_a_day` in đồng, 0 = no limit. Raises ValueError."""
        kind = GATEWAYS[provider]
        if not key or not sender:
            raise ValueError(_("sms: the channel needs key and sender (the registered brand name)."))
        if provider == "esms" and not secret:
            raise ValueError(_("sms: eSMS needs secret beside key."))
        root = (base_url or kind.base_url).rstrip("/")
        if not root.startswith(("https://", "http://")):
            raise ValueError(_("sms: base_url must begin with https:// or http://."))
        self._http = Http()
        self._gateway: Gateway = kind(self._http, root, key, secret, sender, sandbox=sandbox)
        self.can = Abilities(
            text=LONGEST,
            numbers=True,
            receipts=provider == "esms",
            idempotent=self._gateway.idempotent,
            unmarked=not self._gateway.idempotent,
            price=PRICE,
            money_a_day=money_a_day,
        )

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Delivery reports are not signed: only one that names a message we sent has an effect."""
        return [Route("/channels/sms", partial(self._report, take), methods=["GET", "POST"], name="sms")]

    async def _report(self, take: Take, request: Request) -> Response:
        """In the address (eSMS), or as a JSON object (SpeedSMS)."""
        said: dict[str, Any] = dict(request.query_params)
        if request.method == "POST":
            try:
                said |= msgspec.json.decode(await whole(request.receive) or b"", type=dict[str, Any])
            except msgspec.MsgspecError:
                return Response(status_code=400)
        said = {key: str(value) for key, value in said.items()}
        name = sha256(urlencode(sorted(said.items())).encode()).hexdigest()
        # its own address too: one that waits keeps no other waiting
        await take(Raw(external_id=name, address=name, body=msgspec.json.encode(said)))
        return Response("OK", media_type="text/plain")

    async def stop(self) -> None:
        await self._http.close()

    def read(self, body: bytes) -> Receipt | None:
        return self._gateway.receipt(msgspec.json.decode(body, type=dict[str, str]))

    async def send(self, parcel: Parcel) -> str:
        if parcel.brief is None:
            raise Refused("there is nothing short enough to say")
        return await self._gateway.send(Sms(phone=number(parcel), text=parcel.brief.short, reference=parcel.reference))

    async def probe(self) -> None:
        await self._gateway.ask()

    async def problem(self) -> str | None:
        try:
            await self._gateway.ask()
        except ChannelDown as error:
            return _("The SMS gateway does not accept us: {why}.").format(why=error)
        except SendError as error:
            return _("The SMS gateway cannot be reached ({why}).").format(why=error)
        return None
