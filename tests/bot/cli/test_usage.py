"""What channels have used of their plans, and what a day's letters cost."""

from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from msgspec import structs
from rich.console import Console
from sqlalchemy import update

from bot.cli.doctor import examine
from bot.cli.usage import show_plan
from bot.engine.server import web_app
from channels.sms import Channel as Sms
from models import Chats, Outbox
from models.people.usage import sent_since
from models.shapes.message import Abilities
from tests.channels.local_chat import serving
from tests.conversation import playing
from tests.on_paper import PaperChannel

pytestmark = pytest.mark.anyio


class Zalo(PaperChannel):
    """A channel with a small plan, that costs money."""

    can = structs.replace(PaperChannel.can, users=10, monthly=1000, price=200)


async def test_people_messages_and_money_are_counted_and_four_fifths_are_a_warning(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        channel = Zalo()
        now = play.app.now()
        found = await examine(play.app.database, {"paper": channel}, now)
        (line,) = [one for one in found if "người" in one.text and "paper" in one.text]
        assert line.weight == "warning", "more than eight of ten people are linked"
        assert "/1000 tin tháng này" in line.text
        assert "đồng" in line.text
        channel.can = Abilities(text=2000, users=5000)
        found = await examine(play.app.database, {"paper": channel}, now)
        assert [one.weight for one in found if "người" in one.text and "paper" in one.text] == ["ok"]


async def test_a_letter_of_several_matters_is_one_message_and_a_long_one_as_many_as_it_is_cut_into(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        begun = play.app.now()
        await play.say("gvcn", "/vang 6A Hồ Văn Bình, Hồ Thị Lan")
        await play.clock_to("07:46")
        shown = [parcel for phone in play.phones for parcel in play.seen(phone)]
        async with play.app.database.read() as session:
            assert await sent_since(session, "paper", begun, 4096) == len(shown)
            cut = sum(-(-len(parcel.text) // 50) for parcel in shown)
            assert await sent_since(session, "paper", begun, 50) == cut


async def test_only_channels_with_a_limit_or_a_price_are_counted(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.app.channels = {"free": PaperChannel(), "dear": Zalo()}
        async with (
            serving(web_app(play.app)) as url,
            aiohttp.ClientSession(url) as browser,
            browser.get("/metrics") as reply,
        ):
            told = await reply.text()
        assert 'siso_channel_month{channel="dear"}' in told
        assert 'channel="free"' not in told


async def test_a_days_letters_are_counted_before_they_leave_and_after(tmp_path: Path) -> None:
    async with playing(tmp_path, hold=600) as play:
        await play.say("gvcn", "/vang 6A Hồ Thị Lan")
        await play.clock_to("07:46")
        console = Console(record=True, width=120)
        assert await show_plan(play.app.database, {"paper": Zalo()}, play.now.date(), console) == 0
        await play.clock_to("08:30")
        await show_plan(play.app.database, {"paper": Zalo()}, play.now.date(), console)
        before, after = [line for line in console.export_text().splitlines() if "paper" in line]
        waiting, sent = (int(cell) for cell in before.replace("│", " ").split()[2:4])
        assert waiting > 0
        assert before.replace("│", " ").replace(".", "").split()[4:] == [str(200 * waiting), str(200 * sent)]
        assert int(after.replace("│", " ").split()[3]) > sent


async def test_before_the_check_it_shows_what_families_of_the_reported_will_be_told_and_what_that_costs(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Hồ Thị Lan, Hồ Văn Bình K, Nguyễn Văn A P")
        console = Console(record=True, width=120)
        today = play.now.date()
        await show_plan(play.app.database, {"paper": Zalo()}, today, console, today)
        (line,) = [line for line in console.export_text().splitlines() if "paper" in line]
        assert line.replace("│", " ").split()[1:] == ["1", "0", "0", "200", "0"], "Bình's family has no chat"
        await play.clock_to("07:46")
        await show_plan(play.app.database, {"paper": Zalo()}, today, console, today)
        (line,) = [line for line in console.export_text().splitlines() if "paper" in line]
        assert line.replace("│", " ").split()[1] == "0", "it is written now"


async def test_a_day_without_letters_is_said(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        console = Console(record=True, width=120)
        await show_plan(play.app.database, {}, play.now.date(), console)
        assert "16/11/2026" in console.export_text()


async def test_where_a_gateway_is_to_report_is_said_and_that_it_does_not(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        channel = Sms("esms", "key", "TRUONG", "secret", "http://127.0.0.1:9", money_a_day=3000)
        now = play.app.now()

        async def said(name: str) -> list[tuple[str, str]]:
            found = await examine(play.app.database, {name: channel}, now + timedelta(hours=2))
            return [(one.weight, one.text) for one in found if "/channels/sms" in one.text or "hôm nay" in one.text]

        (money, taken) = await said("sms")
        assert "hôm nay 0/3.000" in money[1]
        assert taken[0] == "ok"
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "gvcn").values(channel="sms"))
        assert (await said("sms"))[1][0] == "warning", "messages, and no report of any"
        async with play.app.database.write() as session:
            await session.execute(update(Outbox).values(arrived_at=now))
        assert (await said("sms"))[1][0] == "ok"
        await channel.stop()
