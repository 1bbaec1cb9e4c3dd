"""A strict Zalo Bot API on a loopback port: one update a poll, refusals inside HTTP 200, faults on request."""

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal, Self

import aiohttp
from aiohttp import web

Mood = Literal[
    "html 502",
    "html 429",
    "429",
    "quota",
    "people",
    "hang",
    "drop before",
    "drop after",
    "refuse",
    "not json",
    "401",
    "http 500",
    "empty",
]
LONGEST = 2000
PRESS = re.compile(  # there is none; an address is pressed, and of what others send nothing
    r"(?<!đừng )\b(?:bấm|nút)\b(?!.*https?://)", re.IGNORECASE
)
KNOWN = {
    "getMe",
    "getUpdates",
    "getWebhookInfo",
    "setWebhook",
    "deleteWebhook",
    "sendMessage",
    "sendPhoto",
    "sendVoice",
}


class FakeZalo:
    """`async with FakeZalo() as fake`. `moods` are taken by the next sends; `replays` hands out the last update for
    ever, as one live server did; leaving it fails the test if a call broke the API's description.
    """

    def __init__(self, token: str = "4711:canary-zalo-token", *, wrapped: bool = True) -> None:
        self.token, self.wrapped = token, wrapped
        self.port = 0
        self.said: dict[str, list[str]] = {}  # by chat, what arrived; a picture as its address
        self.moods: deque[Mood] = deque()
        self.webhook = ""
        self.secret = ""
        self.replays = False
        self.dead = False
        self.mistakes: list[str] = []
        self.polls = 0
        self._updates: deque[dict[str, Any]] = deque()
        self._last: dict[str, Any] | None = None
        self._number = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._arrived, self.told, self.polled = asyncio.Event(), asyncio.Event(), asyncio.Event()
        await self.come_up()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, _e: object, _t: TracebackType | None) -> None:
        await self.go_down()
        if kind is None:
            assert not self.mistakes, self.mistakes

    async def come_up(self) -> None:
        server = web.Server(self._serve, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def go_down(self) -> None:
        await self._runner.cleanup()

    # what people do

    async def say(self, chat: str, text: str, **more: Any) -> int:
        """The status of the webhook's answer, 200 while it is polled for."""
        return await self.deliver(self.update(chat, text, **more))

    def update(self, chat: str, text: str = "", *, event: str = "message.text.received", **more: Any) -> dict[str, Any]:
        self._number += 1
        message = {
            "message_id": f"m{self._number}",
            "date": int(time.time() * 1000),
            "chat": {"id": chat, "chat_type": "PRIVATE"},
            "from": {"id": chat, "display_name": "Người dùng", "is_bot": False},
            **({"text": text} if text else {}),
            **more,
        }
        return {"event_name": event, "message": message}

    async def deliver(self, update: dict[str, Any], *, secret: str | None = None) -> int:
        if not self.webhook:
            self._updates.append(update)
            self._arrived.set()
            return 200
        body = {"ok": True, "result": update} if self.wrapped else update
        headers = {"X-Bot-Api-Secret-Token": self.secret if secret is None else secret}
        async with aiohttp.ClientSession() as session, session.post(self.webhook, json=body, headers=headers) as reply:
            return reply.status

    # what the bot calls

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        token, _slash, method = request.path.removeprefix("/bot").partition("/")
        if token != self.token or self.dead:
            return _refusal(401, "Unauthorized")
        if method not in KNOWN:
            self.mistakes.append(f"unknown method {method}")
            return _refusal(404, "Not found")
        params = json.loads(await request.read() or b"{}")
        return await getattr(self, f"_{method}")(request, params)  # type: ignore[no-any-return]

    async def _getMe(self, _request: web.BaseRequest, _params: dict[str, Any]) -> web.Response:  # noqa: N802
        return _result({"id": "bot-1", "account_name": "Bot Sĩ Số", "account_type": "BASIC", "can_join_groups": False})

    async def _getWebhookInfo(self, _request: web.BaseRequest, _params: dict[str, Any]) -> web.Response:  # noqa: N802
        return _result({"url": self.webhook}) if self.webhook else _refusal(404, "Webhook not found")

    async def _setWebhook(self, _request: web.BaseRequest, params: dict[str, Any]) -> web.Response:  # noqa: N802
        if not 8 <= len(params.get("secret_token", "")) <= 256:
            self.mistakes.append("setWebhook without a secret_token of 8 to 256 letters")
        self.webhook, self.secret = params["url"], params["secret_token"]
        self.told.set()
        return _result({"url": self.webhook, "updated_at": int(time.time() * 1000)})

    async def _deleteWebhook(self, _request: web.BaseRequest, _params: dict[str, Any]) -> web.Response:  # noqa: N802
        self.mistakes.append("a webhook was removed unasked")
        return _result({"url": ""})

    async def _getUpdates(self, _request: web.BaseRequest, params: dict[str, Any]) -> web.Response:  # noqa: N802
        self.polls += 1
        self.polled.set()
        if self.webhook:  # deaf, and not a word about it
            await asyncio.sleep(0.05)
            return _refusal(408, "Request timeout")
        if not self._updates and self.replays and self._last:
            return _result(self._last)
        if not self._updates:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), min(float(params["timeout"]), 0.2))
            except TimeoutError:
                return _refusal(408, "Request timeout")
        self._last = self._updates.popleft()
        return _result(self._last)

    async def _sendMessage(self, request: web.BaseRequest, params: dict[str, Any]) -> web.StreamResponse:  # noqa: N802
        if not 1 <= len(params.get("text", "")) <= LONGEST:
            self.mistakes.append(f"text of {len(params.get('text', ''))}")
        self.mistakes += [
            f"no button to press: {line}" for line in params.get("text", "").splitlines() if PRESS.search(line)
        ]
        return await self._taken(request, lambda: self.said.setdefault(params["chat_id"], []).append(params["text"]))

    async def _sendPhoto(self, request: web.BaseRequest, params: dict[str, Any]) -> web.StreamResponse:  # noqa: N802
        if not str(params.get("photo", "")).startswith("http"):
            self.mistakes.append("a photo that is no address")
        return await self._taken(request, lambda: self.said.setdefault(params["chat_id"], []).append(params["photo"]))

    async def _sendVoice(self, request: web.BaseRequest, params: dict[str, Any]) -> web.StreamResponse:  # noqa: N802
        if not str(params.get("voice_url", "")).endswith(".aac"):
            self.mistakes.append("a voice message that is no .aac")
        return await self._taken(
            request, lambda: self.said.setdefault(params["chat_id"], []).append(params["voice_url"])
        )

    async def _taken(self, request: web.BaseRequest, keep: Any) -> web.StreamResponse:
        mood = self.moods.popleft() if self.moods else None
        if mood in (None, "drop after", "hang"):
            keep()
        if mood == "hang":
            await asyncio.sleep(3600)
        if mood in ("drop before", "drop after"):
            assert request.transport is not None
            request.transport.abort()
        self._number += 1
        answer = {"message_id": f"s{self._number}", "date": int(time.time() * 1000)}
        return ANSWERS[mood]() if mood in ANSWERS else _result(answer)


def _result(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refusal(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description})


ANSWERS: dict[Mood | None, Callable[[], web.Response]] = {
    "html 502": lambda: web.Response(status=502, text="<html>nginx</html>", content_type="text/html"),
    "html 429": lambda: web.Response(status=429, text="<html>nginx</html>", content_type="text/html"),
    "http 500": lambda: web.json_response({"ok": False, "error_code": 500, "description": "oops"}, status=500),
    "empty": lambda: web.json_response({"ok": True}),
    "not json": lambda: web.Response(text="surprise"),
    "429": lambda: _refusal(429, "Too many requests"),
    "quota": lambda: _refusal(429, "Quota exceeded, please retry next month"),
    "people": lambda: _refusal(429, "Maximum number of users reached"),
    "401": lambda: _refusal(401, "Unauthorized"),
    "refuse": lambda: _refusal(400, "Bad request: chat_id"),
}
