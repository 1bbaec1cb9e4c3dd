"""What people see of what we send, and what each outcome of a send proves."""

import pytest
from msgspec import structs

from channels import NotSent, Parcel, Refused
from channels.telegram import Channel
from models.shapes.message import File, Keys
from tests.channels.telegram.sent_away import HELLO, LAN, outcome
from tests.fakes.bot_api import Upload
from tests.fakes.telegram import FakeTelegram

pytestmark = pytest.mark.anyio


async def test_a_message_arrives_and_its_id_comes_back(fake: FakeTelegram, channel: Channel) -> None:
    sent = await channel.send(HELLO)
    assert [(str(seen.message_id), seen.text) for seen in fake.seen[LAN]] == [(sent, "Đã ghi 6A sáng 21/11")]


async def test_strong_words_are_bold_and_a_name_cannot_bring_tags(fake: FakeTelegram, channel: Channel) -> None:
    name = '<b>Hồ</b> & "Sơn" &lt;'
    await channel.send(Parcel(address=str(LAN), text=f"**Vắng**: {name}"))
    assert fake.seen[LAN][0].text == f"Vắng: {name}"
    assert fake.seen[LAN][0].strong == ["Vắng"]


async def test_links_are_not_previewed(fake: FakeTelegram, channel: Channel) -> None:
    await channel.send(HELLO)
    assert fake.calls[-1].params["link_preview_options"] == {"is_disabled": True}


async def test_a_long_message_comes_in_parts_with_the_buttons_under_the_last(
    fake: FakeTelegram, channel: Channel
) -> None:
    text = "\n\n".join(f"Đoạn {number}: " + "vắng không phép " * 60 for number in range(12))
    sent = await channel.send(
        Parcel(address=str(LAN), text=text, buttons=[[("Sửa", "t1"), ("Huỷ", "t2")], [("Xem", "t3")]])
    )
    shown = fake.seen[LAN]
    assert len(shown) > 2
    assert [seen.buttons for seen in shown[:-1]] == [[]] * (len(shown) - 1)
    assert shown[-1].buttons == [[("Sửa", "t1"), ("Huỷ", "t2")], [("Xem", "t3")]]
    assert sent == str(shown[-1].message_id)
    assert "".join("".join(seen.text for seen in shown).split()) == "".join(text.split())


async def test_keys_stay_below_the_chat_one_of_them_sends_the_own_number_and_none_take_them_away(
    fake: FakeTelegram, channel: Channel
) -> None:
    keys = Keys(words=("Xin nghỉ", "Xem con"), phone="Gửi số của tôi")
    for shown in (keys, Keys()):
        await channel.send(structs.replace(HELLO, keys=shown, buttons=[[("Sửa", "t1")]]))
    below, gone = (call.params["reply_markup"] for call in fake.calls if call.method == "sendMessage")
    assert [[key["text"] for key in row] for row in below["keyboard"]] == [["Xin nghỉ", "Xem con"], ["Gửi số của tôi"]]
    assert below["keyboard"][1][0]["request_contact"] is True
    assert gone == {"remove_keyboard": True}


async def test_a_file_carries_its_name_in_vietnamese_and_a_short_text_as_caption(
    fake: FakeTelegram, channel: Channel
) -> None:
    book = File('Sĩ số "6A".xlsx', b"PK\x00\xff")
    await channel.send(Parcel(address=str(LAN), text="Sổ **tháng 11**", files=[book], buttons=[[("Xong", "t")]]))
    [seen] = fake.seen[LAN]
    assert seen.document == Upload('Sĩ số "6A".xlsx', b"PK\x00\xff")
    assert (seen.text, seen.strong, seen.labels()) == ("Sổ tháng 11", ["tháng 11"], ["Xong"])


async def test_a_large_file_goes_out_too(fake: FakeTelegram, channel: Channel) -> None:
    await channel.send(Parcel(address=str(LAN), text="", files=[File("lon.xlsx", b"x" * 2_000_000)]))
    [seen] = fake.seen[LAN]
    assert seen.document == Upload("lon.xlsx", b"x" * 2_000_000)


async def test_a_text_too_long_for_a_caption_goes_before_the_files(fake: FakeTelegram, channel: Channel) -> None:
    files = [File("a.txt", b"a"), File("b.txt", b"b")]
    await channel.send(Parcel(address=str(LAN), text="dài " * 300, files=files, buttons=[[("Xong", "t")]]))
    text, first, second = fake.seen[LAN]
    assert (text.text[:3], first.text, second.text) == ("dài", "", "")
    assert [seen.document.name for seen in (first, second) if seen.document] == ["a.txt", "b.txt"]
    assert (text.labels(), first.labels(), second.labels()) == ([], [], ["Xong"])


async def test_the_menu_lists_bare_latin_commands_in_order(fake: FakeTelegram, channel: Channel) -> None:
    menu = [
        ("vắng", "Báo vắng"),
        ("/đủ", ""),
        ("xin phép", "Hai từ"),
        ("ế" * 40, "Quá dài"),
        ("vang", "Trùng"),
        ("tke", "x" * 300),
    ]
    await channel.send(Parcel(address=str(LAN), text="Chào thầy/cô", menu=menu))
    assert fake.menus[LAN] == [("vang", "Báo vắng"), ("du", "/đủ"), ("tke", "x" * 256)]
    assert [seen.text for seen in fake.seen[LAN]] == ["Chào thầy/cô"]


async def test_a_refused_menu_does_not_hold_back_the_words(fake: FakeTelegram, channel: Channel) -> None:
    fake.refuse(400, "Bad Request: BOT_COMMAND_INVALID", method="setMyCommands")
    await channel.send(Parcel(address=str(LAN), text="Chào thầy/cô", menu=[("vang", "Báo vắng")]))
    assert [seen.text for seen in fake.seen[LAN]] == ["Chào thầy/cô"]


async def test_a_menu_that_ends_unclear_counts_as_not_sent_since_nothing_was_said(
    fake: FakeTelegram, channel: Channel
) -> None:
    fake.fail("reset_after", method="setMyCommands")
    error = await outcome(channel, Parcel(address=str(LAN), text="Chào", menu=[("vang", "Báo vắng")]))
    assert type(error) is NotSent
    assert fake.seen[LAN] == []


async def test_a_token_that_does_not_fit_a_button_is_refused_before_anything_leaves(
    fake: FakeTelegram, channel: Channel
) -> None:
    error = await outcome(channel, Parcel(address=str(LAN), text="?", buttons=[[("Có", "ế" * 22)]]))
    assert type(error) is Refused
    assert fake.calls == []
