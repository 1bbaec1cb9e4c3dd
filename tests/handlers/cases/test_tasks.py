"""What is waiting for somebody."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from models import Enrolments, Roles
from tests.conversation import playing
from tests.handlers.school_days import ask, on
from tests.jobs.checks import after_three_days, checked, school_day, visited
from tests.refused import refusal

pytestmark = pytest.mark.anyio


async def test_my_tasks_are_the_reports_to_make_and_the_homes_to_visit(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, "2026-11-19 07:10")
        tasks = await ask(play, "gvcn", "/viec")
        assert tasks.splitlines() == [
            "**Những việc đang chờ**",
            "• Báo sĩ số lớp 6A, sáng thứ Năm 19/11",
            "• Nguyễn Văn A, lớp 6A (Takta - Thôn 3): hạn đến nhà: thứ Sáu 20/11",
        ]
        assert play.labels("gvcn") == ["Đã đến nhà em Nguyễn Văn A"]
        assert "Nguyễn Văn A" in await ask(play, "pht", "/viec")
        assert play.labels("pht") == [], "who leads sees it, who is to visit has the button"
        assert "Nguyễn Văn A" in await ask(play, "nóc", "/viec"), "the hamlet's pair"
        assert "Báo sĩ số lớp 6B" in await ask(play, "gvcn6b", "/viec")
        assert "Nguyễn Văn A" not in await ask(play, "gvcn6b", "/viec")


async def test_without_tasks_it_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/du 6A")
        assert await ask(play, "gvcn", "/viec") == "Hiện không có việc nào đang chờ. Xin cảm ơn."
        assert refusal("mẹ A") in await ask(play, "mẹ A", "/viec")


async def test_the_leadership_sees_all_of_it_by_class_and_hamlet_what_is_overdue_first(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        for day in (19, 20, 21):
            await on(play, f"2026-11-{day} 07:45")
            await play.say("gvcn6b", "/vang 6B Hồ Văn Học")
            await checked(play)
        play.new("pht")
        lines = (await ask(play, "pht", "/viec")).splitlines()
        assert lines[1:4] == [
            "Hồ sơ đang mở: 2, quá hạn 1",
            "– 6A: 1, 6B: 1",
            "– Takta - Thôn 3: 1, Tu Ro - Thôn 4: 1",
        ]
        assert lines[4] == "• Nguyễn Văn A, lớp 6A (Takta - Thôn 3): **quá hạn đến nhà** từ thứ Sáu 20/11"
        assert lines[5] == "• Hồ Văn Học, lớp 6B (Tu Ro - Thôn 4): hạn đến nhà: thứ Ba 24/11"


async def test_a_promise_is_shown_until_it_is_due_and_as_broken_after_it(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play, "Thứ Sáu 20/11")
        assert "hứa trở lại thứ Sáu 20/11" in await ask(play, "gvcn", "/viec")
        await on(play, "2026-11-21 06:50")
        assert "**hứa thứ Sáu 20/11 mà chưa trở lại**" in await ask(play, "gvcn", "/viec")


async def test_row_14_a_leavers_case_stays_marked_until_a_person_closes_it(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        async with play.app.database.write() as session:
            left = update(Enrolments).where(Enrolments.pupil_id == await play.pupil("Nguyễn Văn A"))
            await session.execute(left.values(ends=play.now.date()))
        await school_day(play, "2026-11-19 07:45", "/du 6A")
        assert "Nguyễn Văn A" in await ask(play, "pht", "/viec")
        assert "không còn trong danh sách lớp" in await ask(play, "pht", "/viec")
        await play.say("pht", "/ca đóng 1 chuyển trường")
        play.new("pht")
        assert "Nguyễn Văn A" not in await ask(play, "pht", "/viec")


async def test_the_principal_has_the_decisions_at_hand(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await visited(play)
        await school_day(play, "2026-11-19 07:45", "/vang 6A Nguyễn Văn A")
        play.new("ht")
        assert "chờ hiệu trưởng quyết định" in await ask(play, "ht", "/viec")
        assert play.labels("ht") == ["Quyết định: Nguyễn Văn A"]


async def test_a_homeroom_teacher_finds_families_to_answer_and_to_call_with_the_taps_at_hand(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A, Hồ Văn Bình")
        await play.press("mẹ A", "Cháu ốm")
        await play.say("mẹ Lan", "/xinphep mai nhà có việc")
        play.new("gvcn")
        lines = (await ask(play, "gvcn", "/viec")).splitlines()
        at = lines.index("Gia đình đã trả lời, chờ thầy/cô quyết định:")
        assert lines[at + 1] == "• Nguyễn Văn A, lớp 6A, sáng thứ Hai 16/11: cháu ốm"
        at = lines.index("Đơn xin nghỉ chờ thầy/cô duyệt:")
        assert lines[at + 1].startswith("• em Hồ Thị Lan, lớp 6A, thứ Ba 17/11: “nhà có việc”")
        assert "• Gia đình cần gọi hôm nay: 1" in lines
        assert "Gia đình" not in await ask(play, "gvcn6b", "/viec")
        await play.press("gvcn", "A: Có phép")
        await play.press("gvcn", "Lan: Đồng ý")
        after = await ask(play, "gvcn", "/viec")
        assert "chờ thầy/cô quyết định:" not in after
        assert "Đơn xin nghỉ" not in after


async def test_a_name_that_is_still_to_be_chosen_waits_there_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Hùng, Lan, Xuân Trường")
        play.new("gvcn")
        assert "Còn chờ thầy/cô chọn" in await ask(play, "gvcn", "/viec")


async def test_what_families_of_a_class_without_a_teacher_say_waits_for_the_leadership(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        async with play.app.database.write() as session:
            hers = Roles.person_id == await play.person("Phạm Thu Hà")
            await session.execute(update(Roles).where(hers).values(ends=play.now.date() - timedelta(days=1)))
        play.new("mẹ A")
        assert "chủ nhiệm" not in "".join(await play.press("mẹ A", "Cháu ốm"))
        assert "gọi nhà trường: Ngô Thị Bảy, 0900 000 008" in "".join(await play.say("mẹ A", "cô ơi cháu sốt cao"))
        play.new("pht")
        assert "Nguyễn Văn A, lớp 6A, sáng thứ Hai 16/11: cháu ốm" in await ask(play, "pht", "/viec")
        assert "cháu ốm" not in await ask(play, "gvcn6b", "/viec")
        await play.press("pht", "Có phép")
        assert "cháu ốm" not in await ask(play, "pht", "/viec")
