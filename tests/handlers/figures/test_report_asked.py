"""What a principal types behind /baocao, and whose figures of which days come back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from models import Campuses, Classes, Pupils
from models.post.last_question import LastQuestions
from rules.pictures import Chart, Tint
from tests.campaign import CAMPAIGN
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio

SCHOOL, GRADE = "toàn trường", "khối 6"
DAY, WEEK, MONTH = "thứ Tư 18/11", "từ 16/11 đến 18/11", "tháng 11/2026"
BEFORE, TERM, YEAR = "từ 09/11 đến 15/11", "học kỳ 1", "từ đầu năm học"
BOARDERS, TAKTA, SITE = "học sinh bán trú, nội trú", "Takta - Thôn 3", "Măng Rí"
ASKED = {
    (SCHOOL, DAY): [
        "",
        "hôm nay",
        "ngày",
        "18/11",
        "sáng nay",
        "toàn trường",
        "cả trường hôm nay",
        "tình hình hôm nay",
        "vắng hôm nay",
        "những em nào vắng hôm nay",
        "cho tôi xem ạ",
        "theo lớp",
        "lớp nào vắng nhiều nhất",
        "tỉ lệ chuyên cần hôm nay",
        "theo khối",
        "theo thôn",
    ],
    (SCHOOL, "thứ Ba 17/11"): ["hôm qua", "17/11", "ngày 17/11", "thứ 3"],
    (SCHOOL, "thứ Hai 16/11"): ["thứ 2", "thứ hai tuần này"],
    (SCHOOL, WEEK): [
        "tuần",
        "tuần này",
        "cả tuần này",
        "từ 16/11 đến 18/11",
        "16-18/11",
        "số liệu tuần này",
        "theo thôn tuần này",
        "theo lớp tuần này",
    ],
    (SCHOOL, "từ 02/11 đến 08/11"): ["tuần trước nữa", "tuan truoc nua", "tuần 9", "tuần học thứ 9"],
    (SCHOOL, "từ 05/11 đến 18/11"): ["2 tuần qua", "hai tuần gần đây"],
    (SCHOOL, "từ 01/10 đến 18/11"): ["từ tháng 10 đến nay"],
    (SCHOOL, "từ 01/09 đến 31/10"): ["tháng 9 và tháng 10", "tháng 9, 10"],
    (SCHOOL, "tháng 09/2026"): ["tháng trước nữa", "tháng 9", "9/2026", "09/2026"],
    ("khối 6, học sinh nữ", "tháng 10/2026"): ["tháng 10 khối 6 nữ", "học sinh nữ khối 6 tháng mười"],
    ("học sinh nam", WEEK): ["học sinh nam tuần này"],
    ("khối 6 và 7", "tháng 10/2026"): ["khoi 6 khoi 7 thang 10", "THCS tháng trước", "khối 6-9 tháng 10"],
    (SCHOOL, BEFORE): ["tuần trước", "tuần qua", "tuan truoc"],
    (SCHOOL, MONTH): [
        "tháng",
        "tháng này",
        "tháng 11",
        "tháng 11/2026",
        "tháng 11 năm 2026",
        "từ đầu tháng",
        "chuyên cần tháng 11",
        "toàn trường tháng này",
    ],
    (SCHOOL, "tháng 10/2026"): ["tháng trước", "thang 10"],
    (SCHOOL, TERM): ["học kỳ", "học kỳ này", "HK1", "học kì I", "kỳ 1", "kỳ này"],
    (SCHOOL, YEAR): ["năm", "năm học", "cả năm", "từ đầu năm", "từ đầu năm đến nay", "năm học này"],
    (GRADE, DAY): ["khối 6", "K6", "các lớp 6", "lớp 6", "sĩ số khối 6"],
    (GRADE, WEEK): ["khối 6 tuần này", "khoi 6 tuan nay", "cho tôi xem khối 6 tuần này ạ"],
    (GRADE, "thứ Ba 17/11"): ["khối 6 hôm qua", "khối 6 17/11"],
    ("khối 6 và 7", WEEK): ["khối 6 và khối 7 tuần này", "khối 6, 7 tuần này"],
    ("6A", DAY): ["6A", "lớp 6A", "lop 6a"],
    ("6A", "tháng 10/2026"): ["6A tháng trước"],
    ("6A và 6B", MONTH): ["6A, 6B tháng này", "6A và 6B tháng này"],
    ("Thôn 3", DAY): ["thôn 3", "thon 3"],
    ("Thôn 3", WEEK): ["thôn 3 tuần này"],
    (TAKTA, "tháng 10/2026"): ["nóc Takta tháng trước", "takta tháng trước"],
    (BOARDERS, DAY): ["bán trú", "nội trú", "học sinh bán trú hôm nay"],
    (BOARDERS, WEEK): ["bán trú tuần này"],
    (SITE, DAY): ["điểm trường Măng Rí", "mang ri"],
    (SITE, WEEK): ["Măng Rí tuần này"],
    ("điểm chính", DAY): ["điểm chính", "điểm trường chính"],
}

ALONE = ("lớp 6", "các lớp 6", "tháng", "nội trú")  # may be a class, or is a command of its own


@asynccontextmanager
async def school(folder: Path) -> AsyncIterator[Play]:
    """Lan and A Thút are boarders, 6B is at another site; three days of reports, 6B's on Tuesday only."""
    async with playing(folder) as play:
        async with play.app.database.write() as session:
            boarders = update(Pupils).where(Pupils.full_name.in_(["A Thút", "Hồ Thị Lan"]))
            await session.execute(boarders.values(boarding=True))
            site = insert(Campuses).values(school_id=play.school_id, name=SITE).returning(Campuses.id)
            there = {"campus_id": (await session.execute(site)).scalar_one()}
            await session.execute(update(Classes).where(Classes.name == "6B").values(there))
            year = await session.scalar(Classes.__table__.select().with_only_columns(Classes.year_id).limit(1))
            empty = {"school_id": play.school_id, "year_id": year, "grade": 7, "name": "7A", "key": "7A"}
            await session.execute(insert(Classes).values(empty))
        await ask(play, "gvcn", "/vang 6A Hồ Thị Lan, A Thút P")
        await on(play, "2026-11-17 07:10")
        await ask(play, "gvcn", "/du 6A")
        await ask(play, "gvcn6b", "/vang 6B Hồ Văn Học")
        await on(play, "2026-11-18 07:10")
        await ask(play, "gvcn", "/vang 6A Hồ Thị Lan")
        yield play


