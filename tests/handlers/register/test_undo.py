"""Taking back, correcting, and editing what was reported."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on
from tests.jobs.checks import checked, heard, school_day

pytestmark = pytest.mark.anyio

FIVE = "Nguyễn Văn A, Hồ Văn Bình, Lê Thị Sáng P, A Thút, Trần Minh Hùng"


async def test_row_17_one_undo_takes_back_all_five_names_of_a_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", f"/vang 6A {FIVE}")
        assert len(await marked(play)) == 5
        answer = await ask(play, "gvcn", "/huy")
        taken, left = answer.splitlines()
        assert taken == "**Đã huỷ**: báo cáo lớp 6A sáng 16/11 (5 em). Không cần đính chính với ai."
        assert left == "Nay 6A sáng 16/11 chưa có báo cáo nào."
        assert await marked(play) == {}
        assert await reported(play) == 0, "silence is not presence: the session waits for its report again"
        assert "Không có báo cáo nào" in await ask(play, "gvcn", "/huy")


async def test_undo_brings_back_what_the_message_had_replaced(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình P")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A P, A Thút")
        assert "chưa có báo cáo" not in await ask(play, "gvcn", "/huy"), "the first one is left"
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K", "Hồ Văn Bình": "16/11S P"}
        assert await reported(play) == 1
        await ask(play, "gvcn", "/huy")
        assert await marked(play) == {}
        assert await reported(play) == 0


async def test_a_pupil_said_to_be_here_after_all_can_be_undone_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await ask(play, "gvcn", "/comat 6A Nguyễn Văn A")
        (answer,) = await play.press("gvcn", "Huỷ")
        assert "(1 em)" in answer
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}
        await ask(play, "gvcn", "/huy")
        assert await reported(play) == 0


async def test_undoing_an_older_message_leaves_what_a_newer_one_says(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A P, Hồ Văn Bình")
        middle = len(play.channel.seen["gvcn"]) - 1
        await ask(play, "gvcn", "/muon 6A Nguyễn Văn A")
        (row,) = play.channel.seen["gvcn"][middle].buttons
        (answer,) = await play.say("gvcn", row[1][1], pressed=True)
        assert "(1 em)" in answer
        assert await marked(play) == {"Nguyễn Văn A": "16/11S M"}


async def test_the_same_report_twice_does_not_stand_in_the_way_of_undo(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        await ask(play, "gvcn", "/huy")
        assert await reported(play) == 0


async def test_undo_with_anything_but_a_button_behind_it_takes_nothing_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        assert "Chưa huỷ gì" in await ask(play, "gvcn", "/huy Nguyễn Văn A")
        assert len(await marked(play)) == 1


async def test_anothers_report_is_undone_only_by_the_class_teacher_or_the_leadership(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "bộ môn", "/vang 6A Nguyễn Văn A")
        assert "Không có báo cáo nào" in await ask(play, "gvcn6b", "/huy")
        for number in range(1, 4):
            await play.say("gvcn6b", f"/huy {number}")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}
        assert any("Chỉ người đã báo" in parcel.text for parcel in play.channel.seen["gvcn6b"])
        assert "Đã huỷ" in await ask(play, "tpt", "/huy 1")


async def test_undo_after_people_were_told_sends_each_of_them_exactly_one_correction(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A, Hồ Văn Bình")
        assert heard(play).keys() == {"nóc", "nóc2", "mẹ A"}
        (answer,) = await play.press("gvcn", "Huỷ")
        assert "Tin đính chính: đang gửi tin cho " in answer
        told = heard(play)
        assert told.keys() == {"nóc", "nóc2", "mẹ A"}
        assert told["nóc2"].count("Đính chính") == 1
        assert "Nguyễn Văn A, lớp 6A, thứ Hai 16/11: báo vắng nhầm" in told["nóc"]
        await checked(play)
        assert heard(play) == {}


async def test_the_button_correct_offers_each_pupil_leave_or_presence(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình")
        await on(play, "2026-11-17 07:00")
        await play.press("gvcn", "Sửa")
        assert play.labels("gvcn") == [
            "Nguyễn Văn A: có phép",
            "Nguyễn Văn A: có mặt",
            "Hồ Văn Bình: có phép",
            "Hồ Văn Bình: có mặt",
            "Huỷ toàn bộ",
        ]
        await play.press("gvcn", "Nguyễn Văn A: có phép")
        await play.press("gvcn", "Hồ Văn Bình: có mặt")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P"}
        await play.press("gvcn", "Huỷ toàn bộ")
        assert "Hồ Văn Bình" not in await marked(play)


async def test_an_edited_message_asks_and_replaces(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A, Hồ Văn Bình", message_id="m1")
        edited = "/vang 6A Nguyễn Văn A P, A Thút"
        await on(play, "2026-11-16 07:09")
        question = await ask(play, "gvcn", edited, message_id="m1", edited=True)
        assert "thêm A Thút (K); bớt Hồ Văn Bình; đổi Nguyễn Văn A: K → P" in question
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K", "Hồ Văn Bình": "16/11S K"}, "an edit only proposes"
        (answer,) = await play.press("gvcn", "Ghi theo tin mới")
        assert "vắng 2/8 (1P, 1K)" in answer
        assert await marked(play) == {"Nguyễn Văn A": "16/11S P", "A Thút": "16/11S K"}


async def test_an_edit_can_be_left_as_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A", message_id="m1")
        await on(play, "2026-11-16 07:09")
        await ask(play, "gvcn", "/du 6A", message_id="m1", edited=True)
        assert await play.press("gvcn", "Giữ như cũ") == ["Chưa thay đổi gì."]
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}


async def test_an_edit_of_something_that_was_not_recorded_is_simply_a_report(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 9Z Nguyễn Văn A", message_id="m1")
        assert "Đã ghi" in await ask(play, "gvcn", "/vang 6A Nguyễn Văn A", message_id="m1", edited=True)


async def test_an_edit_confirmed_the_next_day_still_means_the_day_of_its_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyen Van A", message_id="m1")
        await on(play, "2026-11-16 07:09")
        await play.say("gvcn", "/vang 6A Ho Van Binh", message_id="m1", edited=True)
        await play.clock_to("2026-11-17 07:10")
        play.new("gvcn")

        answer = await play.press("gvcn", "Ghi theo tin mới")

        assert any("Đã ghi 6A sáng 16/11" in text and "Hồ Văn Bình" in text for text in answer)
