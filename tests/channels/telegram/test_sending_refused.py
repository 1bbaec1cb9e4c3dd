"""What Telegram refuses, and what that proves."""

import asyncio
from collections.abc import Callable

import pytest

from channels import ChannelDown, Gone, Moved, NotSent, Parcel, Refused, SendError, Throttled, Uncertain
from channels.telegram import Channel
from models.shapes.message import File, Keys
from tests.channels.telegram.sent_away import HELLO, LAN, outcome
from tests.fakes.bot_api import Upload
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.anyio


Arrange = Callable[[FakeTelegram], None]


def refusal(status: int, description: str, **parameters: int) -> Arrange:
    return lambda fake: fake.refuse(status, description, "sendMessage", 1, **parameters)


# what happens, what it proves, how many copies a person has then
OUTCOMES: dict[str, tuple[Arrange, type[SendError], int]] = {
    "blocked": (refusal(403, "Forbidden: bot was blocked by the user"), Gone, 0),
    "deactivated": (refusal(403, "Forbidden: user is deactivated"), Gone, 0),
    "kicked from a group": (refusal(403, "Forbidden: bot was kicked from the group chat"), Gone, 0),
    "kicked from a supergroup": (refusal(403, "Forbidden: bot was kicked from the supergroup chat"), Gone, 0),
    "group deleted": (refusal(403, "Forbidden: the group chat was deleted"), Gone, 0),
    "no such chat": (refusal(400, "Bad Request: chat not found"), Gone, 0),
    "unknown 403": (refusal(403, "Forbidden: bot can't initiate conversation with a user"), Refused, 0),
    "403 that only contains a known text": (refusal(403, "Forbidden: bot was blocked by the user of yore"), Refused, 0),
    "no rights": (refusal(400, "Bad Request: not enough rights to send text messages to the chat"), Refused, 0),
    "empty text": (refusal(400, "Bad Request: message text is empty"), Refused, 0),
    "bad button": (refusal(400, "Bad Request: BUTTON_DATA_INVALID"), Refused, 0),
    "bad peer": (refusal(400, "Bad Request: PEER_ID_INVALID"), Refused, 0),
    "too large": (refusal(413, "Request Entity Too Large"), Refused, 0),
    "upgraded": (refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100500), Moved, 0),
    "too fast": (refusal(429, "Too Many Requests: retry after 7", retry_after=7), Throttled, 0),
    "too fast, for a day": (refusal(429, "Too Many Requests", retry_after=86400), Throttled, 0),
    "too fast, untold": (refusal(429, "Too Many Requests"), Throttled, 0),
    "too fast, zero": (refusal(429, "Too Many Requests", retry_after=0), Throttled, 0),
    "dead token": (refusal(401, "Unauthorized"), ChannelDown, 0),
    "malformed token": (refusal(404, "Not Found"), ChannelDown, 0),
    "a conflict": (refusal(409, "Conflict"), Uncertain, 0),
    "500": (refusal(500, "Internal Server Error"), Uncertain, 0),
    "503": (refusal(503, "Service Unavailable"), Uncertain, 0),
    "502 before": (lambda fake: fake.fail("502_before"), Uncertain, 0),
    "502 after": (lambda fake: fake.fail("502_after"), Uncertain, 1),
    "reset before": (lambda fake: fake.fail("reset_before"), Uncertain, 0),
    "reset after": (lambda fake: fake.fail("reset_after"), Uncertain, 1),
    "stall": (lambda fake: fake.fail("stall"), Uncertain, 1),
    "half a reply": (lambda fake: fake.fail("half"), Uncertain, 1),
    "HTML in a 200": (lambda fake: fake.fail("html"), Uncertain, 1),
    "ok false in a 200": (lambda fake: fake.fail("ok_false"), Uncertain, 1),
}


