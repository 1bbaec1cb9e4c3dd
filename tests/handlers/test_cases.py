"""Tasks, home visits, and what a family answers."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.days import ask, on
from tests.handlers.register import marked, reported
from tests.jobs.checks import after_three_days, heard, roster_with_siblings, school_day

pytestmark = pytest.mark.anyio


async def test_my_tasks_are_the_reports_to_make_and_the_homes_to_visit(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        await on(play, "2026-11-19 07:10")
        tasks = await ask(play, "gvcn", "/viec")
        assert tasks.splitlines() == [
            "**Việc đang chờ thầy/cô**",
            "• Báo sĩ số lớp 6A, sáng thứ Năm 19/11",
            "• Nguyễn Văn A, lớp 6A (Takta - Thôn 3): cần đến nhà trước hết thứ Sáu 20/11",
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
        assert await ask(play, "gvcn", "/viec") == "Hiện không có việc nào chờ thầy/cô. Xin cảm ơn."
        assert "không có quyền" in await ask(play, "mẹ A", "/viec")


async def test_a_visit_is_reported_with_two_taps_and_the_vice_principal_reads_the_result(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        (question,) = await play.press("gvcn", "Đã đến nhà")
        assert "Kết quả đến nhà em A thế nào?" in question
        assert len(play.labels("gvcn")) == 4
        (answer,) = await play.press("gvcn", "gia đình hứa cho em đi học lại")
        assert "Phó hiệu trưởng đã được báo" in answer
        assert "chỉ đóng khi em A trở lại" in answer
        told = heard(play)
        assert told.keys() == {"pht"}
        assert "Nguyễn Văn A, lớp 6A (Takta - Thôn 3): Đã gặp cha mẹ; gia đình hứa cho em đi học lại" in told["pht"]
        assert "đã đến nhà thứ Tư 18/11, em chưa trở lại lớp" in await ask(play, "gvcn", "/viec")


async def test_a_visit_may_be_reported_in_the_teachers_own_words(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        assert "Đã ghi" in await ask(play, "gvcn", "/tham 1 Em theo bố mẹ đi rẫy, hứa thứ Hai về")
        assert "Em theo bố mẹ đi rẫy, hứa thứ Hai về" in heard(play)["pht"]


async def test_only_the_homeroom_teacher_of_the_class_reports_the_visit(tmp_path: Path) -> None:
    async with after_three_days(tmp_path) as play:
        assert "không có vụ việc nào" in await ask(play, "gvcn6b", "/tham 1 đã gặp")
        assert "không có quyền" in await ask(play, "bộ môn", "/tham 1 đã gặp")
        assert heard(play) == {}


async def test_a_familys_tap_reaches_the_homeroom_teacher_whose_tap_makes_it_leave(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        (thanks,) = await play.press("mẹ A", "Con ốm")
        assert "Cảm ơn anh/chị" in thanks
        (letter,) = play.new("gvcn")
        assert "Gia đình đã trả lời" in letter
        assert "Nguyễn Văn A, lớp 6A, sáng thứ Hai 16/11: cháu ốm" in letter
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}, "the teacher decides"
        assert play.labels("gvcn") == ["Có phép", "Không phép", "Xem"]
        answer = (await play.press("gvcn", "Có phép"))[0]
        assert "nghỉ có phép thứ Hai 16/11" in answer
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P"}
        assert await reported(play) == 1, "the afternoon, not over yet, stays unreported"


async def test_of_two_children_the_answer_is_about_the_one_that_was_tapped(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=roster_with_siblings()) as play:
        await play.say("gvcn6b", "/vang 6B Nguyễn Thị Phép")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        heard(play)
        await play.press("mẹ A", "Phép: Nhà có việc")
        told = heard(play)
        assert told.keys() == {"gvcn6b"}
        assert "Nguyễn Thị Phép, lớp 6B" in told["gvcn6b"]


async def test_an_answer_after_the_correction_and_another_familys_question_are_closed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        assert "đã khép lại" in await ask(play, "mẹ Lan", "/lydo 1 om")
        await ask(play, "gvcn", "/huy")
        play.new("mẹ A")
        (answer,) = await play.press("mẹ A", "Con ốm")
        assert "đã khép lại" in answer
