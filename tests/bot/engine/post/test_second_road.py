"""A channel that is down for longer is told of by another, and what waits for it goes there too."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import insert, select

from bot.engine.app import App
from channels import ChannelDown, Uncertain
from models import Chats, NumberRoads, Outbox
from tests.bot.engine.post.mail import column, later
from tests.bot.engine.post.owed import chat, owe, reply
from tests.conversation import Play
from tests.on_paper import PaperChannel

pytestmark = pytest.mark.anyio


class Other(PaperChannel):
    name = "sms"


@pytest.fixture
async def sms(play: Play) -> AsyncIterator[Other]:
    """The vice principal has a phone there too, linked before the one she uses."""
    other, before = Other(), play.app
    play.app = App(before.config, before.now, {"paper": play.channel, "sms": other})
    values = {"channel": "sms", "address": "số pht", "person_id": await play.person("Ngô Thị Bảy")}
    async with play.app.database.write() as session:
        at = play.app.now().replace(year=2025)
        await session.execute(insert(Chats).values(**values, created_at=at, linked_at=at))
    yield other
    await play.app.database.close()
    play.app = before


async def test_a_refused_token_is_told_on_another_channel_and_letters_go_there(play: Play, sms: Other) -> None:
    play.channel.down = ChannelDown("401")
    await owe(play, "Ngô Thị Bảy")
    await owe(play, "Mai Văn Chín")
    await later(play, seconds=5)
    await later(play, minutes=2)
    texts = [parcel.text for parcel in sms.seen["số pht"]]
    assert any(text.startswith("**Paper không nhận mã (token) của bot** từ 07:05 thứ Hai 16/11") for text in texts)
    assert any("ghi nhớ [1]" in text for text in texts)
    play.channel.down = None
    await later(play, minutes=2)
    assert any("ghi nhớ [1]" in text for text in play.new("ht")), "who has no other channel is waited for"
    assert any("nay đã gửi lại được" in parcel.text for parcel in play.channel.seen["admin"])
    assert set(await column(play, select(Outbox.state))) == {"sent"}


@pytest.mark.parametrize(("by_number", "follows"), [(True, "đi đường sau"), (False, "đều được giữ")])
async def test_what_becomes_of_the_letters_meanwhile_is_said_as_it_is(
    play: Play,
    sms: Other,
    by_number: bool,  # noqa: FBT001
    follows: str,
) -> None:
    if by_number:
        async with play.app.database.write() as session:
            road = {"chat_id": await chat(play, "gvcn"), "person_id": await play.person("Phạm Thu Hà"), "rank": 1}
            await session.execute(insert(NumberRoads).values(**road))
    play.channel.down = ChannelDown("401")
    await owe(play, "Ngô Thị Bảy")
    await later(play, seconds=5)
    await later(play, minutes=2)
    (said,) = [parcel.text for parcel in sms.seen["số pht"] if "không nhận mã" in parcel.text]
    assert follows in said
    assert ("đều được giữ" in said) is not by_number


async def test_an_outage_of_ten_minutes_is_told_too_and_replies_stay_where_one_asked(play: Play, sms: Other) -> None:
    play.channel.down = Uncertain("502")
    await reply(play, "pht", "chào")
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    await later(play, minutes=9)
    assert sms.seen["số pht"] == []
    await later(play, minutes=2)
    await later(play, minutes=2)
    (letter,) = sms.seen["số pht"]
    assert letter.text.startswith("**Paper không gửi được tin** từ 07:05 thứ Hai 16/11.")
    play.channel.down = None
    await later(play, minutes=2)
    assert any("chào" in text for text in play.new("pht"))


async def test_a_short_outage_is_nobodys_news(play: Play, sms: Other) -> None:
    play.channel.down = Uncertain("502")
    await reply(play, "gvcn", "chào")
    await reply(play, "ht", "chào")
    await later(play, minutes=5)
    play.channel.down = None
    await later(play, minutes=2)
    assert sms.seen["số pht"] == []
    assert await column(play, select(Outbox.kind).distinct()) == [""]
