"""Families of three kinds on one morning: one with a chat, one with a phone number only, one with nothing at all."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec
import pytest
from sqlalchemy import select, update

from bot.engine.app import App
from bot.engine.post.roads import confirm
from channels import ChannelProtocol, Raw
from channels.sms import Channel as Sms
from channels.zalo_template import Channel as Templates
from channels.zalo_template.channel import Template
from models import Attempts, Chats, Outbox, People
from models.post.tables import HANDED, SENT
from models.shapes.receipt import Receipt
from tests.conversation import Play, playing
from tests.fakes.gateways import FakeEsms, FakeSpeedsms, FakeZbs, Loopback
from tests.on_paper import PaperChannel

pytestmark = pytest.mark.anyio

Gateway: TypeAlias = Literal["esms", "speedsms"]
LAN, BINH, SANG = "Hồ Thị Lan", "Hồ Văn Bình", "Lê Thị Sáng"  # a chat; a number; nothing
NUMBER = "84910000004"


class Roads:
    """A school's morning with gateways beside its chats."""

    def __init__(self, play: Play, sms: Loopback, zbs: FakeZbs) -> None:
        self.play, self.sms, self.zbs = play, sms, zbs

    async def letter(self, pupil: str) -> Outbox:
        """The newest letter to a pupil's mother."""
        mother = await self.play.person(f"Mẹ {pupil}")
        async with self.play.app.database.read() as session:
            mine = select(Outbox).where(Outbox.person_id == mother).order_by(Outbox.id.desc()).limit(1)
            return (await session.scalars(mine)).one()

    async def trail(self, pupil: str) -> list[tuple[str, str | None]]:
        """By which channels the letter was tried, and what came of it."""
        letter = await self.letter(pupil)
        tried = select(Chats.channel, Attempts.outcome).join(Chats, Chats.id == Attempts.chat_id)
        async with self.play.app.database.read() as session:
            rows = await session.execute(tried.where(Attempts.outbox_id == letter.id).order_by(Attempts.id))
            return [(row.channel, row.outcome) for row in rows]

    async def told(self, *pupils: str) -> None:
        await self.play.say("gvcn", f"/vang 6A {', '.join(pupils)}")
        await self.play.clock_to("07:50")


@asynccontextmanager
async def roads(folder: Path, provider: Gateway = "esms", **sms_options: Any) -> AsyncIterator[Roads]:
    async with AsyncExitStack() as stack:
        sms = await stack.enter_async_context(FakeEsms() if provider == "esms" else FakeSpeedsms())
        zbs = await stack.enter_async_context(FakeZbs())
        async with playing(folder) as begun:
            async with begun.app.database.write() as session:
                none = update(People).where(People.full_name == f"Mẹ {SANG}").values(phone=None)
                await session.execute(none)
            config, now, school_id = begun.app.config, begun.app.now, begun.school_id
        channels: dict[str, ChannelProtocol] = {
            "paper": PaperChannel(),
            "sms": Sms(provider, "key", "TRUONG", "secret", sms.url, **sms_options),
            "zalo_template": Templates(
                "app",
                "app-secret",
                "refresh-0",
                {"absent": Template("4711", ["pupil", "class", "day"])},
                "hook-secret",
                zbs.url,
                zbs.url + "/oauth",
            ),
        }
        for channel in channels.values():
            channel.per_second = channel.per_chat = 0
        app = App(config, now, channels)
        play = Play(app, channels["paper"], school_id)  # type: ignore[arg-type]
        try:
            yield Roads(play, sms, zbs)
        finally:
            for channel in channels.values():
                await channel.stop()
            await play.app.database.close()


