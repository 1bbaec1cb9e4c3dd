"""What is unclear is asked back, answered in one tap or one digit, and never lost."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from models import Questions
from tests.conversation import Play, playing, resumed
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


async def still_open(play: Play) -> int:
    async with play.app.database.read() as session:
        statement = select(func.count()).select_from(Questions).where(Questions.answered_at.is_(None))
        return await session.scalar(statement) or 0


async def test_what_is_sure_is_recorded_what_is_open_is_listed_and_asked_one_by_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        recorded, question = await play.say("gvcn", "6A vang Binh, Lan P, hung")
        assert "vắng 1/8" in recorded
        assert "Còn chờ thầy/cô chọn: “Lan”, “hung”." in recorded
        assert "“Lan” lớp 6A là em nào" in question
        recorded, question = await play.say("gvcn", "3")  # as the list has it, which stands on the button
        assert "Đinh Văn Lan (3): có phép" in recorded
        assert "Còn chờ thầy/cô chọn: “hung”." in recorded
        assert "“hung” lớp 6A là em nào" in question
        (recorded,) = await play.say("gvcn", "1")
        assert "vắng 3/8 (1P, 2K)" in recorded
        assert await still_open(play) == 0


async def test_the_answer_belongs_to_the_report_and_one_undo_takes_back_all_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình, Lan")
        await play.press("gvcn", "Hồ Thị Lan")
        assert len(await marked(play)) == 2
        answer = await ask(play, "gvcn", "/huy")
        assert "(2 em)" in answer
        assert await marked(play) == {}
        assert await reported(play) == 0


async def test_undo_before_the_answer_closes_the_question(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình, Lan")
        await play.say("gvcn", "/huy")
        assert await still_open(play) == 0
        assert await play.press("gvcn", "Hồ Thị Lan") == ["Câu hỏi này đã được trả lời rồi, không thay đổi gì thêm."]
        assert await marked(play) == {}


async def test_a_second_tap_changes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan")
        await play.press("gvcn", "Hồ Thị Lan")
        await play.press("gvcn", "Đinh Văn Lan")
        assert await marked(play) == {"Hồ Thị Lan": "16/11S K"}


async def test_a_restart_between_question_and_answer_loses_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan P ốm")
        kept = play.keep()
    async with resumed(kept, tmp_path) as play:
        await on(play, "2026-11-17 07:00")
        (answer,) = await play.press("gvcn", "Đinh Văn Lan")
        assert "6A sáng 16/11" in answer, "it means the day it was asked on"
        assert await marked(play) == {"Đinh Văn Lan": "16/11S P"}


async def test_a_fuller_name_typed_instead_of_a_tap_completes_the_report(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình, Lan P")
        answer = await ask(play, "gvcn", "Hồ Thị Lan")
        assert "Hồ Thị Lan (2): có phép" in answer
        assert await still_open(play) == 0
        await play.say("gvcn", "/huy")
        assert await marked(play) == {}


async def test_nobody_of_that_name_offers_the_nearest_and_a_new_pupil(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan")
        await play.press("gvcn", "Không có trong lớp")
        assert "Em mới, chưa có trong danh sách" in play.labels("gvcn")
        (answer,) = await play.press("gvcn", "Em mới")
        assert "cho đến khi em có trong danh sách" in answer
        assert await marked(play) == {}
        told = heard(play)
        assert told.keys() == {"tpt", "admin"}
        assert "“Lan”, lớp 6A: Phạm Thu Hà báo vắng thứ Hai 16/11" in told["admin"]


async def test_a_pupil_of_that_very_name_in_another_class_is_offered(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        question = await ask(play, "gvcn6b", "6B vắng Trần Minh Hùng")
        assert "không có em nào tên “Trần Minh Hùng”" in question
        (answer,) = await play.press("gvcn6b", "6A: Trần Minh Hùng")
        assert "6A sáng 16/11**: vắng 1/8" in answer
        assert await marked(play) == {"Trần Minh Hùng": "16/11S K"}


async def test_a_word_that_is_no_name_is_left_out_with_one_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình, Xyz Abc")
        assert "Đã bỏ qua “Xyz Abc”" in (await play.press("gvcn", "bỏ qua"))[0]
        assert await still_open(play) == 0


async def test_fewer_named_than_announced_stays_open_until_another_is_named(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        recorded, question = await play.say("gvcn", "6A vắng 3 em: Nguyễn Văn A, Bình")
        assert "vắng 2/8" in recorded
        assert "Tin báo vắng 3 em nhưng mới nêu 2 em. Còn em nào nữa ạ?" in question
        assert play.labels("gvcn") == ["Chỉ 2 em thôi"]
        answer = await ask(play, "gvcn", "A Thút")
        assert "vắng 3/8" in answer
        assert await still_open(play) == 0
        assert "(3 em)" in await ask(play, "gvcn", "/huy"), "both messages are one report"


async def test_or_until_it_is_said_to_be_only_these(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng 3 em: Nguyễn Văn A, Bình")
        await play.press("gvcn", "Chỉ 2 em thôi")
        assert await still_open(play) == 0
        assert len(await marked(play)) == 2


async def test_more_named_than_announced_records_nobody_before_the_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        question = await ask(play, "gvcn", "6A vắng 1 em: Nguyễn Văn A, Bình")
        assert "vắng 1 em nhưng nêu 2 em" in question
        assert await marked(play) == {}
        await play.press("gvcn", "Trừ Hồ Văn Bình")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}


@pytest.mark.parametrize(
    ("words", "label", "expected"),
    [
        ("Bình nghỉ 2 ngày", "2 ngày qua (14/11 và 16/11)", "14/11S K 16/11S K"),
        ("Bình xin phép nghỉ 31/11", "thứ Hai 16/11", "16/11S P"),
        ("Bình vắng thứ 6", "thứ Sáu 13/11", "13/11S K"),
        ("Bình nghỉ từ 13/11 đến 12/11", "12/11 và 13/11", "12/11S K 13/11S K"),
    ],
)
async def test_an_unclear_day_is_asked_with_the_plausible_ones(
    tmp_path: Path, words: str, label: str, expected: str
) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", words)
        assert await marked(play) == {}
        await play.press("gvcn", label)
        assert await marked(play) == {"Hồ Văn Bình": expected}


async def test_an_unknown_class_is_asked_with_likely_ones_and_the_tap_records_the_whole(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        question = await ask(play, "tpt", "6C vắng Bình P, A Thút")
        assert "không có lớp 6C" in question
        assert "6A" in play.labels("tpt")
        (answer,) = await play.press("tpt", "6A")
        assert "6A sáng 16/11**: vắng 2/8 (1P, 1K)" in answer


async def test_a_class_that_was_not_said_is_asked_with_the_newest_reported(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("bộ môn", "/du 6B")
        assert "lớp nào" in await ask(play, "bộ môn", "Đinh Thị Mai nghỉ ốm, có phép")
        assert play.labels("bộ môn")[0] == "6B"
        await play.press("bộ môn", "6B")
        assert await marked(play) == {"Đinh Thị Mai": "16/11S P"}


async def test_the_class_written_in_a_second_message_answers_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "bộ môn", "vắng Hồ Văn Bình")
        assert play.labels("bộ môn")[:2] == ["6A", "6B"]
        answer = await ask(play, "bộ môn", "6A vắng Hồ Văn Bình")
        assert "Còn chờ" not in answer
        assert await still_open(play) == 0


async def test_unanswered_it_is_put_once_more_before_the_deadline_and_no_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình, Lan")
        await play.clock_to("07:21")
        told = heard(play)
        assert "là em nào" in told["gvcn"]
        assert "Hồ Thị Lan" in " ".join(play.labels("gvcn"))
        await play.clock_to("09:00")
        assert "là em nào" not in heard(play).get("gvcn", ""), "once"
        await play.clock_to("16:55")
        assert "là em nào" not in heard(play).get("gvcn", "")
        (answer,) = await play.press("gvcn", "Hồ Thị Lan")
        assert "Hồ Thị Lan" in answer


async def test_answered_in_time_nobody_is_reminded(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình, Lan")
        await play.press("gvcn", "Hồ Thị Lan")
        await play.say("gvcn6b", "/du")
        heard(play)
        await play.clock_to("07:35")
        assert heard(play).get("gvcn") is None


async def test_it_is_listed_with_the_next_report_and_in_the_class(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan")
        recorded, _question = await play.say("gvcn", "6A vắng Bình")
        assert "Còn chờ thầy/cô chọn: “Lan”" in recorded
        await on(play, "2026-11-17 07:05")
        assert "“Lan”" not in await ask(play, "gvcn", "6A vắng Bình")
        assert "Còn chờ thầy/cô chọn: “Lan”" in await ask(play, "gvcn", "/lop 6A 16/11")
        await play.press("gvcn", "Chọn: “Lan”")
        await play.press("gvcn", "Hồ Thị Lan")
        assert (await marked(play))["Hồ Thị Lan"] == "16/11S K"


async def test_only_who_may_answer_it_can(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan")
        assert await play.say("gvcn6b", "/chon 1 p2") == ["Không có câu hỏi nào như vậy đang chờ thầy/cô trả lời."]
        lan = await play.pupil("Hồ Thị Lan")
        assert "vắng 1/8" in (await play.say("tpt", f"/chon 1 p{lan}"))[0], "the leadership may"


async def test_thirty_alike_are_all_told_apart(tmp_path: Path) -> None:
    roster = small_roster()
    pupils = [replace(p, full_name="Hồ Thị Lan") for p in roster.pupils if p.class_name == "6A"]
    async with playing(tmp_path, roster=replace(roster, pupils=pupils)) as play:
        await ask(play, "gvcn", "6A vắng Hồ Thị Lan")
        labels = play.labels("gvcn")
        assert len(set(labels)) == 9
        await play.say("gvcn", "8")
        assert len(await marked(play)) == 1


async def test_the_afternoons_report_does_not_answer_what_the_morning_left_open(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await play.say("gvcn", "6A vắng 2 em: Nguyễn Văn A, Lan")
        await on(play, "2026-11-16 13:10")
        await play.say("gvcn", "6A vắng Hồ Thị Lan")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K", "Hồ Thị Lan": "16/11C K"}
        await play.press("gvcn", "Đinh Văn Lan")
        assert (await marked(play))["Đinh Văn Lan"] == "16/11S K"


async def test_a_report_with_a_question_leave_ahead_and_an_undo_on_either_engine(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await play.say("gvcn", "6A vắng Nguyễn Văn A, Lan P")
        await play.press("gvcn", "Hồ Thị Lan")
        await play.say("pht", "6A vắng Nguyễn Văn A P")
        assert "trước ghi K, nay ghi P" in heard(play)["gvcn"]
        await play.say("gvcn", "Bình xin nghỉ ngày mai")
        assert await marked(play) == {
            "Nguyễn Văn A": "16/11S P",
            "Hồ Thị Lan": "16/11S P",
            "Hồ Văn Bình": "17/11S P",
        }
        for _report in range(2):
            await play.say("gvcn", "/huy")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P"}


async def test_a_word_asked_about_twice_is_one_question_in_capitals_or_not(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lúa")
        await play.say("gvcn", "6A vắng lúa không phép")
        waits = (await ask(play, "gvcn", "/lop")).casefold()
        assert waits.count("“lúa”") == 1


async def test_a_question_says_who_of_those_it_may_mean_is_recorded_by_now(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Chưa ghi em nào" in await ask(play, "gvcn", "6A vắng Lan")
        await play.say("gvcn", "/huy")
        await play.say("pht", "6A vắng Hồ Thị Lan không phép")
        *_told, asked = await play.say("gvcn", "6A vắng Lan")
        assert "Đang được ghi vắng: Hồ Thị Lan." in asked
        assert "Chưa ghi" not in asked
