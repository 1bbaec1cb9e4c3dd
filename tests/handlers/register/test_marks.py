"""Reporting absences, as teachers type them."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from models import Chats
from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard
from tests.small_school import small_roster

pytestmark = pytest.mark.anyio


async def test_the_answer_says_class_session_date_and_counts_and_of_each_pupil_the_run_and_total(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await on(play, "2026-11-17 07:05")
        answer = await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan P ốm, Hồ Văn Bình muộn, A Thút đi thi")
        assert answer.splitlines() == [
            "**Đã ghi 6A sáng 17/11**: vắng 2/8 (1P, 1K).",
            "• Nguyễn Văn A (1): không phép, 2 ngày liền, từ đầu năm nghỉ 2 buổi.",
            "• Hồ Thị Lan (2): ốm, có phép, từ đầu năm nghỉ 1 buổi.",
            "• Hồ Văn Bình (4): đi muộn.",
            "• A Thút (6): đi làm nhiệm vụ của trường, không tính vắng.",
        ]
        assert play.labels("gvcn") == ["Sửa", "Huỷ"]


@pytest.mark.parametrize(
    "words",
    [
        "/vang 6A Nguyễn Văn A",
        "/vang 6a nguyen van a",
        "vắng 6A Nguyễn Văn A",
        "VẮNG 6A NGUYỄN VĂN A K",
        "nghỉ 6 A nguyen van a không phép",
        "/vang nguyen van a",
        "/vang 6A sáng 16/11 Nguyễn Văn A",
        "/vang 6A hôm nay: Nguyễn Văn A",
    ],
)
async def test_one_report_many_ways_to_type_it(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        assert "• Nguyễn Văn A (1): không phép, ngày đầu tiên" in await ask(play, "gvcn", words)
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}


async def test_a_past_day_means_all_its_sessions_unless_one_is_said(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await on(play, "2026-11-17 07:05")
        assert "6A cả ngày 16/11" in await ask(play, "gvcn", "/vang 6A hôm qua Nguyễn Văn A")
        assert "6A chiều 16/11" in await ask(play, "gvcn", "/vang 6A chiều 16/11 Hồ Văn Bình P")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K 16/11C K", "Hồ Văn Bình": "16/11C P"}


async def test_a_session_said_of_one_pupil_is_that_pupils_alone(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await on(play, "2026-11-16 17:00")
        answer = await ask(play, "gvcn", "/vang 6A Nguyễn Văn A sáng, Hồ Văn Bình chiều")
        assert "vắng 2/8 (0P, 2K)" in answer
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K", "Hồ Văn Bình": "16/11C K"}


async def test_two_pupils_of_one_name_are_asked_about_and_the_tap_completes_the_report(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        sure, question = await play.say("gvcn", "/vang 6A Nguyễn Văn A, Lan P ốm")
        assert "vắng 1/8" in sure
        assert "“Lan” lớp 6A là em nào" in question
        assert [label.split(",")[0] for label in play.labels("gvcn")] == [
            "Hồ Thị Lan",
            "Đinh Văn Lan",
            "Không có trong lớp",
        ]
        assert "Tu Ro - Thôn 4" in play.labels("gvcn")[1], "what tells them apart"
        (answer,) = await play.press("gvcn", "Đinh Văn Lan")
        assert "vắng 2/8 (1P, 1K)" in answer
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K", "Đinh Văn Lan": "16/11S P"}


async def test_row_29_two_pupils_with_the_very_same_name_are_asked_about(tmp_path: Path) -> None:
    roster = small_roster()
    pupils = [replace(p, full_name="Hồ Thị Lan") if p.full_name == "Đinh Văn Lan" else p for p in roster.pupils]
    async with playing(tmp_path, roster=replace(roster, pupils=pupils)) as play:
        assert "là em nào" in await ask(play, "gvcn", "/vang 6A Hồ Thị Lan")
        assert play.labels("gvcn") == [
            "Hồ Thị Lan, số 2, 02/01/2015, Takta - Thôn 3",
            "Hồ Thị Lan, số 3, 03/01/2015, Tu Ro - Thôn 4",
            "Không có trong lớp",
        ]
        assert await marked(play) == {}


async def test_only_an_ambiguous_name_leaves_the_session_unreported_until_the_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Lan")
        assert await reported(play) == 0
        await on(play, "2026-11-17 07:00")
        (answer,) = await play.press("gvcn", "Hồ Thị Lan")
        assert "6A sáng 16/11" in answer, "the button means the day it was asked on"


async def test_an_unknown_name_is_not_recorded_and_the_nearest_are_offered(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "không có em nào tên “Trần Minh Sơn”. Chưa ghi." in await ask(play, "gvcn", "/vang 6A Trần Minh Sơn")
        assert not any(label.startswith("Trần Minh") for label in play.labels("gvcn")), "none of them is near it"
        await ask(play, "gvcn", "/huy")
        assert "“Trần Minh Hang” lớp 6A là em nào ạ?" in await ask(play, "gvcn", "/vang 6A Trần Minh Hang")
        assert {"Trần Minh Hùng", "Trần Minh Hưng"} <= {label.split(",")[0] for label in play.labels("gvcn")}
        assert await marked(play) == {}


WRONG = [
    ("/vang", "Em nào vắng"),
    ("/vang 6A", "Em nào vắng"),
    ("/vang 6A ,,, ;", "Em nào vắng"),
    ("/vang 6A ???", "Em nào vắng"),
    ("/vang 6A 3 em", "Em nào vắng"),
    ("/vang 6A 99 em", "lớp 6A có 8 em"),
    ("/vang 6A P", "Chưa ghi"),
    ("/vang 6A ốm", "Chưa ghi"),
    ("/vang 6A sáng 16/11", "Chưa ghi"),
    ("/vang 9Z Nguyễn Văn A", "không có lớp 9Z"),
    ("/vang lớp 7B Nguyễn Văn A", "không có lớp"),
    ("/vang 10A1 Bình", "không có lớp 10A1"),
    ("/vang 6A 6B Tèo", "Lớp 6B không có em nào tên “Tèo”"),
    ("/vang 6A,6B Tèo", "Lớp 6B không có em nào tên “Tèo”"),
    ("/vang 6A 31/2 Bình", "không có ngày đó"),
    ("/vang 6A 32/11 Bình", "Chưa ghi"),
    ("/vang 6A 15/11 Bình", "không có buổi học Chủ nhật 15/11"),
    ("/vang 6A chủ nhật Bình", "Chưa ghi"),
    ("/vang 6A 17/11 Bình", "Thứ Ba 17/11 chưa tới"),
    ("/vang 6A ngày mai Bình", "chưa tới"),
    ("/vang 6A 20/12/2026 Bình", "chưa tới"),
    ("/vang 6A 3/5 Bình", "cách hôm nay khá xa"),
    ("/vang 6A chiều Bình", "chỉ học buổi sáng"),
    ("/vang 6A từ 14/11 đến 12/11 Bình", "ngày cuối lại trước ngày đầu"),
    ("/vang 6A nghỉ 2 ngày Bình", "nghỉ những ngày nào"),
    ("/vang 6A ngày mai Bình K", "chưa tới"),
    ("/vang 6A vắng 1: Bình, A Thút", "vắng 1 em nhưng nêu 2 em"),
    ("/vang 6A Xyz Abc", "không có em nào tên “Xyz Abc”"),
    ("/vang 6A Hồ Văn", "Chưa ghi"),
    ("/vang 6A Trần Minh", "không có em nào tên “Trần Minh”"),
    ("/vang 6A Lan", "là em nào"),
    ("/vang 6A #99999", "không có em nào"),
    ("/vang 6B Nguyễn Văn A", "không có em nào"),
    ("/du 6A Bình", "Lớp 6A đủ, hay các em này vắng"),
    ("/du 9Z", "không có lớp 9Z"),
    ("/du 6A 29/2", "không có ngày đó"),
    ("/du 6A 15/11", "không có buổi học"),
    ("/du 6A chiều", "chỉ học buổi sáng"),
    ("/du 6A 17/11", "chưa tới"),
    ("/comat 6A Bình", "chưa được báo"),
    ("/comat 6A", "Chưa ghi"),
    ("/phep", "Chưa ghi"),
    ("/phep 6A", "Chưa ghi"),
    ("/phep 6A Xyz", "không có em nào"),
    ("/muon", "Chưa ghi"),
    ("/muon 6A", "Chưa ghi"),
    ("/huy", "tin này chưa ghi gì"),
    ("/huy 6A", "Chưa huỷ gì"),
    ("/huy 99999", "Không có báo cáo nào"),
    ("/sua", "Không có báo cáo nào"),
    ("/thaythe x", "Chưa thay đổi gì"),
    ("/tham 77", "không có hồ sơ nào"),
    ("/lydo 1 om", "không có quyền"),
    ("/vanggg 6A Bình", "Có phải ý là thế này"),
    ("xin chào", "Sĩ Số xin chào"),
    ("👍", "ạ"),
]


async def test_fifty_wrong_messages_are_each_answered_by_a_clear_sentence_and_nothing_is_recorded(
    tmp_path: Path,
) -> None:
    assert len(WRONG) >= 50
    async with playing(tmp_path) as play:
        wrong = {}
        for words, expected in WRONG:
            answer = "\n".join(await play.say("gvcn", words))
            if expected not in answer or await marked(play) or await reported(play):
                wrong[words] = answer
        assert wrong == {}


async def test_who_has_not_said_a_class_and_has_none_is_asked_which(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "ví dụ: /vang 6A Bình" in await ask(play, "bộ môn", "/vang Bình")


async def test_who_may_not_report_is_told_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Việc này dành cho thầy cô của trường" in await ask(play, "mẹ A", "/vang 6A Bình")
        assert "chưa liên kết" in await ask(play, "người lạ", "/vang 6A Bình")
        assert await marked(play) == {}


async def test_the_same_report_twice_says_so_and_leaves_one_set_of_marks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        again = await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "(đã ghi trước đó)" in again
        assert "vắng 1/8" in again
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}


async def test_row_30_two_people_report_one_class_and_each_hears_of_the_other(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        answer = await ask(play, "bộ môn", "/vang 6A Hồ Văn Bình P")
        assert "vắng 2/8 (1P, 1K)" in answer
        assert "Phạm Thu Hà đã báo buổi này trước đó; cả hai báo cáo đều được giữ." in answer
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K", "Hồ Văn Bình": "16/11S P"}


async def test_row_26_an_implausible_number_is_questioned(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        recorded, question = await play.say("gvcn", "/vang 6A vắng 40 em: Hồ Văn Bình")
        assert "vắng 1/8" in recorded
        assert "Tin báo vắng 40 em nhưng mới nêu 1 em" in question


async def test_leave_presence_and_lateness_change_what_was_recorded(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình, A Thút")
        assert "• Nguyễn Văn A (1): có phép, từ đầu năm nghỉ 1 buổi. (đã sửa, trước là K)" in await ask(
            play, "gvcn", "/phep 6A Nguyễn Văn A"
        )
        assert "• Hồ Văn Bình (4): có mặt. (đã sửa, trước là K)" in await ask(play, "gvcn", "/comat 6A Hồ Văn Bình")
        assert "• A Thút (6): đi muộn. (đã sửa, trước là K)" in await ask(play, "gvcn", "/muon 6A A Thút")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P", "A Thút": "16/11S M"}


async def test_one_pupil_in_class_does_not_report_the_others_present(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/comat 6A Hồ Văn Bình")
        assert play.labels("gvcn") == ["6A: lớp đủ"]
        assert await reported(play) == 0


async def test_the_answer_comes_in_the_askers_language(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "gvcn").values(language="en"))
        answer = await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "**Recorded 6A morning" in answer
        assert "the first day" in answer
        assert play.labels("gvcn") == ["Correct", "Undo"]
        assert "Đã ghi" in await ask(play, "gvcn6b", "/vang 6B Hồ Văn Học")


async def test_help_shows_only_what_this_person_may_do(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        teacher = await ask(play, "gvcn", "/trogiup thêm")
        assert {"/vang", "/du", "/huy", "/tham"} <= {line.split(" ")[0] for line in teacher.splitlines()}
        mother = await ask(play, "mẹ A", "trợ giúp")
        assert "/vang" not in mother
        assert "/tham" not in mother
        assert "/vang" not in await ask(play, "người lạ", "/trogiup")
        assert heard(play) == {}