@pytest.mark.parametrize("name", OUTCOMES)
async def test_an_outcome_proves_this_and_no_more(
    name: str, fake: FakeTelegram, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.telegram.request.READ", 0.2)
    arrange, expected, copies = OUTCOMES[name]
    arrange(fake)
    assert type(await outcome(channel)) is expected
    assert len(fake.seen[LAN]) == copies
    assert len([call for call in fake.calls if call.method == "sendMessage"]) == 1
    await channel.send(HELLO)  # and the channel lives on
    assert len(fake.seen[LAN]) == copies + 1


async def test_a_refused_connection_proves_that_nothing_left(fake: FakeTelegram, channel: Channel) -> None:
    await channel.send(HELLO)
    await fake.go_down()
    assert type(await outcome(channel)) is NotSent
    await fake.come_up()
    await channel.send(HELLO)
    assert len(fake.seen[LAN]) == 2


async def test_a_name_that_does_not_resolve_proves_it_too() -> None:
    nowhere = Channel("1:a", "http://telegram.invalid")
    assert type(await outcome(nowhere)) is NotSent
    await nowhere.stop()


async def test_waiting_in_vain_for_a_free_connection_proves_it_too(
    fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("channels.telegram.request.CONNECTIONS", 1)
    monkeypatch.setattr("channels.telegram.request.CONNECT", 0.2)
    channel = Channel(fake.token, fake.base_url)
    fake.fail("stall")
    first = asyncio.create_task(channel.send(HELLO))
    await fake.until(lambda: fake.calls)
    assert type(await outcome(channel)) is NotSent
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await channel.stop()


async def test_a_pause_is_as_long_as_telegram_says(fake: FakeTelegram, channel: Channel) -> None:
    fake.refuse(429, "Too Many Requests: retry after 7", retry_after=7)
    error = await outcome(channel)
    assert isinstance(error, Throttled)
    assert error.retry_after == 7


async def test_an_upgraded_group_tells_its_new_address(fake: FakeTelegram, channel: Channel) -> None:
    fake.migrate(-42, -100042)
    error = await outcome(channel, Parcel(address="-42", text="Lớp 6A: đủ"))
    assert isinstance(error, Moved)
    assert error.address == "-100042"


@pytest.mark.parametrize(
    "fault", ['can\'t parse entities: Unsupported start tag "b" at byte offset 7', "message is too long"]
)
async def test_a_text_telegram_finds_fault_with_is_sent_once_more_without_html(
    fault: str, fake: FakeTelegram, channel: Channel
) -> None:
    fake.refuse(400, f"Bad Request: {fault}")
    text = "**Vắng** & " + "đủ " * 999 + "hết"
    await channel.send(Parcel(address=str(LAN), text=text, buttons=[[("Sửa", "t")]]))
    assert " ".join(seen.text for seen in fake.seen[LAN]) == text.replace("*", "")
    assert [seen.labels() for seen in fake.seen[LAN]] == [[], ["Sửa"]]
    assert all("parse_mode" not in call.params for call in fake.calls[1:])


async def test_a_text_refused_twice_is_refused(fake: FakeTelegram, channel: Channel) -> None:
    fake.refuse(400, "Bad Request: can't parse entities: nonsense", times=2)
    assert type(await outcome(channel)) is Refused
    assert len(fake.calls) == 2


async def test_a_bad_caption_is_sent_as_plain_text_before_its_file(fake: FakeTelegram, channel: Channel) -> None:
    fake.refuse(400, "Bad Request: message caption is too long", method="sendDocument")
    await channel.send(Parcel(address=str(LAN), text="Sổ **11**", files=[File("so.txt", b"6A")]))
    assert [(seen.text, seen.document) for seen in fake.seen[LAN]] == [("Sổ 11", None), ("", Upload("so.txt", b"6A"))]


PHOTO, WORKBOOK = File("tuần.png", b"\x89PNG"), File("tuần.xlsx", b"PK")
CHOICE = [[("Có phép", "x" * 22)]]


@pytest.mark.parametrize(
    ("description", "method", "parcel", "shown"),
    [
        ("PHOTO_INVALID_DIMENSIONS", "sendPhoto", Parcel(address="1001", text="Đã ghi", files=[PHOTO]), "tuần.png"),
        ("IMAGE_PROCESS_FAILED", "sendPhoto", Parcel(address="1001", text="Đã ghi", files=[PHOTO]), "tuần.png"),
        ("not enough rights to send documents to the chat", "sendDocument",
         Parcel(address="1001", text="Đã ghi", files=[WORKBOOK]), ""),
        ("BUTTON_DATA_INVALID", "sendMessage", Parcel(address="1001", text="Đã ghi", buttons=CHOICE), ""),
        ("TOPIC_CLOSED", "sendMessage", Parcel(address="1001", text="Đã ghi", thread="7"), ""),
        ("message thread not found", "sendMessage", Parcel(address="1001", text="Đã ghi", thread="7"), ""),
    ],
)  # fmt: skip
async def test_the_words_arrive_without_what_telegram_will_not_have(
    fake: FakeTelegram, channel: Channel, description: str, method: str, parcel: Parcel, shown: str
) -> None:
    fake.refuse(400, f"Bad Request: {description}", method)
    assert await channel.send(parcel)
    (arrived,) = fake.seen[LAN]
    assert arrived.text.startswith("Đã ghi")
    assert (arrived.document.name if arrived.document else "") == shown


async def test_keys_that_ask_for_a_number_are_not_for_groups_and_the_words_arrive(
    fake: FakeTelegram, channel: Channel
) -> None:
    await channel.send(Parcel(address="-1001", text="Chào", keys=Keys(phone="Gửi số")))
    assert [one.text for one in fake.seen[-1001]] == ["Chào"]


async def test_once_a_part_has_arrived_not_sent_is_no_longer_true(fake: FakeTelegram, channel: Channel) -> None:
    parcel = Parcel(address=str(LAN), text="dài " * 300, files=[File("so.txt", b"6A")])
    fake.refuse(429, "Too Many Requests", method="sendDocument", retry_after=3)
    assert type(await outcome(channel, parcel)) is Uncertain
    assert len(fake.seen[LAN]) == 1


async def test_thirty_one_messages_in_a_second_are_too_many_for_telegram(fake: FakeTelegram, channel: Channel) -> None:
    fake.limits = True
    for chat in range(30):
        await channel.send(Parcel(address=str(chat + 1), text="Chào"))
    assert isinstance(await outcome(channel), Throttled)
    assert channel.per_second < 30
