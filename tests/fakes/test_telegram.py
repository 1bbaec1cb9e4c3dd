"""The fake Telegram is only worth something if it is as strict as the real one."""

from typing import Any

import aiohttp
import pytest

from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.anyio


async def call(fake: FakeTelegram, method: str, **params: Any) -> tuple[int, Any]:
    url = f"{fake.base_url}{fake.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=params) as reply:
        return reply.status, await reply.json()


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"chat_id": 1, "text": "a", "colour": "red"}),
        ("sendMessage", {"chat_id": 1}),
        ("sendMessage", {"chat_id": 1.5, "text": "a"}),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"label": "Có"}]]}}),
        ("sendMessage", {"chat_id": 1, "text": "a", "link_preview_options": {"is_disabled": 1}}),
        ("setMyCommands", {"commands": {"command": "vang"}}),
        ("sendDocument", {"chat_id": 1, "document": 5}),
        ("sendPoll", {"chat_id": 1}),
    ],
)
async def test_a_call_that_breaks_the_bot_api_is_answered_400_and_fails_the_test(
    method: str, params: dict[str, Any]
) -> None:
    fake = FakeTelegram()
    await fake.open()
    status, answer = await call(fake, method, **params)
    await fake.close()
    assert (status, answer["ok"]) == (400, False)
    with pytest.raises(AssertionError, match=method):
        fake.verify()


async def test_dropping_what_people_said_fails_the_test() -> None:
    fake = FakeTelegram()
    await fake.open()
    await call(fake, "deleteWebhook", drop_pending_updates=True)
    await fake.close()
    with pytest.raises(AssertionError, match="throws away"):
        fake.verify()


async def test_updates_come_again_until_the_offset_has_passed_them() -> None:
    async with FakeTelegram() as fake:
        fake.say(1, "một")
        fake.say(1, "hai")
        _, first = await call(fake, "getUpdates")
        _, again = await call(fake, "getUpdates", offset=0)
        _, rest = await call(fake, "getUpdates", offset=first["result"][0]["update_id"] + 1)
    assert first == again
    assert [update["message"]["text"] for update in rest["result"]] == ["hai"]


async def test_limits_are_telegrams() -> None:
    async with FakeTelegram() as fake:
        answers = [
            await call(fake, "sendMessage", chat_id=1, text="x" * 4097),
            await call(fake, "sendMessage", chat_id=1, text="<b>hở", parse_mode="HTML"),
            await call(fake, "sendMessage", chat_id=1, text=" "),
        ]
    assert [status for status, _ in answers] == [400, 400, 400]
    assert [answer["description"].split(":")[1].strip() for _, answer in answers] == [
        "message is too long",
        "can't parse entities",
        "message text is empty",
    ]


def test_it_also_runs_beside_a_test_that_has_no_loop() -> None:
    with FakeTelegram.in_thread() as fake:
        fake.say(1, "chào")
        fake.run(fake.go_down())
        fake.run(fake.come_up())
        fake.wait(lambda: fake.updates)
