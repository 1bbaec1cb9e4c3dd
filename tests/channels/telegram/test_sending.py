"""What people see of what we send, and what each outcome of a send proves."""

import asyncio
import logging
from collections.abc import Callable

import pytest
from msgspec import structs

from channels import ChannelDown, Gone, Moved, NotSent, Parcel, Raw, Refused, SendError, Throttled, Uncertain
from channels.telegram import Channel
from models.shapes.message import Attachment, File, Keys
from tests.fakes.bot_api import Upload
from tests.fakes.telegram import FakeTelegram
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio

LAN = 1001
HELLO = Parcel(address=str(LAN), text="Đã ghi 6A sáng 21/11")


async def outcome(channel: Channel, parcel: Parcel = HELLO) -> SendError:
    with pytest.raises(SendError) as caught:
        await channel.send(parcel)
    return caught.value


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


async def test_a_file_somebody_sent_is_fetched(fake: FakeTelegram, channel: Channel) -> None:
    fake.files["f1"] = b"PK roster"
    assert await channel.fetch(Attachment(name="ds.xlsx", reference="f1", size=9)) == b"PK roster"


async def test_a_file_over_five_megabytes_is_refused_whatever_size_it_claims(
    fake: FakeTelegram, channel: Channel
) -> None:
    fake.files["big"] = b"x" * (5 * 1024 * 1024 + 1)
    for claimed in (0, 9, 5 * 1024 * 1024 + 1):
        with pytest.raises(Refused):
            await channel.fetch(Attachment(name="ds.xlsx", reference="big", size=claimed))
    assert [call.method for call in fake.calls] == ["getFile", "getFile"]


async def test_a_file_that_is_gone_is_refused_and_a_silent_telegram_is_tried_later(
    fake: FakeTelegram, channel: Channel
) -> None:
    with pytest.raises(Refused):
        await channel.fetch(Attachment(name="ds.xlsx", reference="none", size=9))
    fake.fail("reset_after", method="getFile")
    fake.files["f1"] = b"PK"
    with pytest.raises(NotSent):
        await channel.fetch(Attachment(name="ds.xlsx", reference="f1", size=9))


async def test_the_problem_of_a_channel_is_said_in_one_sentence(fake: FakeTelegram, channel: Channel) -> None:
    assert await channel.problem() is None
    fake.refuse(401, "Unauthorized", method="getMe")
    assert await channel.problem() == "Telegram does not accept the bot's token."
    await fake.go_down()
    assert await channel.problem() == "Telegram cannot be reached (ClientConnectorError)."


@pytest.mark.parametrize("ending", ["", "/", "/bot", "/bot/"])
async def test_the_base_url_may_be_written_in_any_of_the_usual_ways(ending: str, fake: FakeTelegram) -> None:
    channel = Channel(fake.token, fake.root + ending)
    fake.files["f1"] = b"PK"
    await channel.send(HELLO)
    await channel.fetch(Attachment(name="a", reference="f1", size=2))
    await channel.stop()
    assert len(fake.seen[LAN]) == 1


@pytest.mark.parametrize("settings", [{"token": ""}, {"token": "1:a", "base_url": "api.telegram.org"}])
def test_settings_that_cannot_work_are_refused_at_once(settings: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^telegram: "):
        Channel(**settings)  # type: ignore[arg-type]  # as they come from the configuration


async def test_the_token_is_in_no_exception_and_no_log_line(
    fake: FakeTelegram, channel: Channel, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.refuse(400, f"Bad Request: no route /bot{fake.token}/sendMessage")
    errors: list[BaseException] = [await outcome(channel)]
    fake.fail("half")
    errors.append(await outcome(channel))
    await fake.go_down()
    errors.append(await outcome(channel))
    texts = [str(await channel.problem()), caplog.text, capsys.readouterr().out]
    while errors:
        error = errors.pop()
        texts += [str(error), repr(error)]
        errors += [cause for cause in (error.__cause__, error.__context__) if cause]
    assert not [text for text in texts if fake.token in text or "CANARY" in text]
    assert "Đã ghi" not in caplog.text


async def test_a_letter_about_a_child_cannot_be_passed_on_and_a_quiet_one_does_not_ring(
    channel: Channel, fake: FakeTelegram
) -> None:
    await channel.send(Parcel(address="1", text="Cháu An nghỉ sáng nay", alert=True, quiet=True))
    await channel.send(Parcel(address="1", text="Đã ghi"))
    letter, reply = [call.params for call in fake.calls if call.method == "sendMessage"]
    assert (letter["protect_content"], letter["disable_notification"]) == (True, True)
    assert not {"protect_content", "disable_notification"} & reply.keys()


async def test_a_chart_is_a_photograph_and_a_workbook_a_file(channel: Channel, fake: FakeTelegram) -> None:
    files = [File("tuan.png", b"\x89PNG"), File("tuan.xlsx", b"PK")]
    await channel.send(Parcel(address="1", text="Tuần này", files=files))
    assert [call.method for call in fake.calls if call.method.startswith("send")] == ["sendPhoto", "sendDocument"]


async def test_who_opens_the_bot_for_the_first_time_reads_what_it_is_in_each_language(
    channel: Channel, fake: FakeTelegram
) -> None:
    async def take(_raw: Raw) -> None:
        pass

    await channel.start(take)
    await fake.until(lambda: fake.introduced.get("en", {}).get("commands"), PATIENCE)
    assert fake.introduced[""]["commands"] == "lienket trogiup"
    assert "mật khẩu" in fake.introduced[""]["description"]
    assert "password" in fake.introduced["en"]["description"]


async def test_calls_go_through_the_proxy_that_is_configured() -> None:
    async with FakeTelegram() as fake:
        channel = Channel(fake.token, "http://api.telegram.example/bot", proxy=fake.root)
        try:
            await channel.send(Parcel(address="1", text="qua proxy"))
        finally:
            await channel.stop()
        assert fake.seen[1][0].text == "qua proxy"
