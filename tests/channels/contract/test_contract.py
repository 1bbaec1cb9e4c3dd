"""What every channel promises, tried against the server it speaks to, in each of that server's moods."""

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp.client_proto import ResponseHandler

import channels
from channels import ChannelDown, ChannelProtocol, Gone, NotSent, Refused, SendError, Throttled, Uncertain
from models.shapes.message import Attachment
from tests.channels.contract.servers import MOODS, SERVERS, Mood, Server

pytestmark = pytest.mark.anyio

PROVES: dict[Mood, type[SendError]] = {
    "throttled": Throttled,
    "throttled by a page": Throttled,
    "html": Uncertain,
    "server error": Uncertain,
    "empty": Uncertain,
    "cut before": Uncertain,
    "cut after": Uncertain,
    "hang": Uncertain,
    "gone": Gone,
    "refused": Refused,
    "dead token": ChannelDown,
}
SHORT = aiohttp.ClientTimeout(total=0.3)


@pytest.fixture(params=SERVERS)
async def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    monkeypatch.setattr("channels.telegram.request.READ", 0.3)
    async with SERVERS[request.param]() as server:
        yield server
        await server.channel.stop()


def there_are() -> list[str]:
    beside = [one.name for one in pkgutil.iter_modules(channels.__path__)]
    return [name for name in beside if hasattr(importlib.import_module(f"channels.{name}"), "Channel")]


def test_every_channel_is_tried_here() -> None:
    assert {name.partition(" ")[0] for name in SERVERS} == set(there_are())


async def test_it_says_what_it_is(server: Server) -> None:
    channel: ChannelProtocol = server.channel
    assert channel.name in there_are()
    assert channel.can.text > 0
    assert isinstance(channel.deep_link("ABC"), str)
    assert await channel.problem() is None
    await channel.probe()


async def test_a_message_arrives_once_under_an_id_and_no_strong_marks_are_seen(server: Server) -> None:
    sent = await server.channel.send(server.parcel("**Vắng**: Hồ & Lan <b>"))
    assert sent
    (seen,) = server.seen()
    if not server.channel.can.numbers and server.channel.name != "web":  # which the page itself makes bold
        assert seen == "Vắng: Hồ & Lan <b>"


async def test_an_answer_that_comes_in_pieces_is_read_to_its_end(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes = ResponseHandler.data_received

    def in_pieces(self: ResponseHandler, data: bytes) -> None:
        comes(self, data[:-9])
        asyncio.get_running_loop().call_later(0.01, comes, self, data[-9:])

    monkeypatch.setattr(ResponseHandler, "data_received", in_pieces)
    assert await server.channel.send(server.parcel())
    assert await server.channel.problem() is None


async def test_a_long_text_arrives_whole(server: Server) -> None:
    text = "\n\n".join(f"Đoạn {number}: " + "vắng không phép " * 60 for number in range(9))
    await server.channel.send(server.parcel(text))
    if not server.channel.can.numbers and server.channel.name != "web":
        assert "".join("".join(server.seen()).split()) == "".join(text.split())
        assert max(map(len, server.seen())) <= server.channel.can.text


async def test_choices_are_buttons_or_numbers_and_never_lost(server: Server) -> None:
    choices = [[("Đúng", "t1"), ("Không", "t2")], [("Xem", "t3")]]
    await server.channel.send(server.parcel("Có phải không ạ?", buttons=choices, first_number=4))
    if not server.channel.can.numbers:
        shown = server.seen()[-1]
        assert all(label in shown for label in ("Đúng", "Không", "Xem"))
        assert server.channel.can.buttons or "5. Không" in shown


@pytest.mark.parametrize("mood", MOODS)
async def test_each_way_to_fail_proves_what_it_proves_and_the_next_one_goes(
    server: Server, mood: Mood, monkeypatch: pytest.MonkeyPatch
) -> None:
    if mood not in server.moods():
        pytest.skip("this server has no such answer")
    if mood == "hang":
        monkeypatch.setattr("channels.http.aiohttp.ClientTimeout", lambda **_given: SHORT)
    server.takes(mood)
    with pytest.raises(SendError) as caught:
        await server.channel.send(server.parcel())
    assert type(caught.value) is PROVES[mood]
    copies = len(server.seen())
    assert copies <= (1 if PROVES[mood] is Uncertain else 0)
    if mood != "dead token":
        await server.channel.send(server.parcel())
        assert len(server.seen()) in {copies, copies + 1} if server.channel.can.idempotent else copies + 1


async def test_a_server_that_is_away_proves_that_nothing_left(server: Server) -> None:
    if not server.moods():
        pytest.skip("it has no server")
    await server.go_down()
    with pytest.raises(SendError):  # on a connection that was open it may be unclear
        await server.channel.send(server.parcel())
    with pytest.raises(NotSent):
        await server.channel.send(server.parcel())
    with pytest.raises(SendError):
        await server.channel.fetch(Attachment(name="a", reference="http://127.0.0.1:9/a", size=1))
