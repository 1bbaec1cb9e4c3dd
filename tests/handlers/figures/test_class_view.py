"""Looking at a class, as conversations."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import ask, on
from tests.refused import refusal

pytestmark = pytest.mark.anyio


async def test_the_day_says_for_each_session_whether_it_was_reported_and_who_is_away(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        assert "Sáng: **chưa báo**" in await ask(play, "gvcn", "/lop")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A đi rẫy, Hồ Thị Lan P ốm, Lê Thị Sáng muộn")
        answer = await ask(play, "gvcn", "/lop 6A")
        assert answer.splitlines() == [
            "**Lớp 6A, thứ Hai 16/11**: sĩ số 8",
            "Sáng: vắng 2/8 (1P, 1 chưa rõ phép)",
            "• Nguyễn Văn A (1): chưa rõ phép, đi rẫy",
            "• Hồ Thị Lan (2): P, ốm",
            "Đi muộn: Lê Thị Sáng",
            "Chiều: chưa đến giờ học",
        ]


async def test_a_week_puts_who_missed_most_first_and_names_what_was_not_reported(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang Nguyễn Văn A, Hồ Thị Lan P")
        await on(play, "2026-11-17 07:10")
        await on(play, "2026-11-18 07:10")
        await ask(play, "gvcn", "/vang Nguyễn Văn A")
        assert (await ask(play, "gvcn", "/lop tuần")).splitlines() == [
            "**Lớp 6A, từ 16/11 đến 18/11**: sĩ số 8",
            "Đã báo 2/3 buổi",
            "Chưa báo: sáng thứ Ba 17/11",
            "Số buổi vắng (cộng các em): 3/16 (1P, 2K); chuyên cần 81,2%",
            "• Nguyễn Văn A (1): nghỉ 2 buổi (2K); 2–3 ngày liền (1 ngày chưa báo), từ 16/11",
            "• Hồ Thị Lan (2): nghỉ 1 buổi (1P)",
        ]


async def test_homeroom_teachers_see_their_own_class_and_other_teachers_only_today(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "chỉ xem được lớp mình" in await ask(play, "gvcn", "/lop 6B")
        assert "Lớp 6B" in await ask(play, "bộ môn", "/lop 6B")
        assert "chỉ xem được hôm nay" in await ask(play, "bộ môn", "/lop 6B tháng")
        assert "tháng 11/2026" in await ask(play, "tpt", "/lop 6B tháng")
        assert refusal("mẹ A") in await ask(play, "mẹ A", "/lop 6A")


async def test_a_question_without_a_class_is_answered_with_an_example_of_this_school(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "/lop 6A tuần" in await ask(play, "ht", "/lop")


async def test_a_report_typed_after_the_word_class_is_not_taken_for_a_question(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "chưa ghi gì" in await ask(play, "gvcn", "/lop 6A vắng Hồ Văn Bình")
        (answer,) = await play.press("gvcn", "Đúng, báo vắng")
        assert "vắng 1/8" in answer
        assert "Hồ Văn Bình" in answer


async def test_a_group_hears_counts_and_no_names(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        for question in ("/lop 6A", "/lop 6A tuần"):
            answer = await ask(play, "gvcn", question, private=False)
            assert "1/8" in answer
            assert "Nguyễn Văn A" not in answer


async def test_a_day_without_lessons_or_one_to_come_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "không có buổi học" in await ask(play, "ht", "/lop 6A 15/11")
        assert "chưa tới" in await ask(play, "ht", "/lop 6A 20/11")
