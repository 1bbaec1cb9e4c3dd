"""What keeps a poller from nothing, and what people send each other through us."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from channels import Parcel
from channels.zalo import Channel
from models.shapes.message import File
from tests.channels.zalo.test_zalo import Shelf
from tests.fakes.zalo import FakeZalo, _refusal
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio


async def test_where_zalo_does_not_tell_of_webhooks_messages_are_fetched_all_the_same() -> None:
    async with FakeZalo() as fake:
        channel, shelf = Channel(fake.token, fake.base_url), Shelf()

        async def ill(*_call: object) -> object:
            return _refusal(403, "internal server error")

        fake._getWebhookInfo = ill  # type: ignore[assignment]
        await fake.say("u1", "6A vắng An")
        await channel.start(shelf.take)
        await asyncio.wait_for(shelf.until(1), PATIENCE)
        await channel.stop()


@pytest.mark.parametrize("held", ["https://zalo.example/anh.jpg", "https://zalo.example/tin.aac"])
@pytest.mark.parametrize("refused", [False, True])
async def test_what_a_family_sent_on_zalo_is_shown_to_the_teacher_on_zalo(held: str, *, refused: bool) -> None:
    async with FakeZalo() as fake:
        channel = Channel(fake.token, fake.base_url)
        fake.moods.extend(["refuse"] if refused else [])
        file = File(held.rpartition("/")[2], b"...", held_by="zalo", reference=held)
        await channel.send(Parcel(address="u1", text="Của gia đình:", files=[file], language="vi"))
        shown = fake.said["u1"]
        assert (shown == [held, "Của gia đình:"]) is not refused
        assert ("xin gọi điện" in shown[-1]) is refused
        await channel.stop()


async def test_what_is_handed_out_while_it_stops_is_stored() -> None:
    async with FakeZalo() as fake:
        channel, shelf, handed = Channel(fake.token, fake.base_url), Shelf(), asyncio.Event()
        answer = fake._getUpdates

        async def slow(*call: Any) -> web.Response:
            update = await answer(*call)
            if "message_id" in str(update.body):
                handed.set()
                await asyncio.sleep(0.3)
            return update

        fake._getUpdates = slow  # type: ignore[assignment, method-assign]
        await channel.start(shelf.take)
        await fake.say("u1", "6A vắng An")
        await asyncio.wait_for(handed.wait(), PATIENCE)
        await channel.stop()
        assert len(shelf.raws) == 1, "Zalo hands it out once"
        await channel.stop()
