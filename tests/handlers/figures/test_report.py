"""The school's figures, as conversations."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Enrolments
from models.people.movements import Told, leave, put_on_list
from papers.figures.report import margin_words
from rules.figures.indicators import Indicator
from rules.people.movements import Movement
from tests.conversation import playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio


async def test_a_class_that_has_not_reported_is_named_and_counted_neither_absent_nor_present(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan P")
        assert (await ask(play, "ht", "/baocao")).splitlines() == [
            "**Báo cáo toàn trường, thứ Hai 16/11**",
            "Sáng: 1/2 lớp đã báo; vắng 2/8 (1P, 1K)",
            "Chưa báo: 6B",
            "Chuyên cần 75,0%",
            "**Học sinh vắng**",
            "• 6A: Nguyễn Văn A (sáng K), Hồ Thị Lan (sáng P)",
            "Hồ sơ đang mở: 0",
            "**Theo lớp**",
            "• 6A: sáng 2/8 (1P, 1K)",
            "• 6B: sáng chưa báo",
            "**Theo thôn** (cộng số buổi vắng của các em)",
            "• Takta - Thôn 3: 2/4 (1P, 1K)",
        ]


async def test_the_day_is_compared_with_the_school_day_before_and_the_weekday_a_week_before(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-21 07:10")
        await ask(play, "gvcn", "/du 6A")
        await on(play, "2026-11-23 07:10")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình")
        assert "Chuyên cần 75,0% (21/11 100,0%, tuần trước 87,5%)" in await ask(play, "pht", "/baocao")
        await on(play, "2026-11-24 07:10")
        await ask(play, "gvcn", "/du 6A")
        assert "Chuyên cần 100,0% (hôm qua 75,0%)" in await ask(play, "pht", "/baocao")


async def test_before_any_report_and_on_a_day_off_the_answer_says_what_is_missing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "ht", "/baocao")
        assert "Chưa báo: 6A và 6B" in answer
        assert "Chưa lớp nào báo nên chưa có số liệu" in answer
        assert "%" not in answer
        assert "chưa có số liệu" in await ask(play, "ht", "/baocao tuần")
        assert "chưa lớp nào có buổi học" in await ask(play, "ht", "/baocao 15/11")
        assert "chưa tới" in await ask(play, "ht", "/baocao hk2")


async def test_a_period_names_who_missed_most_to_the_leadership_only_and_never_in_a_group(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "• Nguyễn Văn A, 6A: 1 buổi (0P, 1K)" in await ask(play, "ht", "/baocao tuần")
        for phone, private in (("gvcn", True), ("ht", False)):
            answer = await ask(play, phone, "/baocao tuần", private=private)
            assert "1/8 (1K)" in answer
            assert "Nguyễn" not in answer


async def test_the_leadership_reads_the_causes_of_open_cases_by_the_five_official_groups(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for opened in ("6A Nguyễn Văn A: theo mẹ đi xa", "6A Hồ Thị Lan: chưa rõ", "6A Hồ Văn Bình: chưa rõ"):
            await play.say("gvcn", f"/ca mở {opened}")
        await play.say("gvcn", "/tham 6A Nguyễn Văn A: gặp mẹ, nhà nghèo, nhà xa, không hứa")
        await play.say("gvcn", "/tham 6A Hồ Thị Lan: gặp mẹ, nhà khó khăn, không hứa")
        await play.say("gvcn", "/du 6A")
        heard(play)
        said = await ask(play, "ht", "/baocao")
        assert "Hồ sơ đang mở: 3" in said
        line = next(line for line in said.splitlines() if line.startswith("Nguyên nhân"))
        assert line.endswith(": kinh tế gia đình khó khăn 2, xa trường, đi lại khó 1, chưa rõ 1")
        assert line in await ask(play, "pht", "/baocao tuần")
        for phone, words in (("admin", "/baocao"), ("gvcn", "/baocao"), ("ht", "/baocao 6A")):
            assert "Nguyên nhân" not in await ask(play, phone, words), "for the leadership, of the whole school"


async def test_the_same_days_by_class_by_hamlet_or_for_one_of_them(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await ask(play, "gvcn6b", "/du 6B")
        assert "• 6B: sáng 0/3" in await ask(play, "ht", "/baocao lớp")
        assert "• Long Tro - Thôn 3: 0/3" in await ask(play, "ht", "/baocao thôn 16/11")
        assert "1/5 (1K); chuyên cần 80,0%" in await ask(play, "ht", "/baocao nóc takta")
        assert "Sáng: vắng 1/8 (1K)" in await ask(play, "ht", "/baocao lớp 6A")
        (answer,) = await play.press("ht", "Danh sách vắng")
        assert "Nguyễn Văn A" in answer


async def test_a_homeroom_teacher_gets_the_own_class_and_nothing_else(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "**Báo cáo 6A" in await ask(play, "gvcn", "/baocao")
        for question in ("/baocao 6B", "/baocao thôn", "/baocao nóc Takta"):
            assert "chỉ xem được lớp mình" in await ask(play, "gvcn", question)
        assert "không có quyền" in await ask(play, "bộ môn", "/baocao")


async def test_the_roll_says_who_came_and_went_and_a_transfer_is_no_dropout(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Sĩ số đầu năm" not in await ask(play, "ht", "/baocao")
        day = date(2026, 11, 16)
        for name, how in (("A Thút", Movement.TRANSFERRED), ("Lê Thị Sáng", Movement.LEFT)):
            pupil = await play.pupil(name)
            async with play.app.database.write() as session:
                assert await leave(session, Told(school_id=play.school_id, day=day), pupil, how) == day
        said = await ask(play, "ht", "/baocao")
        assert (
            "Sĩ số đầu năm 11 em; chuyển trường 1 và ra khỏi danh sách chưa rõ lý do 1; đến 16/11 là 9 em." in said
        ), said
        assert "Bỏ học" not in said
        assert "Sĩ số đầu năm 8 em" in await ask(play, "gvcn", "/lop 6A tuần")
        await ask(play, "gvcn", "/ca mở 6A Hồ Văn Bình: hay nghỉ")
        await ask(play, "ht", "/ca đóng 1 bỏ học")
        said = await ask(play, "ht", "/baocao")
        assert "Bỏ học: 1/11 em, quá mục tiêu 2% 1 em." in said
        assert "là 8 em" in said
        assert "Sĩ số" not in await ask(play, "gvcn6b", "/lop 6B"), "nobody came or went there"


async def test_who_came_back_is_no_dropout_and_a_margin_of_nought_is_said_in_words(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("ht", "/chitieu bỏ học 20")
        told = Told(school_id=play.school_id, day=date(2026, 11, 16))
        pupils = [await play.pupil(name) for name in ("A Thút", "Lê Thị Sáng", "Hồ Văn Bình")]
        async with play.app.database.write() as session:
            for pupil in pupils:
                await leave(session, told, pupil, Movement.DROPPED)
            sat = select(Enrolments.class_id).where(Enrolments.pupil_id == pupils[0])
            back = Told(school_id=play.school_id, day=date(2026, 11, 17))
            assert await put_on_list(session, back, pupils[0], await session.scalar(sat) or 0) == Movement.BACK
        await on(play, "2026-11-17 07:10")
        said = await ask(play, "ht", "/baocao")
        assert "đi học lại 1 và bỏ học 3; đến 17/11 là 9 em." in said
        kept = "Bỏ học: 2/11 em; để giữ mục tiêu 20% thì không được mất thêm em nào. (không tính 1 em đã đi học lại)"
        assert kept in said.splitlines(), said
        assert margin_words(Indicator.DROPOUT, 0) == "không được mất thêm em nào", "as the paper has it"


async def test_words_that_are_no_question_are_answered_with_examples(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "/baocao 6A" in await ask(play, "ht", "/baocao linh tinh")
        assert "không có thôn nào" in await ask(play, "ht", "/baocao nóc Xa Xôi")
