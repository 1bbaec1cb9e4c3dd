"""Strict fakes of the roads to phone numbers: eSMS, SpeedSMS, and Zalo's template messages with their sign-in."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

Answer = web.StreamResponse | Callable[[], web.StreamResponse]


class Loopback:
    """An HTTP server that keeps what was sent (`sent`), takes its next answers from `moods`, and notes `mistakes`. The
    mood "500 {…}" is answered word for word.
    """

    def __init__(self) -> None:
        self.port = 0
        self.sent: list[dict[str, Any]] = []
        self.moods: deque[str] = deque()
        self.mistakes: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        server = web.Server(self._serve, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, _e: object, _t: TracebackType | None) -> None:
        await self._runner.cleanup()
        if kind is None:
            assert not self.mistakes, self.mistakes

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        mood = self.moods.popleft() if self.moods else ""
        if mood in ("html 502", "html 429"):
            return web.Response(status=int(mood[-3:]), text="<html>nginx</html>", content_type="text/html")
        if mood == "drop before":
            return _cut(request)
        if mood[:4].rstrip().isdecimal() and mood.endswith("}"):  # "500 {…}": these very words, and nothing is done
            return web.Response(status=int(mood[:3]), text=mood[4:], content_type="application/json")
        if mood == "hang":
            await self.answer(request, body, "")
            await asyncio.sleep(3600)
        answer = await self.answer(request, body, mood)
        return _cut(request) if mood == "drop after" else answer

    async def answer(self, request: web.BaseRequest, body: bytes, mood: str) -> web.StreamResponse:
        raise NotImplementedError


def _cut(request: web.BaseRequest) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


class FakeEsms(Loopback):
    """A mood that is a number is the code of the answer."""

    async def answer(self, request: web.BaseRequest, body: bytes, mood: str) -> web.StreamResponse:
        words = json.loads(body)
        if (words["ApiKey"], words["SecretKey"]) != ("key", "secret"):
            return web.json_response({"CodeResult": "101", "ErrorMessage": "wrong key"})
        if request.path.endswith("GetBalance_json"):
            return web.json_response({"CodeResponse": "100", "Balance": 1000})
        text = words["Content"]
        if len(text) > 160 or not text.isascii() or not words["Phone"].startswith("84"):
            self.mistakes.append(f"{words['Phone']} {text}")
        if any(before["RequestId"] == words["RequestId"] for before in self.sent):
            return web.json_response({"CodeResult": "124", "ErrorMessage": "duplicate", "SMSID": ""})
        if mood.isdigit():
            return web.json_response({"CodeResult": mood, "SMSID": "x" if mood == "146" else ""})
        self.sent.append(words)
        return web.json_response({"CodeResult": "100", "SMSID": words["RequestId"] + "-id", "CountRegenerate": 0})


class FakeSpeedsms(Loopback):
    """The same for SpeedSMS: codes come as text, and nothing tells one try from another."""

    async def answer(self, request: web.BaseRequest, body: bytes, mood: str) -> web.StreamResponse:
        if request.headers.get("Authorization") != "Basic a2V5Ong=":
            return web.Response(status=401)
        if request.path.endswith("/user/info"):
            return web.json_response({"email": "a@b.vn", "balance": 1, "currency": "VND"})
        if mood:
            return web.json_response({"status": "error", "code": mood, "message": "no"})
        self.sent.append(json.loads(body))
        data = {"tranId": len(self.sent), "totalSMS": 1, "totalPrice": 500, "invalidPhone": []}
        return web.json_response({"status": "success", "code": "00", "data": data})


class FakeZbs(Loopback):
    """Template messages and the sign-in. A refresh token works once; `lost` are phones without a Zalo account."""

    def __init__(self, refresh: str = "refresh-0", sign_in: str = "/oauth") -> None:
        super().__init__()
        self.sign_in = sign_in
        self.refresh, self.access, self.renewals = refresh, "", 0
        self.life = 90_000  # seconds of an access token
        self.lost: set[str] = set()
        self.reports_first: Callable[[str], Awaitable[None]] | None = None  # is told of the msg_id before the answer

    async def answer(self, request: web.BaseRequest, body: bytes, mood: str) -> web.StreamResponse:
        if request.path == self.sign_in:
            return await self._sign_in(request, body, mood)
        if request.headers.get("access_token") != self.access:
            return web.json_response({"error": -124, "message": "Access token invalid", "data": None})
        words = json.loads(body)
        if mood.lstrip("-").isdigit():
            return web.json_response({"error": int(mood), "message": "refused", "data": None})
        if words["phone"] in self.lost:
            return web.json_response({"error": -118, "message": "Zalo account not existed", "data": None})
        self.sent.append(words)
        if self.reports_first:
            await self.reports_first(f"z{len(self.sent)}")
        return web.json_response({"error": 0, "message": "Success", "data": {"msg_id": f"z{len(self.sent)}"}})

    async def _sign_in(self, request: web.BaseRequest, body: bytes, mood: str) -> web.StreamResponse:
        form = dict(pair.split("=", 1) for pair in body.decode().split("&"))
        if request.headers.get("secret_key") != "app-secret":
            self.mistakes.append("no secret_key")
        if form["refresh_token"] != self.refresh:
            return web.json_response({"error": -14014, "error_name": "Invalid refresh token"})
        if mood == "html 502":
            return web.Response(status=502, text="<html>")
        self.renewals += 1
        self.refresh, self.access = f"refresh-{self.renewals}", f"access-{self.renewals}"
        await asyncio.sleep(0)
        words = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": str(self.life)}
        return web.json_response(words)
