"""A message that takes another's place: edited where it stands, and what each outcome of that proves."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from channels import Displaced, Gone, NotSent, Parcel, Refused, SendError, Throttled, Uncertain
from channels.telegram import Channel
from models.shapes.message import File
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.anyio

LAN = 1001
BOARD = Parcel(address=str(LAN), text="**Điểm danh 6A**", buttons=[[("5. Hồ Thị Lan", "t5")]], board=True)
TAPPED = replace(BOARD, text="**Điểm danh 6A**: vắng 1", buttons=[[("✗ K 5. Hồ Thị Lan", "t5")]])


async def outcome(channel: Channel, parcel: Parcel) -> SendError:
    with pytest.raises(SendError) as caught:
        await channel.send(parcel)
    return caught.value


def methods(fake: FakeTelegram) -> list[str]:
    return [call.method for call in fake.calls]


async def test_text_and_buttons_change_in_place_and_the_id_stays(fake: FakeTelegram, channel: Channel) -> None:
    sent = await channel.send(BOARD)
    assert await channel.send(replace(TAPPED, replaces=sent)) == sent
    [seen] = fake.seen[LAN]
    assert (seen.text, seen.strong, seen.labels()) == (
        "Điểm danh 6A: vắng 1",
        ["Điểm danh 6A"],
        ["✗ K 5. Hồ Thị Lan"],
    )
    assert methods(fake) == ["sendMessage", "editMessageText"]
    assert fake.calls[-1].params["link_preview_options"] == {"is_disabled": True}


async def test_without_buttons_those_that_were_there_go(fake: FakeTelegram, channel: Channel) -> None:
    sent = await channel.send(BOARD)
    await channel.send(Parcel(address=str(LAN), text="Đã ghi 6A", replaces=sent))
    assert [(seen.text, seen.labels()) for seen in fake.seen[LAN]] == [("Đã ghi 6A", [])]


async def test_what_shows_already_what_it_should_counts_as_sent(fake: FakeTelegram, channel: Channel) -> None:
    sent = await channel.send(BOARD)
    assert await channel.send(replace(BOARD, replaces=sent)) == sent


async def test_a_long_text_changes_the_message_and_goes_on_below_it(fake: FakeTelegram, channel: Channel) -> None:
    sent = await channel.send(BOARD)
    long = "\n".join(f"• Em {number}: không phép" for number in range(250))
    last = await channel.send(Parcel(address=str(LAN), text=long, buttons=[[("Sửa", "t")]], replaces=sent))
    first, *rest = fake.seen[LAN]
    assert first.text.startswith("• Em 0:")
    assert [seen.labels() for seen in (first, *rest)] == [*[[]] * len(rest), ["Sửa"]]
    assert last == str(rest[-1].message_id)


async def test_a_file_cannot_take_a_texts_place_and_comes_below(fake: FakeTelegram, channel: Channel) -> None:
    sent = await channel.send(BOARD)
    await channel.send(Parcel(address=str(LAN), text="Sổ", files=[File("so.txt", b"6A")], replaces=sent))
    assert methods(fake) == ["sendMessage", "sendDocument"]


async def test_a_text_telegram_finds_fault_with_is_put_there_without_html(fake: FakeTelegram, channel: Channel) -> None:
    sent = await channel.send(BOARD)
    fake.refuse(400, "Bad Request: can't parse entities: nonsense", method="editMessageText")
    await channel.send(replace(TAPPED, replaces=sent))
    assert [seen.text for seen in fake.seen[LAN]] == ["Điểm danh 6A: vắng 1"]


Arrange = Callable[[FakeTelegram], None]


def refusal(status: int, description: str, **parameters: int) -> Arrange:
    return lambda fake: fake.refuse(status, description, "editMessageText", 1, **parameters)


OUTCOMES: dict[str, tuple[Arrange, type[SendError]]] = {
    "deleted": (lambda fake: fake.seen[LAN].clear(), Displaced),
    "no such message": (refusal(400, "Bad Request: MESSAGE_ID_INVALID"), Displaced),
    "beyond reach": (refusal(400, "Bad Request: message can't be edited"), Displaced),
    "bad button": (refusal(400, "Bad Request: BUTTON_DATA_INVALID"), Refused),
    "blocked": (refusal(403, "Forbidden: bot was blocked by the user"), Gone),
    "too fast": (refusal(429, "Too Many Requests: retry after 7", retry_after=7), Throttled),
    "reset, for to edit twice does no harm": (lambda fake: fake.fail("reset_after", "editMessageText"), NotSent),
    "500, the same": (refusal(500, "Internal Server Error"), NotSent),
}


@pytest.mark.parametrize("name", OUTCOMES)
async def test_an_outcome_proves_this_and_sends_no_second_message(
    name: str, fake: FakeTelegram, channel: Channel
) -> None:
    sent = await channel.send(BOARD)
    arrange, expected = OUTCOMES[name]
    arrange(fake)
    assert type(await outcome(channel, replace(TAPPED, replaces=sent))) is expected
    assert methods(fake) == ["sendMessage", "editMessageText"]


async def test_once_the_place_is_taken_the_rest_is_an_ordinary_send(fake: FakeTelegram, channel: Channel) -> None:
    sent = await channel.send(BOARD)
    fake.fail("reset_after", "sendMessage")
    long = "\n".join(f"• Em {number}: không phép" for number in range(250))
    assert type(await outcome(channel, Parcel(address=str(LAN), text=long, replaces=sent))) is Uncertain
