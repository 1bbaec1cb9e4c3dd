"""A report that would alarm more than half of a class, or far more than is usual, waits for a leader's look."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from jobs.ladder import too_many
from models import Chats, Classes, Firings, Marks, Outbox
from models.post.tables import SENT
from rules.letters import Kind
from tests.conversation import Play, playing
from tests.jobs.checks import heard
from tests.small_school import PUPILS_6A

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 16, tzinfo=UTC)
FAMILIES = ("mẹ A", "mẹ Lan")
ALL_OF_6A = "/vang 6A " + ", ".join(name for name, _hamlet in PUPILS_6A)


async def alarmed(play: Play) -> int:
    """How many letters about the absences have arrived."""
    kinds = (Kind.ABSENT_GUARDIAN, Kind.ABSENT_HAMLET)
    async with play.app.database.read() as session:
        sent = select(func.count(Outbox.id)).where(Outbox.kind.in_(kinds), Outbox.state == SENT)
        return await session.scalar(sent) or 0


async def reported(play: Play) -> dict[str, str]:
    """Eight of eight, pupil by pupil: what everybody hears of it by five to eight."""
    await play.clock_to("07:10")
    await play.say("gvcn", ALL_OF_6A)
    heard(play)
    await play.clock_to("07:55")
    return heard(play)


async def test_a_whole_class_is_shown_to_the_leaders_and_nobody_is_alarmed_before_they_say_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        told = await reported(play)
        for phone in ("pht", "ht", "tpt"):
            assert "8/8 em của lớp 6A" in told[phone], told
            assert "2 phụ huynh" in told[phone]
            assert "08:45" in told[phone], "until then"
            assert "Các em: Nguyễn Văn A, Hồ Văn Bình, " in told[phone], "as a class list goes"
        assert await alarmed(play) == 0
        assert not set(FAMILIES) & set(told)
        assert "chưa có người phụ trách" not in str(told), "nor that a hamlet has nobody to send"
        for phone in ("gvcn", "pht"):
            assert "chờ lãnh đạo xem" in str(await play.say(phone, "/goi")), "nor is anybody to be called"
        assert "gửi" in "".join(await play.press("pht", "Đúng là vắng")).lower()
        await play.clock_to("08:00")
        assert await alarmed(play) >= 4
        assert "Gia đình cần gọi" in str(await play.say("gvcn", "/goi"))
        await play.clock_to("08:50")
        assert "Chưa gửi" not in str(heard(play)), "a day's report is held back once"


async def test_nothing_is_said_to_leave_that_a_wider_stop_holds(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        await play.say("ht", "/dungkhan tất cả danh sách sai")
        said = "".join(await play.press("pht", "Đúng là vắng"))
        assert "còn đang dừng" in said
        assert "• Mọi tin, đến 09:55" in said
        await play.clock_to("08:10")
        assert await alarmed(play) == 0
        await play.press("pht", "Thôi dừng")
        await play.clock_to("08:15")
        assert await alarmed(play) >= 4


async def test_what_nobody_decides_leaves_after_an_hour(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        await play.clock_to("08:44")
        assert await alarmed(play) == 0
        await play.clock_to("08:46")
        assert await alarmed(play) >= 4


async def test_a_mistake_is_taken_back_and_nobody_ever_reads_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        await play.press("tpt", "Báo nhầm")
        await play.clock_to("09:30")
        assert await alarmed(play) == 0
        assert "Đính chính" not in str(heard(play))
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count(Marks.id)).where(Marks.struck_at.is_(None))) == 0


async def test_after_a_mistake_the_next_report_is_a_new_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await reported(play)
        await play.press("tpt", "Báo nhầm")
        await play.clock_to("07:58")
        assert "chờ lãnh đạo" not in str(await play.say("pht", "/goi")), "nothing waits any more"
        await play.say("gvcn", ALL_OF_6A)
        heard(play)
        await play.clock_to("08:50")
        assert "Chưa gửi" in heard(play)["pht"], "the same once more is shown once more"
        assert await alarmed(play) == 0


async def test_where_no_leader_could_look_nothing_waits(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address.in_(("pht", "ht", "tpt"))).values(closed_at=NOW))
        assert "Chưa gửi" not in str(await reported(play))
        assert await alarmed(play) >= 4


async def test_three_times_the_usual_of_a_school_waits_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One a day until now, and four today, in two classes: less than half of one."""
    monkeypatch.setattr(too_many, "FEWEST_OF_SCHOOL", 4)
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            class_id = await session.scalar(select(Classes.id).where(Classes.name == "6A"))
            one = {"school_id": play.school_id, "pupil_id": await play.pupil("Hồ Văn Bình"), "class_id": class_id}
            days = [date(2026, 11, back) for back in (11, 12, 13)]
            rows = [{**one, "step": 1, "days": 1, "day": day, "run_start": day} for day in days]
            await session.execute(insert(Firings), rows)
        await play.clock_to("07:10")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan, A Thút")
        await play.say("gvcn6b", "/vang 6B Hồ Văn Học")
        heard(play)
        await play.clock_to("07:55")
        assert "nhiều hơn ba lần ngày thường" in heard(play)["ht"]
        assert await alarmed(play) == 0


async def test_a_leader_stops_letters_of_a_class_and_the_others_hear_why(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.clock_to("07:10")
        assert "Vì sao" in (await play.say("pht", "/dungkhan 6A"))[0]
        assert "đến 09:10" in (await play.press("pht", "Danh sách"))[0]
        assert "Danh sách học sinh đang sai" in heard(play)["ht"]
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình")
        await play.clock_to("09:00")
        assert await alarmed(play) == 0
        heard(play)
        assert "lớp 6A" in (await play.say("ht", "/dungkhan"))[0]
        assert {"Tin đã dừng gửi", "Tin đang giữ chờ xem lại"}.isdisjoint(play.labels("ht")), "these are never stopped"
        assert "6A" in (await play.say("gvcn", "/lop 6A"))[0], "replies leave"
        assert "Bình" not in (await play.say("gvcn", "/goi"))[0], "nobody is called of what may be a mistake"
        await play.clock_to("09:15")
        assert "Bình" in (await play.say("gvcn", "/goi"))[0]
        assert await alarmed(play) > 0, "it ends by itself"
