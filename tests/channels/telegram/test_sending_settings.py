"""Files fetched, addresses and settings, what may be passed on, pictures, the proxy."""

import logging

import pytest

from channels import NotSent, Parcel, Raw, Refused
from channels.telegram import Channel
from models.shapes.message import Attachment, File
from tests.channels.telegram.sent_away import HELLO, LAN, outcome
from tests.fakes.telegram import FakeTelegram
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio


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
    await channel.send(Parcel(address="1", text="Cháu An nghỉ sáng nay", protected=True, quiet=True))
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
