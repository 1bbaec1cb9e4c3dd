"""Zalo's bot over real HTTP: what each of its ways to fail proves, how it listens, and what its people can read."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette

from channels import ChannelDown, NotSent, Parcel, Raw, Refused, SendError, Throttled, Uncertain
from channels.zalo import Channel
from channels.zalo.polling import DEAD_TOKEN
from channels.zalo.reading import arrived
from models.shapes.message import File
from tests.channels.local_chat import serving
from tests.fakes.zalo import FakeZalo, Mood
from tests.patience import PATIENCE
from tests.program import free_port

pytestmark = pytest.mark.anyio

HOME = "https://truong.example"
WORDS = Parcel(address="u1", text="Chào **thầy cô**")


@asynccontextmanager
async def a_channel(fake: FakeZalo, **more: Any) -> AsyncIterator[Channel]:
    channel = Channel(fake.token, fake.base_url, **more)
    try:
        yield channel
    finally:
        await channel.stop()


class Shelf:
    """What was stored, in order; while it is `full`, nothing can be."""

    def __init__(self) -> None:
        self.raws: list[Raw] = []
        self.full = False
        self._came = asyncio.Condition()

    async def take(self, raw: Raw) -> None:
        if self.full:
            raise OSError("disk full")
        async with self._came:
            self.raws.append(raw)
            self._came.notify_all()

    async def until(self, count: int) -> None:
        async with self._came, asyncio.timeout(PATIENCE):
            await self._came.wait_for(lambda: len(self.raws) >= count)


PROVEN: dict[Mood, type[SendError]] = {
    **dict.fromkeys(("html 502", "drop before", "drop after", "not json", "http 500"), Uncertain),
    **dict.fromkeys(("html 429", "429"), Throttled),
    **dict.fromkeys(("quota", "people", "refuse"), Refused),
    "401": ChannelDown,
}


@pytest.mark.parametrize("mood", PROVEN)
async def test_each_way_to_fail_proves_what_it_proves_and_shows_no_token(mood: Mood) -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        fake.moods.append(mood)
        with pytest.raises(SendError) as caught:
            await channel.send(WORDS)
        assert type(caught.value) is PROVEN[mood]
        assert fake.token not in f"{caught.value!r} {caught.value.__cause__!r}"
        assert await channel.send(WORDS), "and the next one goes"
        assert fake.said["u1"][-1] == "Chào thầy cô"


async def test_a_zalo_that_is_not_there_proves_that_nothing_left() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        await fake.go_down()
        with pytest.raises(NotSent):
            await channel.send(WORDS)
        with pytest.raises(NotSent):
            await channel.probe()
        assert "cannot be reached" in (await channel.problem() or "")
        await fake.come_up()
        await channel.probe()


async def test_of_a_long_letter_whose_second_part_fails_it_is_not_said_that_nothing_left() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        long = Parcel(address="u1", text="\n\n".join(f"Đoạn {n}: " + "chữ " * 200 for n in range(5)), language="vi")
        await channel.send(long)
        assert all(len(text) <= 2000 for text in fake.said["u1"])
        assert " ".join(" ".join(fake.said["u1"]).split()) == " ".join(long.text.split())
        fake.said.clear()
        slow = aiohttp.ClientSession._request
        calls = 0

        async def second_unreachable(*args: Any, **more: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == 2:
                raise aiohttp.ClientConnectorError(None, OSError("no route"))  # type: ignore[arg-type]
            return await slow(*args, **more)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(aiohttp.ClientSession, "_request", second_unreachable)
            with pytest.raises(Uncertain):
                await channel.send(long)
        assert len(fake.said["u1"]) == 1


async def test_choices_are_numbers_in_the_order_of_the_buttons() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        buttons = [[("Có phép", "a"), ("Không phép", "b")], [("Có đi học", "c")]]
        await channel.send(Parcel(address="u1", text="Em Hạ có nghỉ không ạ?", buttons=buttons))
        assert "1. Có phép\n2. Không phép\n3. Có đi học\n\n(Gõ số" in fake.said["u1"][0]


async def test_without_a_public_address_the_text_says_who_has_the_file() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        assert not channel.can.files_out
        await channel.send(Parcel(address="u1", text="Tuần này", files=[File("a.xlsx", b"x"), File("b.png", b"y")]))
        assert "a.xlsx" in fake.said["u1"][0]
        assert "văn phòng" in fake.said["u1"][0]


async def test_with_one_pictures_and_files_lie_there_for_an_hour_under_a_path_of_their_own() -> None:
    async with FakeZalo() as fake:
        port = free_port()
        root = f"http://127.0.0.1:{port}"
        async with a_channel(fake, mode="webhook", webhook_url=root, secret="12345678") as channel:
            app = Starlette(routes=[*channel.routes(Shelf().take)])
            async with serving(app, port), aiohttp.ClientSession() as browser:
                files = [File("a.xlsx", b"tables"), File("b.png", b"\x89PNG")]
                await channel.send(Parcel(address="u1", text="Tuần này", files=files))
                picture, text = fake.said["u1"]
                async with browser.get(picture) as reply:
                    assert (reply.content_type, await reply.read()) == ("image/png", b"\x89PNG")
                async with browser.get(next(word for word in text.split() if word.startswith("http"))) as reply:
                    assert await reply.read() == b"tables"
                async with browser.get(f"{root}/channels/zalo/file/guessed/a.xlsx") as reply:
                    assert reply.status == 404


async def test_what_is_fetched_is_stored_once_stored_and_a_server_that_repeats_itself_is_not_hammered() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        shelf = Shelf()
        shelf.full = True
        await fake.say("u1", "6A vắng An")
        await channel.start(shelf.take)
        await asyncio.wait_for(fake.polled.wait(), PATIENCE)
        shelf.full = False
        await shelf.until(1)
        fake.replays = True
        await shelf.until(2)
        before = fake.polls
        await asyncio.sleep(0.5)
        assert fake.polls - before <= 2
        assert {raw.external_id for raw in shelf.raws} == {"m1"}, "one id, so the inbox keeps one row"
        incoming = channel.read(shelf.raws[0].body)
        assert incoming is not None
        assert (incoming.address, incoming.text, incoming.private) == ("u1", "6A vắng An", True)


@pytest.mark.parametrize("wrapped", [True, False])
async def test_a_webhook_is_registered_by_itself_answers_after_storing_and_knows_its_secret(*, wrapped: bool) -> None:
    async with FakeZalo(wrapped=wrapped) as fake:
        port, shelf = free_port(), Shelf()
        url = f"http://127.0.0.1:{port}"
        channel = Channel(fake.token, fake.base_url, "webhook", url, "12345678")
        async with serving(Starlette(routes=[*channel.routes(shelf.take)]), port):
            try:
                await channel.start(shelf.take)
                await asyncio.wait_for(fake.told.wait(), PATIENCE)
                assert fake.webhook == f"{url}/channels/zalo"
                assert await channel.problem() is None
                assert await fake.say("u1", "chào cô") == 200
                assert await fake.deliver(fake.update("u1", "giả"), secret="wrong one") == 403
                shelf.full = True
                assert await fake.say("u1", "đĩa đầy") == 500, "it must come again"
                assert [raw.external_id for raw in shelf.raws] == ["m1"]
                assert await fake.deliver({"event_name": "follow.nobody.knows"}) == 200
            finally:
                await channel.stop()


async def test_somebody_elses_webhook_makes_polling_deaf_and_is_named_and_left_alone() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        fake.webhook = "https://somebody.example/trial"
        await channel.start(Shelf().take)
        problem = await channel.problem()
        assert problem is not None
        assert "https://somebody.example/trial" in problem
        assert fake.polls == 0


async def test_a_dead_token_is_said_though_it_comes_with_http_200() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        fake.dead = True
        assert await channel.problem() == DEAD_TOKEN
        with pytest.raises(ChannelDown):
            await channel.send(WORDS)


async def test_pictures_come_in_and_what_has_no_words_is_still_somebody_to_answer() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        for key in ("photo", "photo_url"):
            update = fake.update("u1", event="message.image.received", **{key: f"{fake.base_url}/x.jpg"})
            incoming = channel.read(_bytes(update))
            assert incoming is not None
            assert incoming.attachment is not None
            assert incoming.attachment.is_picture
        for event in ("message.sticker.received", "message.unsupported.received", "message.voice.received"):
            incoming = channel.read(_bytes(fake.update("u1", event=event)))
            assert incoming is not None
            assert (incoming.text, incoming.attachment) == ("", None)
        own = fake.update("u1", "tin của chính bot")
        own["message"]["from"]["is_bot"] = True
        assert channel.read(_bytes(own)) is None


async def test_a_file_is_fetched_from_zalo_only() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        incoming = channel.read(_bytes(fake.update("u1", photo="http://10.0.0.1/secret")))
        assert incoming is not None
        assert incoming.attachment is not None
        with pytest.raises(Refused):
            await channel.fetch(incoming.attachment)


def _bytes(update: dict[str, Any]) -> bytes:
    return json.dumps(update).encode()


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"token": ""}, "token"),
        ({"token": "t", "base_url": "zalo.vn"}, "base_url"),
        ({"token": "t", "mode": "webhook"}, "webhook_url"),
        ({"token": "t", "mode": "webhook", "webhook_url": "https://a.vn", "secret": "short"}, "secret"),
    ],
)
def test_what_is_wrong_in_the_table_is_named(options: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Channel(**options)


@pytest.mark.parametrize("end", ["", "/", "/bot", "/bot/"])
async def test_the_servers_address_may_be_written_as_the_documentation_writes_it(end: str) -> None:
    async with FakeZalo() as fake:
        channel = Channel(fake.token, fake.base_url + end)
        assert await channel.send(WORDS)
        await channel.stop()


def test_ids_and_dates_are_read_as_text_or_numbers_and_what_cannot_be_read_yet_is_stored() -> None:
    channel = Channel("t")
    message = {"message_id": 12, "date": "1795000000000", "chat": {"id": 77}, "from": {"id": 77}, "text": "6A đủ"}
    body = json.dumps({"event_name": "message.text.received", "message": message}).encode()
    raw = arrived(body)
    assert raw is not None
    assert (raw.external_id, raw.address) == ("12", "77")
    said = channel.read(body)
    assert said is not None
    assert (said.text, said.address, said.when.year) == ("6A đủ", "77", 2026)
    for date in (None, "", "hôm qua", float("1e30")):
        undated = channel.read(_bytes({"event_name": "x", "message": message | {"date": date}}))
        assert undated is not None
        assert undated.when.year == 1970, "not told: the program takes the moment it came"
    odd = json.dumps({"message": {**message, "photo": {"url": "of tomorrow"}, "sticker": None}}).encode()
    assert arrived(odd) is not None, "stored; who wrote it gets a word when it cannot be read"


async def test_a_list_of_updates_is_taken_like_one() -> None:
    async with FakeZalo() as fake, a_channel(fake) as channel:
        shelf = Shelf()
        both = [fake.update("u1", "một"), fake.update("u2", "hai")]
        fake._updates.append(both)  # type: ignore[arg-type]
        await channel.start(shelf.take)
        await shelf.until(2)
        assert [raw.address for raw in shelf.raws] == ["u1", "u2"]


async def test_where_zalo_takes_no_picture_from_us_the_words_arrive_and_say_where_it_lies() -> None:
    async with FakeZalo() as fake, a_channel(fake, mode="webhook", webhook_url=HOME, secret="12345678") as channel:
        fake.moods.append("refuse")
        picture = File("bieu-do.png", b"PNG")
        assert await channel.send(Parcel(address="u1", text="Tuần này", files=[picture]))
        (words,) = fake.said["u1"]
        assert words.startswith("Tuần này")
        assert f"{HOME}/channels/zalo/file/" in words