@pytest.mark.slow
async def test_a_report_is_asked_for_in_a_hundred_ways_and_says_what_it_is_of(tmp_path: Path) -> None:
    async with school(tmp_path) as play:
        for (whose, when), ways in ASKED.items():
            for words in ways if CAMPAIGN else ways[::3]:
                head = (await ask(play, "ht", f"/baocao {words}")).splitlines()[0]
                assert head == f"**Báo cáo {whose}, {when}**", words
        assert sum(map(len, ASKED.values())) > 80


@pytest.mark.slow
async def test_without_the_command_the_same_words_are_understood_too(tmp_path: Path) -> None:
    """Not a class alone, which may be the beginning of a report, nor what says nothing at all. Each is asked by itself:
    of the girls of grade 6 `học sinh nam tuần này` would go on with the grade.
    """
    async with school(tmp_path) as play:
        for (whose, when), ways in ASKED.items():
            for words in ways if when != DAY or whose in (GRADE, BOARDERS, "Thôn 3", "điểm chính") else ():
                if words not in ALONE and (CAMPAIGN or words in ways[1:2]):
                    async with play.app.database.write() as session:
                        await session.execute(delete(LastQuestions))
                    assert (await ask(play, "ht", words)).splitlines()[0] == f"**Báo cáo {whose}, {when}**", words
        assert "Báo cáo" not in await ask(play, "gvcn", "khối 6 tuần này")


