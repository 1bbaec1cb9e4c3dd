"""The web address answers 200 only for what is stored, and lets nobody else in."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import aiohttp
import pytest
import uvicorn
from starlette.applications import Starlette

from channels import Raw
from channels.telegram import Channel
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.anyio

SECRET = "a-secret-of-the-school_2026"
LAN = 1001
UPDATE = b'{"update_id":5,"message":{"message_id":1,"date":9,"chat":{"id":1001,"type":"private"},"text":"/du 6A"}}'
GOOD = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}


class Served:
    """A channel in webhook mode behind a real server."""

    def __init__(self) -> None:
        self.rows: list[Raw] = []
        self.broken = 0

    async def take(self, raw: Raw) -> None:
        if self.broken:
            self.broken -= 1
            raise RuntimeError("database is locked")
        self.rows.append(raw)

    async def post(self, body: bytes = UPDATE, **headers: str) -> int:
        sent = {**GOOD, **{name.replace("_", "-"): value for name, value in headers.items()}}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=BytesIO(body), headers=sent) as reply,
        ):
            return reply.status

    @asynccontextmanager
    async def serve(self, fake: FakeTelegram) -> AsyncIterator[None]:
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}/telegram/hook"
        self.channel = Channel(fake.token, fake.base_url, "webhook", self.url, SECRET)
        app = Starlette(routes=list(self.channel.routes(self.take)))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
        serving = asyncio.create_task(server.serve([listener]))
        await fake.until(lambda: server.started)
        await self.channel.start(self.take)
        yield
        await self.channel.stop()
        server.should_exit = True
        await serving


@pytest.fixture
async def served(fake: FakeTelegram) -> AsyncIterator[Served]:
    served = Served()
    async with served.serve(fake):
        yield served


async def test_telegram_is_told_where_to_deliver_with_the_secret(fake: FakeTelegram, served: Served) -> None:
    await fake.until(lambda: fake.webhook)
    assert fake.webhook == {
        "url": served.url,
        "secret_token": SECRET,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        "max_connections": 40,
    }


async def test_what_is_said_arrives_in_order_untouched(fake: FakeTelegram, served: Served) -> None:
    await fake.until(lambda: fake.webhook)
    for number in range(5):
        fake.say(LAN, f"{number}")
    await fake.until(lambda: len(fake.pushes) == 5)
    assert [found.text for raw in served.rows if (found := served.channel.read(raw.body))] == ["0", "1", "2", "3", "4"]
    assert {status for _, status in fake.pushes} == {200}


async def test_what_could_not_be_stored_is_answered_500_and_delivered_again(fake: FakeTelegram, served: Served) -> None:
    await fake.until(lambda: fake.webhook)
    served.broken = 2
    fake.say(LAN, "/vang 6A")
    await fake.until(lambda: len(fake.pushes) == 3)
    assert [status for _, status in fake.pushes] == [500, 500, 200]
    assert len(served.rows) == 1


async def test_a_press_by_webhook_has_its_spinner_stopped(fake: FakeTelegram, served: Served) -> None:
    await fake.until(lambda: fake.webhook)
    message = {"message_id": 1, "date": 9, "chat": {"id": LAN, "type": "private"}}
    person = {"id": LAN, "is_bot": False, "first_name": "Lan"}
    fake.push({"callback_query": {"id": "q7", "from": person, "message": message, "chat_instance": "1", "data": "t"}})
    await fake.until(lambda: fake.answered == ["q7"])


async def test_a_good_delivery_is_taken(served: Served) -> None:
    assert await served.post() == 200
    assert [(raw.external_id, raw.address, raw.body) for raw in served.rows] == [("5:9", "1001", UPDATE)]


async def test_a_charset_beside_the_content_type_is_fine(served: Served) -> None:
    assert await served.post(Content_Type="application/json; charset=utf-8") == 200


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", SECRET.upper(), "bí mật"])
async def test_without_the_secret_nobody_gets_in(secret: str, served: Served) -> None:
    assert await served.post(X_Telegram_Bot_Api_Secret_Token=secret) == 403
    assert served.rows == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (UPDATE, "text/plain", 400),
        (UPDATE, "", 400),
        (b"", "application/json", 400),
        (b"not json", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'{"update_id":"5"}', "application/json", 400),
        (b'{"update_id":5,"x":"' + b"x" * 1024 * 1024 + b'"}', "application/json", 413),
    ],
)
async def test_what_telegram_would_not_send_is_turned_away(body: bytes, kind: str, status: int, served: Served) -> None:
    assert await served.post(body, Content_Type=kind) == status
    assert served.rows == []


async def test_only_post_is_answered(served: Served) -> None:
    async with aiohttp.ClientSession() as session, session.get(served.url, headers=GOOD) as reply:
        assert reply.status == 405


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("", SECRET),
        ("truong.example.vn/hook", SECRET),
        ("https://truong.example.vn/hook", ""),
        ("https://truong.example.vn/hook", "fifteen-letters"),
        ("https://truong.example.vn/hook", "with spaces in between"),
    ],
)
def test_a_webhook_without_address_or_secret_refuses_to_start(url: str, secret: str) -> None:
    with pytest.raises(ValueError, match=r"^telegram: webhook mode needs"):
        Channel("1:a", mode="webhook", webhook_url=url, secret=secret)


async def test_an_address_without_a_path_gets_one_nobody_guesses(fake: FakeTelegram) -> None:
    channel = Channel(fake.token, fake.base_url, "webhook", "https://truong.example.vn", SECRET)
    [route] = channel.routes(Served().take)
    await channel.start(Served().take)
    await fake.until(lambda: fake.webhook)
    path = fake.webhook["url"].removeprefix("https://truong.example.vn")
    assert path.startswith("/telegram/")
    assert len(path) == 10 + 32
    assert fake.token not in path
    assert route.path == path  # type: ignore[attr-defined]  # it is a Route
    fake.webhook = {}
    await channel.stop()


def test_polling_needs_no_route() -> None:
    assert Channel("1:a").routes(Served().take) == []


async def test_a_telegram_that_cannot_be_reached_is_told_later(fake: FakeTelegram) -> None:
    await fake.go_down()
    channel = Channel(fake.token, fake.base_url, "webhook", "https://truong.example.vn/hook", SECRET)
    await channel.start(Served().take)
    await asyncio.sleep(0.1)
    await fake.come_up()
    await fake.until(lambda: fake.webhook)
    fake.webhook = {}
    await channel.stop()


async def test_a_dead_token_is_said_in_webhook_mode_too(fake: FakeTelegram) -> None:
    channel = Channel("999:wrong", fake.base_url, "webhook", "https://truong.example.vn/hook", SECRET)
    await channel.start(Served().take)
    await fake.until(lambda: channel._dead)
    assert "does not accept the bot's token" in str(await channel.problem())
    await channel.stop()


async def test_a_webhook_that_was_pointed_elsewhere_is_said_and_pointed_back(
    fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.telegram.channel.WATCH", 0.3)
    served = Served()
    async with served.serve(fake):
        await fake.until(lambda: fake.webhook and not served.channel._dead)  # the answer comes after the fake has it
        assert await served.channel.problem() is None
        fake.webhook = {"url": "https://elsewhere.example/hook"}
        assert "does not deliver to our address" in str(await served.channel.problem())
        await fake.until(lambda: fake.webhook["url"] == served.url)


async def test_deliveries_that_fail_are_said(fake: FakeTelegram, served: Served) -> None:
    await fake.until(lambda: fake.webhook)
    fake.webhook_faults = {
        "pending_update_count": 7,
        "last_error_date": int(time.time()),
        "last_error_message": "Connection refused",
    }
    assert await served.channel.problem() == "Telegram cannot deliver to us (Connection refused); 7 messages wait."


async def test_a_token_refused_for_a_while_needs_no_restart(
    fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.telegram.channel.WATCH", 0.1)
    fake.refuse(401, "Unauthorized", method="", times=-1)
    served = Served()
    async with served.serve(fake):
        await fake.until(lambda: served.channel._dead)
        fake.heal()
        await fake.until(lambda: fake.webhook and not served.channel._dead)  # the answer comes after the fake has it
        assert await served.channel.problem() is None