async def test_each_family_is_told_by_what_it_has_and_the_one_without_anything_is_called(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await school.told(LAN, BINH, SANG)
        assert LAN.rsplit(maxsplit=1)[-1] in "\n".join(school.play.new("mẹ Lan")), "by chat"
        (sent,) = school.zbs.sent
        assert sent["phone"] == NUMBER
        assert sent["template_data"] == {"pupil": "Bình", "class": "6A", "day": "sáng 16/11"}
        assert not school.sms.sent, "never two at once, and the cheaper road first"
        assert await school.trail(BINH) == [("zalo_template", "sent")]
        calls = "\n".join(await school.play.say("gvcn", "/goi"))
        assert SANG in calls
        assert BINH not in calls


async def test_a_number_without_zalo_is_told_by_sms_at_once_and_zalo_is_not_tried_again(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        school.zbs.lost.add(NUMBER)
        await school.told(BINH)
        assert await school.trail(BINH) == [("zalo_template", "gone"), ("sms", "sent")]
        (sent,) = school.sms.sent
        assert sent["Content"].startswith("Truong Thu: chau Binh (lop 6A) vang sang 16/11, chua ro ly do.")
        assert (await school.letter(BINH)).text == sent["Content"], "what was said is what is kept"


async def test_the_roads_a_letter_took_stand_with_whom_to_call(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        school.zbs.lost.add(NUMBER)
        school.sms.moods.append("108")
        await school.told(BINH)
        await school.play.say("gvcn", "/goi")
        (card,) = await school.play.press("gvcn", BINH)
        assert "tin mẫu Zalo không có người nhận" in card
        assert "SMS không có người nhận" in card


async def test_a_number_nobody_can_be_told_by_is_on_the_call_list(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        school.zbs.lost.add(NUMBER)
        school.sms.moods.append("108")
        await school.told(BINH)
        assert await school.trail(BINH) == [("zalo_template", "gone"), ("sms", "gone")]
        assert (await school.letter(BINH)).state == HANDED
        assert BINH in "\n".join(await school.play.say("gvcn", "/goi"))


async def test_what_was_taken_and_is_never_reported_as_arrived_goes_by_the_next_road(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await school.told(BINH)
        await school.play.clock_to("11:00")
        assert not school.sms.sent, "it may still arrive"
        await school.play.clock_to("12:10")
        assert await school.trail(BINH) == [("zalo_template", "sent"), ("sms", "sent")]


async def test_a_report_of_arrival_ends_it_and_one_of_somebody_elses_message_has_no_effect(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await school.told(BINH)
        async with school.play.app.database.write() as session:
            now = school.play.app.now()
            await confirm(session, "sms", Receipt(message_id="z1", arrived=False), now)
            await confirm(session, "zalo_template", Receipt(message_id="z1", arrived=True), now)
        await school.play.clock_to("12:10")
        letter = await school.letter(BINH)
        assert letter.state == SENT
        assert letter.arrived_at is not None
        assert not school.sms.sent


async def test_a_report_that_overtakes_the_answer_to_the_send_is_not_lost(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:

        async def report(msg_id: str) -> None:
            event = {"event_name": "user_received_message", "message": {"msg_id": msg_id, "delivery_time": "1"}}
            raw = Raw(external_id=msg_id, address=msg_id, body=msgspec.json.encode(event))
            await school.play.app.take("zalo_template", raw)
            await school.play.app.worker.step()

        school.zbs.reports_first = report
        await school.told(BINH)
        await school.play.clock_to("12:10")
        assert (await school.letter(BINH)).arrived_at is not None
        assert not school.sms.sent, "nobody is told twice"


async def test_a_report_of_a_copy_is_known_by_our_own_reference(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        school.zbs.lost.add(NUMBER)
        school.sms.moods.append("drop after")
        await school.told(BINH)
        await school.play.clock_to("07:55")
        letter = await school.letter(BINH)
        async with school.play.app.database.write() as session:
            said = Receipt(message_id="815", arrived=True, reference=f"siso-{letter.id}")
            await confirm(session, "sms", said, school.play.app.now())
        assert (await school.letter(BINH)).arrived_at is not None


async def test_the_days_money_is_not_overspent_and_who_is_left_is_called(tmp_path: Path) -> None:
    async with roads(tmp_path, money_a_day=500) as school:
        school.zbs.lost |= {f"8491000000{number}" for number in range(1, 9)}
        await school.told(BINH, "Nguyễn Văn A", "Trần Minh Hùng", "A Thút")
        assert len(school.sms.sent) == 1
        calls = "\n".join(await school.play.say("gvcn", "/goi"))
        assert sum(name in calls for name in (BINH, "Trần Minh Hùng", "A Thút")) == 2


async def test_letters_that_leave_together_share_the_days_money_and_the_next_morning_has_its_own(
    tmp_path: Path,
) -> None:
    async with roads(tmp_path, money_a_day=1000) as school:
        await school.play.settle()
        async with school.play.app.database.write() as session:
            templates = update(Chats).where(Chats.channel == "zalo_template").values(closed_at=school.play.app.now())
            await session.execute(templates)
        for day, many in (("2026-11-16", 2), ("2026-11-17", 4)):
            await school.play.morning(day)
            await school.told(BINH, "Trần Minh Hùng", "A Thút", "Trần Minh Hưng")
            assert len(school.sms.sent) == many
        await school.play.say("gvcn", "/goi")
        assert "hết tiền" in "".join(await school.play.press("gvcn", "Trần Minh Hưng"))


async def test_a_number_put_right_in_the_roster_is_the_road_from_then_on(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await school.told(BINH)
        async with school.play.app.database.write() as session:
            right = update(People).where(People.full_name == f"Mẹ {BINH}").values(phone="+84987654321")
            await session.execute(right)
        await school.play.morning("2026-11-17")
        await school.told(BINH)
        assert next(sent["phone"] for sent in school.zbs.sent) == NUMBER
        assert {sent["Phone"] for sent in school.sms.sent} <= {"84987654321"}


async def test_an_sms_does_not_say_that_leave_is_missing_where_the_school_has_heard_why(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        school.zbs.lost.add(NUMBER)
        await school.play.say("gvcn", f"/vang 6A {BINH} ốm")
        await school.play.clock_to("07:50")
        (sent,) = school.sms.sent
        assert "vang sang 16/11." in sent["Content"]


async def test_a_teacher_has_sms_tried_first_or_calls_herself_and_no_colleague_does(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        await school.play.settle()  # the roads are laid as the program begins
        (shown,) = await school.play.say("gvcn", f"/lienlac {BINH}")
        assert "1. tin mẫu Zalo, 2. SMS, 3. thầy/cô chủ nhiệm gọi" in shown
        assert "1. SMS, 2. tin mẫu Zalo" in "".join(await school.play.press("gvcn", "SMS trước"))
        assert "được đổi" in "".join(await school.play.say("gvcn6b", f"/lienlac #p{await school.play.pupil(BINH)}"))
        await school.told(BINH)
        assert await school.trail(BINH) == [("sms", "sent")]
        (shown,) = await school.play.say("gvcn", f"/lienlac {BINH} 6A")
        assert "1. thầy/cô chủ nhiệm gọi" in "".join(await school.play.press("gvcn", "Gọi thay"))
        await school.play.morning("2026-11-17")
        await school.told(BINH)
        assert len(school.sms.sent) == 1, "no number is written to any more"
        assert BINH in "\n".join(await school.play.say("gvcn", "/goi"))
        await school.play.say("gvcn", f"/lienlac {BINH}")
        assert "1. tin mẫu Zalo" in "".join(await school.play.press("gvcn", "Như cũ"))


async def test_the_roads_of_a_family_are_one_tap_from_whom_to_call(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        school.zbs.lost.add(NUMBER)
        school.sms.moods.append("108")
        await school.told(BINH)
        await school.play.say("gvcn", "/goi")
        await school.play.press("gvcn", BINH)
        assert "Mẹ Hồ Văn Bình" in "".join(await school.play.press("gvcn", "Cách liên lạc"))


async def test_while_template_messages_are_dead_every_number_gets_an_sms(tmp_path: Path) -> None:
    async with roads(tmp_path) as school:
        school.zbs.refresh = "another consent is needed"
        await school.told(BINH)
        await school.play.morning("2026-11-17")
        await school.told("Trần Minh Hùng", "A Thút")
        await school.play.clock_to("07:55")
        assert sorted(sent["Phone"] for sent in school.sms.sent) == [NUMBER, "84910000006", "84910000007"]
        assert not school.zbs.sent
        assert "A Thút" not in "\n".join(await school.play.say("gvcn", "/goi"))