async def test_what_nobody_has_is_said_and_not_counted_as_something_else(tmp_path: Path) -> None:
    async with school(tmp_path) as play:
        assert "không có khối 9" in await ask(play, "ht", "/baocao khối 9")
        assert "Chưa hiểu “linh tinh”" in await ask(play, "ht", "/baocao khối 6 linh tinh")
        assert "Chưa có đợt vận động" in await ask(play, "ht", "/baocao đợt ra lớp")
        assert "chưa tới" in await ask(play, "ht", "/baocao tháng 12")
        assert "Trường không có “điểm trường Đắk Rế”. Hiện có: Măng Rí" in await ask(
            play, "ht", "/baocao điểm trường Đắk Rế"
        )
        for words, parts in {
            "thôn 3 và thôn 4 tháng 11": ["Thôn 3", "Thôn 4"],
            "bán trú thôn 3": ["Thôn 3", "học sinh bán trú, nội trú"],
            "6A nữ tuần này": ["6A", "học sinh nữ"],
            "6A thôn 3": ["6A", "Thôn 3"],
        }.items():
            await ask(play, "ht", f"/baocao {words}")
            assert play.labels("ht") == parts, "nothing that was asked for is left out without a word"
        for words in ("khối 6", "bán trú", "điểm chính", "thôn 3", "6B", "nữ"):
            assert "chỉ xem được lớp mình" in await ask(play, "gvcn", f"/baocao {words}"), words


async def test_boarders_a_grade_and_a_site_have_their_own_figures_and_names(tmp_path: Path) -> None:
    async with school(tmp_path) as play:
        day = await ask(play, "ht", "/baocao bán trú")
        assert "1/2 (1K)" in day
        assert "Hồ Thị Lan" in day
        week = await ask(play, "ht", "/baocao bán trú tuần này")
        assert "3/6 (1P, 2K)" in week
        assert "Hồ Văn Học" not in week
        assert "• khối 6: 4/27 (1P, 3K), 85,2%, 2 buổi chưa báo" in await ask(play, "ht", "/baocao theo khối tuần này")
        assert "vắng 1/3 (1K)" in await ask(play, "ht", "/baocao Măng Rí hôm qua")


async def test_a_return_campaign_is_reported_by_its_own_figures(tmp_path: Path) -> None:
    async with school(tmp_path) as play:
        await play.say("ht", "/ralop mở 16/11 đến 21/11 sau lũ")
        await play.press("ht", "Mở đợt này")
        for words in ("đợt ra lớp", "sau lũ", "đợt sau lũ"):
            assert "đã ra lớp 7/8 (87,5%)" in await ask(play, "ht", f"/baocao {words}"), words


async def test_taps_lead_to_the_days_before_a_longer_time_and_the_file_of_the_same_pupils(tmp_path: Path) -> None:
    async with school(tmp_path) as play:
        for words, taps in {
            "": {"Buổi học trước": "toàn trường, thứ Ba 17/11", "Cả tuần": f"toàn trường, {WEEK}"},
            "khối 6 tuần này": {"Tuần trước": f"khối 6, {BEFORE}", "Cả tháng": f"khối 6, {MONTH}"},
            "thôn 3 tháng này": {"Tháng trước": "Thôn 3, tháng 10/2026", "Cả học kỳ": f"Thôn 3, {TERM}"},
            "bán trú học kỳ": {"Cả năm học": f"{BOARDERS}, {YEAR}"},
            "6A": {"Buổi học trước": "6A, thứ Ba 17/11"},
            "từ 16/11 đến 17/11": {"Trước đó": "toàn trường, từ 14/11 đến 15/11"},
        }.items():
            for label, said in taps.items():
                await ask(play, "ht", f"/baocao {words}")
                answer, *_picture = await play.press("ht", label)
                assert answer.splitlines()[0] == f"**Báo cáo {said}**", (words, label)
        await ask(play, "ht", "/baocao 6A tuần này")
        await play.press("ht", "Tệp")
        assert play.seen("ht")[-1].files[0].name.startswith("so-vang-6A")


