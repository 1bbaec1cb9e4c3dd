"""A guardian who is replaced in the middle of an absence: the new one hears what is still true, the old one nothing."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from models import Guardians, People
from models.post.optouts import opt_out
from tests.conversation import Play, playing
from tests.jobs.checks import link, roster_without

pytestmark = pytest.mark.anyio

HIM, REPORT = "Nguyễn Văn A", "/vang 6A Nguyễn Văn A"


async def replaced(play: Play) -> None:
    """Lan's mother is A's guardian from now on, and his own mother is none."""
    new = select(People.id).where(People.full_name == "Mẹ Hồ Thị Lan").scalar_subquery()
    async with play.app.database.write() as session:
        mine = update(Guardians).where(Guardians.pupil_id == await play.pupil(HIM))
        await session.execute(mine.values(person_id=new))


async def test_the_alarm_that_waits_goes_to_the_new_guardian_and_further_days_follow_her(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40") as play:
        await play.say("gvcn", REPORT)
        await play.clock_to("07:46")
        assert play.new("mẹ A") == [], "it is in the hold"
        await replaced(play)
        await play.clock_to("08:00")
        (letter,) = play.new("mẹ Lan")
        assert "cháu" in letter.lower()
        assert "16/11" in letter
        for day in ("17", "18"):
            await play.clock_to(f"2026-11-{day} 07:40")
            await play.say("gvcn", REPORT)
            await play.clock_to("08:00")
            assert [f"{day}/11" in text for text in play.new("mẹ Lan")] == [True]
        assert play.new("mẹ A") == []


async def test_who_was_told_on_monday_and_replaced_then_is_told_nothing_more(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40") as play:
        await play.say("gvcn", REPORT)
        await play.clock_to("08:00")
        assert len(play.new("mẹ A")) == 1
        await replaced(play)
        await play.clock_to("2026-11-17 07:40")
        await play.say("gvcn", REPORT)
        await play.clock_to("08:00")
        monday, tuesday = play.new("mẹ Lan")
        assert "16/11" in monday, "told on the day, by the next check"
        assert "17/11" in tuesday
        await play.say("gvcn", "/comat 6A 16/11 17/11 Nguyễn Văn A")
        await play.clock_to("20:40")
        assert play.new("mẹ A") == [], "neither the further day, nor the correction, nor the thanks"


async def test_a_new_guardian_who_wants_no_alarms_is_not_told_either(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40") as play:
        await play.say("gvcn", REPORT)
        await play.clock_to("07:46")
        async with play.app.database.write() as session:
            await opt_out(session, await play.person("Mẹ Hồ Thị Lan"), "vang", play.app.now())
        await replaced(play)
        await play.clock_to("08:00")
        assert play.new("mẹ Lan") == []
        assert play.new("mẹ A") == []


async def test_a_receipt_counts_nobody_who_will_not_be_told(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40") as play:
        await play.say("gvcn", REPORT)
        await play.clock_to("08:00")
        await replaced(play)
        (answer,) = await play.say("gvcn", "/huy")
        assert "Tin đính chính: đang gửi tin cho 2 người" in answer, "the pair; not who is no guardian any more"
        await play.settle()
        assert [phone for phone in play.phones if "báo vắng nhầm" in "".join(play.new(phone))] == ["nóc", "nóc2"]


async def test_where_only_the_old_guardian_had_been_told_the_receipt_says_that_nobody_gets_a_correction(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40", roster=roster_without("hamlet_staff")) as play:
        await play.say("gvcn", "/vang 6A A Thút")
        await link(play, "mẹ Thút", "Mẹ A Thút")
        await play.clock_to("08:00")
        assert len(play.new("mẹ Thút")) == 1
        new = select(People.id).where(People.full_name == "Mẹ Hồ Thị Lan").scalar_subquery()
        async with play.app.database.write() as session:
            mine = update(Guardians).where(Guardians.pupil_id == await play.pupil("A Thút"))
            await session.execute(mine.values(person_id=new))
        (answer,) = await play.say("gvcn", "/huy")
        assert "nay không còn nhận tin về em, nên không có tin đính chính" in answer
        assert play.new("mẹ Thút") == []


async def test_who_is_no_guardian_any_more_reads_so_in_words_whatever_she_taps_or_asks(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:40") as play:
        await play.say("gvcn", REPORT)
        await play.clock_to("08:00")
        play.new("mẹ A")
        await replaced(play)
        answers = [await play.press("mẹ A", "Cháu ốm")]
        asked = ("cháu A ốm", "/con", "/trogiup", "/xinphep", "/huy", "cháu A hôm nay có đi học không")
        answers += [await play.say("mẹ A", words) for words in asked]
        for (answer,) in answers:
            assert answer.startswith("Theo danh sách của trường, chủ máy này hiện không phải người nhà của em nào")
            assert "/" not in answer
        (thanks,) = await play.say("mẹ A", "cảm ơn cô")
        assert thanks == "Dạ, không có gì ạ."
