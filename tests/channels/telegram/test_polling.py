"""Nothing said is lost between Telegram and the store, whatever breaks in between."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from channels import Parcel, Raw
from channels.telegram import Channel
from channels.telegram.request import READ
from models.shapes.message import Incoming
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.anyio

LAN, MINH = 1001, 1002


class Inbox:
    """The store behind `take`: known ids are kept once. `broken` tries fail; `gate` holds back the commit."""

    def __init__(self) -> None:
        self.rows: dict[str, Raw] = {}
        self.tries = 0
        self.broken = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def take(self, raw: Raw) -> None:
        self.tries += 1
        if self.broken:
            self.broken -= 1
            raise RuntimeError("database is locked")
        await self.gate.wait()
        self.rows.setdefault(raw.external_id, raw)

    def texts(self, channel: Channel) -> list[str]:
        return [each.text for each in self.read(channel)]

    def read(self, channel: Channel) -> list[Incoming]:
        return [found for row in self.rows.values() if (found := channel.read(row.body))]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def listening(channel: Channel, inbox: Inbox) -> AsyncIterator[Channel]:
    await channel.start(inbox.take)
    yield channel
    await channel.stop()


def polls(fake: FakeTelegram) -> int:
    return sum(call.method == "getUpdates" for call in fake.calls)


async def test_what_was_said_before_and_after_the_start_is_stored_and_then_acknowledged(
    fake: FakeTelegram, channel: Channel, inbox: Inbox
) -> None:
    fake.say(LAN, "/vang 6A", date=1_795_000_000)
    await channel.start(inbox.take)
    await fake.until(lambda: inbox.rows)
    fake.say(MINH, "/du 6B")
    fake.edit(LAN, "/vang 6C")
    await fake.until(lambda: len(inbox.rows) == 3 and not fake.updates)
    assert inbox.texts(channel) == ["/vang 6A", "/du 6B", "/vang 6C"]
    assert [row.address for row in inbox.rows.values()] == ["1001", "1002", "1001"]
    assert next(iter(inbox.rows)) == "700000000:1795000000"


async def test_telegram_is_asked_for_just_the_kinds_we_read(fake: FakeTelegram, listening: Channel) -> None:
    await fake.until(lambda: polls(fake))
    asked = next(call.params for call in fake.calls if call.method == "getUpdates")
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_nothing_is_acknowledged_before_it_is_stored(
    fake: FakeTelegram, listening: Channel, inbox: Inbox
) -> None:
    inbox.gate.clear()
    fake.say(LAN, "/vang 6A")
    await fake.until(lambda: inbox.tries)
    await asyncio.sleep(0.1)
    assert len(fake.updates) == 1
    inbox.gate.set()
    await fake.until(lambda: not fake.updates)


async def test_a_message_not_stored_when_the_program_died_comes_again(
    fake: FakeTelegram, channel: Channel, inbox: Inbox
) -> None:
    inbox.broken = 1
    await channel.start(inbox.take)
    fake.say(LAN, "/vang 6A")
    await fake.until(lambda: inbox.tries)
    await channel.stop()
    assert len(fake.updates) == 1
    after = Channel(fake.token, fake.base_url)
    await after.start(inbox.take)
    await fake.until(lambda: inbox.rows)
    await after.stop()
    assert inbox.texts(after) == ["/vang 6A"]


async def test_a_failing_database_is_waited_for_and_said(fake: FakeTelegram, listening: Channel, inbox: Inbox) -> None:
    inbox.broken = 10**9
    fake.say(LAN, "/vang 6A")
    await fake.until(lambda: inbox.tries)
    while (problem := await listening.problem()) is None:  # noqa: ASYNC110, nobody tells
        await asyncio.sleep(0.01)
    assert problem == "What Telegram delivers cannot be stored (RuntimeError)."
    inbox.broken = 0
    await fake.until(lambda: inbox.rows and not fake.updates)
    assert await listening.problem() is None


async def test_chats_are_stored_side_by_side_and_each_in_its_order(fake: FakeTelegram, channel: Channel) -> None:
    at_work: set[str] = set()
    most, order = 0, []

    async def take(raw: Raw) -> None:
        nonlocal most
        assert raw.address not in at_work
        at_work.add(raw.address)
        most = max(most, len(at_work))
        await asyncio.sleep(0.01)
        at_work.remove(raw.address)
        order.append(raw)

    for number in range(5):
        for chat in range(1, 9):
            fake.say(chat, f"{number}")
    await channel.start(take)
    await fake.until(lambda: len(order) == 40)
    assert most == 8
    for chat in range(1, 9):
        texts = [found.text for raw in order if raw.address == str(chat) and (found := channel.read(raw.body))]
        assert texts == ["0", "1", "2", "3", "4"]


async def test_an_update_that_the_library_cannot_read_stops_nothing_and_is_kept(
    fake: FakeTelegram, listening: Channel, inbox: Inbox
) -> None:
    await fake.until(lambda: polls(fake))
    fake.updates.append({"update_id": fake.next_update_id, "message": {"date": "yesterday", "entities": 7}})
    fake.next_update_id += 1
    fake.say(LAN, "/vang 6A")
    await fake.until(lambda: len(inbox.rows) == 2 and not fake.updates)


async def test_numbers_that_begin_anew_after_a_silent_week_are_no_trouble(
    fake: FakeTelegram, listening: Channel, inbox: Inbox
) -> None:
    fake.say(LAN, "trước Tết")
    await fake.until(lambda: inbox.rows and not fake.updates)
    fake.next_update_id = 31_337
    fake.say(LAN, "sau Tết")
    await fake.until(lambda: len(inbox.rows) == 2 and not fake.updates)
    assert inbox.texts(listening) == ["trước Tết", "sau Tết"]


async def test_an_unreachable_telegram_is_an_ordinary_state(fake: FakeTelegram, channel: Channel, inbox: Inbox) -> None:
    fake.say(LAN, "/vang 6A")
    await fake.go_down()
    await channel.start(inbox.take)  # it does not wait for what may take days
    assert await channel.problem() == "Telegram cannot be reached (ClientConnectorError)."
    await fake.come_up()
    await fake.until(lambda: inbox.rows)
    assert await channel.problem() is None


@pytest.mark.parametrize("fault", ["html", "reset_after", "ok_false"])
async def test_a_broken_reply_is_asked_for_again(
    fault: str, fake: FakeTelegram, channel: Channel, inbox: Inbox
) -> None:
    fake.fail(fault, method="getUpdates")  # type: ignore[arg-type]  # the names come from the parameters above
    fake.say(LAN, "/vang 6A")
    await channel.start(inbox.take)
    await fake.until(lambda: inbox.rows and not fake.updates)
    assert polls(fake) <= 4  # with a pause, not in a hot loop


async def test_a_silent_telegram_is_noticed(fake: FakeTelegram, listening: Channel) -> None:
    await fake.until(lambda: polls(fake))
    fake.fail("stall", method="getUpdates", times=-1)
    listening._polling.heard -= 100
    assert await listening.problem() == "No messages could be fetched from Telegram for 100 seconds."
    fake.heal()


async def test_a_second_poller_makes_the_first_give_way_say_so_and_try_again_later(
    fake: FakeTelegram, listening: Channel, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.telegram.polling.REST_AFTER_CONFLICT", 2.0)
    await fake.until(lambda: polls(fake))
    rival, theirs = Channel(fake.token, fake.base_url), Inbox()
    await rival.start(theirs.take)
    await fake.until(lambda: listening._poller and listening._poller.problem())
    problem = await listening.problem()
    assert problem is not None
    assert problem.startswith("Another program fetches this bot's messages")
    assert await rival.problem() is None
    fake.say(LAN, "/vang 6A")
    await fake.until(lambda: theirs.rows)
    await rival.stop()
    fake.say(LAN, "/vang 6B")
    await fake.until(lambda: inbox.rows)
    assert inbox.texts(listening) == ["/vang 6B"]


async def test_a_dead_token_ends_the_polling_and_is_said(fake: FakeTelegram, listening: Channel) -> None:
    await fake.until(lambda: polls(fake))
    fake.refuse(401, "Unauthorized", method="getUpdates", times=-1)
    fake.say(LAN, "/vang 6A")
    await fake.until(lambda: polls(fake) == 2)
    await fake.until(lambda: listening._poller and listening._poller.problem())
    assert "does not accept the bot's token" in str(await listening.problem())
    await asyncio.sleep(0.1)
    assert polls(fake) == 2


@pytest.mark.parametrize("status", [401, 404])
@pytest.mark.parametrize("method", ["getUpdates", "getMe", "deleteWebhook"])
async def test_a_token_that_is_accepted_again_needs_no_restart(
    status: int, method: str, fake: FakeTelegram, channel: Channel, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.telegram.polling.REST_AFTER_CONFLICT", 0.2)
    fake.refuse(status, "Unauthorized", method=method, times=-1)
    fake.say(LAN, "/vang 6A")
    await channel.start(inbox.take)
    await fake.until(lambda: channel._poller and channel._poller.problem())
    await asyncio.sleep(0.3)
    assert "does not accept the bot's token" in str(channel._poller and channel._poller.problem()), "and goes on so"
    fake.heal()
    await fake.until(lambda: inbox.rows and not fake.updates)
    assert await channel.problem() is None


async def test_a_token_that_never_worked_is_said_too(fake: FakeTelegram, inbox: Inbox) -> None:
    channel = Channel("999:wrong", fake.base_url)
    await channel.start(inbox.take)
    await fake.until(lambda: channel._poller and channel._poller.problem())
    assert "does not accept the bot's token" in str(await channel.problem())
    assert polls(fake) == 0
    await channel.stop()


async def test_what_has_begun_to_be_stored_is_stored_when_the_program_stops(
    fake: FakeTelegram, channel: Channel, inbox: Inbox
) -> None:
    await channel.start(inbox.take)
    inbox.gate.clear()
    fake.say(LAN, "/vang 6A")
    await fake.until(lambda: inbox.tries)
    stopping = asyncio.create_task(channel.stop())
    await asyncio.sleep(0.1)
    inbox.gate.set()
    await stopping
    assert inbox.texts(channel) == ["/vang 6A"]


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_stopping_is_quick_even_when_telegram_is_silent(
    method: str, fake: FakeTelegram, channel: Channel, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.telegram.polling.PATIENCE_AT_STOP", 0.2)
    fake.fail("stall", method=method, times=-1)
    await channel.start(inbox.take)
    await fake.until(lambda: any(call.method == method for call in fake.calls))
    async with asyncio.timeout(READ / 2):
        await channel.stop()


async def test_a_press_is_stored_and_its_spinner_stopped(fake: FakeTelegram, listening: Channel, inbox: Inbox) -> None:
    await listening.send(Parcel(address=str(LAN), text="Lý do?", buttons=[[("Ốm", "t1"), ("Việc nhà", "t2")]]))
    fake.press(LAN, "Việc nhà")
    await fake.until(lambda: fake.answered)
    [pressed] = inbox.read(listening)
    assert (pressed.text, pressed.pressed, pressed.address) == ("t2", True, "1001")


async def test_a_spinner_that_cannot_be_stopped_harms_nothing_and_is_counted(
    fake: FakeTelegram, listening: Channel, inbox: Inbox
) -> None:
    fake.refuse(400, "Bad Request: query is too old", method="answerCallbackQuery")
    await listening.send(Parcel(address=str(LAN), text="Lý do?", buttons=[[("Ốm", "t1")]]))
    fake.press(LAN, "Ốm")
    await fake.until(lambda: listening.unanswered_presses == 1)
    fake.press(LAN, "Ốm")
    await fake.until(lambda: fake.answered)
    assert len(inbox.rows) == 2