async def test_beside_the_day_stands_a_board_of_classes_and_beside_days_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Chart] = []

    async def draw(chart: Chart) -> bytes:
        drawn.append(chart)
        return b"PNG"

    monkeypatch.setattr("bot.engine.post.charts.draw", draw)
    async with school(tmp_path) as play:
        await ask(play, "ht", "/baocao")
        tiles = {tile.label: (tile.words, tile.tint) for tile in drawn.pop().tiles}
        assert tiles == {"6A": ("1/8", Tint.MIDDLE), "6B": ("–", Tint.GREY)}
        await ask(play, "ht", "/baocao tuần này")
        week = drawn.pop()
        assert [whole for _day, _present, whole in week.days] == [8, 11, 8]
        assert week.bars == [("6A", 3, 24), ("6B", 1, 3), ("7A", 0, 0)]
        await ask(play, "ht", "/baocao từ 13/11 đến 18/11")
        assert [whole for _day, _present, whole in drawn.pop().days] == [0, 0, 0, 8, 11, 8], "a day off is blank"
        await ask(play, "ht", "/baocao bán trú tuần này")
        assert [day[1:] for day in drawn.pop().days] == [(0, 2), (2, 2), (1, 2)]
        await ask(play, "ht", "/baocao tuần này", private=False)
        await ask(play, "ht", "/baocao 6A")
        assert not drawn, "a group gets no picture, and one class on one day is none"


async def test_beside_the_absent_stands_who_has_been_told_and_whom_nothing_has_reached(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Đinh Văn Lan, Hồ Văn Bình P ốm")
        assert "đã gửi" not in await ask(play, "ht", "/baocao"), "nothing has left yet"
        await play.clock_to("09:00")
        heard(play)
        said = await ask(play, "ht", "/baocao")
        assert "Nguyễn Văn A (sáng K; đã gửi tin cho gia đình, Đỗ Thị Nga và Bùi Văn Tám)" in said
        assert "đã gửi tin cho Bùi Văn Tám; chưa báo được gia đình (chưa liên kết điện thoại))" in said
        assert "Hồ Văn Bình (sáng P, ốm)\n" in said, "nobody is alarmed by leave"
        assert "gia đình" not in await ask(play, "ht", "/baocao", private=False)


async def test_who_moves_house_counts_in_text_names_and_picture_where_each_day_was_lived(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Chart] = []

    async def draw(chart: Chart) -> bytes:
        drawn.append(chart)
        return b"PNG"

    monkeypatch.setattr("bot.engine.post.charts.draw", draw)
    async with playing(url=database_url) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-17 07:10")
        await play.say("tpt", "/choo 6A Nguyễn Văn A Tu Ro")
        await play.press("tpt", "Thực hiện")
        await play.say("gvcn", "/vang 6A Nguyễn Văn A P")
        for place, kinds, absent in (("Thôn 3", "0P, 1K", [1, 0]), ("Thôn 4", "1P, 0K", [0, 1])):
            said = await ask(play, "ht", f"/baocao {place} tuần này")
            assert f"• Nguyễn Văn A, 6A: 1 buổi ({kinds})" in said
            points = drawn[-1].days[:2]
            assert [whole - present for _day, present, whole in points] == absent
            assert f": {sum(absent)}/{sum(whole for _day, _present, whole in points)} " in said
        for words in ("/baocao nữ tuần này", "tuần này nam hay nữ nghỉ nhiều hơn", "trai với gái tuần này sao"):
            assert "Danh sách chưa ghi nam hay nữ" in await ask(play, "ht", words), words
        async with play.app.database.write() as session:
            await session.execute(update(Pupils).values(gender="nữ", boarding=True))
        both = await ask(play, "ht", "tuần này nam hay nữ nghỉ nhiều hơn")
        assert "• học sinh nữ: 2/" in both
        assert "• học sinh nam: 0/0" in both
        for whose in ("nữ", "bán trú", "bán trú nữ"):
            assert "(1P, 1K)" in await ask(play, "ht", f"/baocao {whose} tuần này")
            assert [whole - present for _day, present, whole in drawn[-1].days[:2]] == [1, 1]
