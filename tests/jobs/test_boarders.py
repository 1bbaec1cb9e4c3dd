"""Boarders come back on Sunday evening: who is asked, who answers how, and who is told of those missing."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from models import BoarderReturns, ClockSlots, Pupils, Schools
from models.post.tables import FAILED
from papers.roster import Roster
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.jobs.checks import heard
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio

BOARDERS = ("Hồ Thị Lan", "Hồ Văn Bình", "Lê Thị Sáng", "A Thút", "Hồ Văn Học")


def with_boarders() -> Roster:
    roster = small_roster()
    return replace(roster, pupils=[replace(p, boarding=p.full_name in BOARDERS) for p in roster.pupils])


async def states(play: Play) -> dict[str, str | None]:
    async with play.app.database.read() as session:
        rows = select(Pupils.full_name, BoarderReturns.state).join(Pupils, Pupils.id == BoarderReturns.pupil_id)
        return dict((await session.execute(rows)).all())


async def test_on_sunday_evening_teachers_and_the_office_are_asked_village_by_village(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("19:05")
        told = heard(play)
        assert told.keys() == {"gvcn", "gvcn6b", "tpt", "pht"}
        assert "**Nội trú, bán trú 6A, thứ Hai 16/11**: đã vào 0/4" in told["gvcn"]
        assert "• Thôn 3: chưa rõ: 2 Hồ Thị Lan, 5 Lê Thị Sáng, 6 A Thút" in told["gvcn"]
        assert "• Thôn 4: chưa rõ: 4 Hồ Văn Bình" in told["gvcn"]
        assert "toàn trường" in told["tpt"]
        assert "0/5" in told["pht"]
        assert "Nguyễn Văn A" not in told["gvcn"], "a day pupil"
        await play.clock_to("19:40")
        assert heard(play) == {}


async def test_who_could_not_be_asked_about_in_the_evening_is_asked_about_in_the_morning(tmp_path: Path) -> None:
    """The machine was off from Sunday afternoon to ten to seven."""
    async with playing(tmp_path, at="2026-11-14 18:30", roster=with_boarders()) as play:
        await play.clock_to("2026-11-15 18:30")
        play.app.now.move_to(play.app.now() + timedelta(hours=12, minutes=20))
        await play.clock_to("2026-11-16 06:55")
        assert "**Nội trú, bán trú 6A, thứ Hai 16/11**: đã vào 0/4" in heard(play)["gvcn"]
        assert "đã vào 4/4" in await ask(play, "gvcn", "/noitru 6A 0")


async def test_a_school_that_begins_on_monday_morning_is_asked_of_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 06:20", roster=with_boarders()) as play:
        await play.clock_to("06:55")
        assert "gvcn" not in heard(play)


async def test_where_nobody_could_be_asked_the_list_is_there_all_the_same(tmp_path: Path) -> None:
    """It was said that nobody was to come back."""
    async with playing(tmp_path, at="2026-11-15 18:30", roster=with_boarders()) as play:
        play.app.now.move_to(play.app.now() + timedelta(hours=15))
        assert "đã vào 0/4" in await ask(play, "gvcn", "/noitru")


async def test_list_numbers_say_who_is_not_back_and_so_who_is(database_url: str) -> None:
    async with playing(url=database_url, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("19:05")
        heard(play)
        answer = await ask(play, "gvcn", "/noitru 6A 4 6 ở lại 5")
        assert "đã vào 1/4, ở lại 1, chưa vào 2, chưa rõ 0" in answer
        assert await states(play) == {
            "Hồ Thị Lan": "back", "Hồ Văn Bình": "away", "Lê Thị Sáng": "stayed", "A Thút": "away", "Hồ Văn Học": None,
        }  # fmt: skip
        await play.press("gvcn", "Hồ Văn Bình: đã vào")
        assert (await states(play))["Hồ Văn Bình"] == "back"


async def test_a_button_speaks_of_one_boarder_and_of_nobody_else(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("19:05")
        play.new("gvcn")
        await play.press("gvcn", "Hồ Văn Bình: chưa vào")
        assert await states(play) == dict.fromkeys(BOARDERS) | {"Hồ Văn Bình": "away"}
        await play.press("gvcn", "6A: đã vào đủ")
        assert (await states(play))["Hồ Văn Bình"] == "back"


async def test_where_the_evening_is_asked_anew_what_was_said_stays(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("19:05")
        await play.say("gvcn", "/noitru 6A đủ")
        async with play.app.database.write() as session:
            await session.execute(update(Schools).values(boarders_evening=time(20)))
        said = await states(play)
        await play.clock_to("20:05")
        assert await states(play) == said
        async with play.app.database.read() as session:
            assert not (await session.scalars(select(ClockSlots.job).where(ClockSlots.outcome == FAILED))).all()


async def test_what_fits_no_boarder_is_asked_again_and_changes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("19:05")
        heard(play)
        assert "2 Hồ Thị Lan" in await ask(play, "gvcn", "/noitru 6A 1")
        assert "Chưa ghi" in await ask(play, "gvcn", "/noitru 6A Nguyễn Văn A")
        assert set((await states(play)).values()) == {None}


async def test_only_the_own_class_may_be_answered_for_and_the_leadership_may_for_any(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("19:05")
        for phone in ("gvcn6b", "bộ môn", "nóc", "mẹ A", "admin"):
            await play.say(phone, "/noitru 6A đủ")
        assert set((await states(play)).values()) == {None}
        heard(play)
        assert "đã vào 4/4" in await ask(play, "tpt", "/noitru 6A đủ")
        assert "đã vào 4/5" in await ask(play, "pht", "/noitru")


async def test_on_monday_the_pair_hears_of_those_missing_unless_the_report_says_they_are_there(
    database_url: str,
) -> None:
    async with playing(url=database_url, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("19:05")
        heard(play)
        await ask(play, "gvcn", "/noitru 6A 2, 4, 6")
        await ask(play, "gvcn6b", "/noitru 6B 2")
        heard(play)
        await play.clock_to("2026-11-16 06:20")
        assert "6A" in heard(play)["gvcn"], "asked once more before the first session"
        await play.say("gvcn", "/vang 6A A Thút P")
        heard(play)
        await play.clock_to("07:50")
        told = heard(play)
        assert "nội trú" not in told.get("nóc", ""), "Lan is in class, A Thút has leave"
        assert "Hồ Văn Học, lớp 6B" in told["nóc2"], "his class has not reported: silence is not presence"
        assert "Bình" not in told["nóc2"], "reported as present"
        assert "chưa vào 1, chưa rõ 0" in told["pht"]
        assert "• Thôn 4: chưa vào: 2 Hồ Văn Học (6B)" in told["pht"]


async def test_of_whom_nobody_has_spoken_no_pair_is_alarmed_and_the_office_reads_which_class_to_ask(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("2026-11-16 07:50")
        told = heard(play)
        assert "chưa vào 0, chưa rõ 5" in told["pht"]
        assert "• Thôn 4: chưa rõ: 6A 1, 6B 1" in told["pht"]
        assert "gửi tin cho" not in told["pht"]
        assert not any("nội trú" in told.get(pair, "").lower() for pair in ("nóc", "nóc2"))


async def test_whom_the_first_absence_told_of_the_pair_does_not_hear_of_twice(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("19:05")
        heard(play)
        await ask(play, "gvcn", "/noitru 6A 4")
        await ask(play, "gvcn6b", "/noitru 6B đủ")
        await play.clock_to("2026-11-16 07:10")
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        heard(play)
        await play.clock_to("07:50")
        assert heard(play)["nóc2"].count("Hồ Văn Bình, lớp 6A (") == 1


async def test_an_absence_that_is_reported_is_known_though_nobody_spoke_of_the_return(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-15 18:30", roster=with_boarders()) as play:
        await play.clock_to("2026-11-16 07:10")
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        heard(play)
        await play.clock_to("07:50")
        told = heard(play)["pht"]
        assert "chưa vào 1, chưa rõ 1" in told
        assert "chưa vào: 4 Hồ Văn Bình (6A); chưa rõ: 6B 1" in told


async def test_a_monday_off_moves_the_question_to_the_evening_before_the_next_school_day(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-14 10:00", roster=with_boarders()) as play:
        await ask(play, "admin", "/lich nghỉ 16/11 lễ")
        await play.clock_to("2026-11-15 20:00")
        assert not any("Nội trú" in text for text in heard(play).values())
        await play.clock_to("2026-11-16 19:05")
        assert "thứ Ba 17/11" in heard(play)["gvcn"]
        await play.clock_to("2026-11-17 18:00")
        heard(play)
        await play.clock_to("2026-11-17 19:05")
        assert not any("Nội trú" in text for text in heard(play).values()), "no evening in the middle of the week"


async def test_the_school_chooses_the_evening(tmp_path: Path) -> None:
    week = [2, 3, 4, 5, 6, 8]
    roster = with_boarders()
    async with playing(tmp_path, at="2026-11-14 18:30", roster=roster, boarders_back=7, morning_days=week) as play:
        await play.clock_to("19:05")
        assert "Chủ nhật 15/11" in heard(play)["gvcn"]


async def test_a_school_without_boarders_is_asked_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-15 18:30") as play:
        await play.clock_to("19:40")
        assert heard(play) == {}
        assert "chưa có em nội trú" in await ask(play, "gvcn", "/noitru")
