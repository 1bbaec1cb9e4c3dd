"""Corrections: edited messages, words that amend a report, and two people who report one class."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on
from tests.jobs.checks import checked, heard

pytestmark = pytest.mark.anyio


async def test_an_edit_within_the_hold_is_recorded_at_once_and_says_what_changed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình, A Thút", message_id="m1")
        answer = await ask(play, "gvcn", "6A vắng Bình P, Trần Minh Hùng", message_id="m1", edited=True)
        assert "**Đã sửa**: thêm Trần Minh Hùng (K); bớt A Thút; đổi Hồ Văn Bình: K → P." in answer
        assert "vắng 2/8 (1P, 1K)" in answer
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P", "Trần Minh Hùng": "16/11S K"}
        await play.say("gvcn", "/huy")
        assert await marked(play) == {}
        assert await reported(play) == 0


async def test_an_edit_after_the_hold_waits_for_the_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình, A Thút", message_id="m1")
        await on(play, "2026-11-16 07:10")
        question = await ask(play, "gvcn", "6A vắng Bình", message_id="m1", edited=True)
        assert "bớt A Thút" in question
        assert len(await marked(play)) == 2
        (answer,) = await play.press("gvcn", "Ghi theo tin mới")
        assert "**Đã sửa**: bớt A Thút." in answer
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}


async def test_an_edit_after_people_were_told_corrects_only_what_changed(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:45") as play:
        await ask(play, "gvcn", "6A vắng Nguyễn Văn A, A Thút, Bình", message_id="m1")
        await checked(play)
        heard(play)
        await play.say("gvcn", "6A vắng Nguyễn Văn A, A Thút", message_id="m1", edited=True)
        await play.press("gvcn", "Ghi theo tin mới")
        told = heard(play)
        assert "mẹ A" not in told
        assert "Đính chính" in told["nóc2"], "Bình is of Tu Ro"
        assert "nóc" not in told
        await checked(play)
        assert "Nguyễn Văn A" not in heard(play).get("nóc", ""), "who stays absent is not told of again"


async def test_an_edit_that_changes_nothing_says_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình", message_id="m1")
        answer = await ask(play, "gvcn", "Lớp 6A vắng Bình ạ", message_id="m1", edited=True)
        assert "không làm thay đổi gì" in answer
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}


@pytest.mark.parametrize(
    ("first", "tap", "edited", "changed"),
    [
        ("6A vắng Bình ốm", "", "6A vắng Bình ốm K", "đổi Hồ Văn Bình: chưa rõ phép (ốm) → K (ốm)."),
        ("6A vắng Bình P", "", "6A vắng Bình P đám cưới", "đổi Hồ Văn Bình: P → P (đám cưới)."),
        ("6A vắng Bình bỏ tiết 3", "", "6A vắng Bình bỏ tiết 4", "bỏ tiết (tiết 3) → bỏ tiết (tiết 4)."),
        ("6A vắng Bình ốm", "Có phép", "6A vắng Bình ốm, A Thút", "**Đã sửa**: thêm A Thút (K)."),
    ],
)
async def test_an_edit_is_compared_in_all_that_is_kept_and_with_what_stands_by_now(
    tmp_path: Path, first: str, tap: str, edited: str, changed: str
) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", first, message_id="m1")
        if tap:
            await play.press("gvcn", tap)
        assert changed in await ask(play, "gvcn", edited, message_id="m1", edited=True)
        assert "không làm thay đổi gì" in await ask(play, "gvcn", edited, message_id="m1", edited=True)


async def test_an_edit_a_day_later_asks_and_counts_for_the_day_of_its_message(tmp_path: Path) -> None:
    """Telegram gives an edited message the moment at which it was written."""
    async with playing(tmp_path) as play:
        written = play.app.now()
        await ask(play, "gvcn", "6A đủ", message_id="m1")
        await on(play, "2026-11-17 06:40")
        question = await ask(play, "gvcn", "6A vắng Bình", message_id="m1", edited=True, when=written)
        assert "Tin đã sửa khác với điều đã ghi: thêm Hồ Văn Bình (K)." in question
        (answer,) = await play.press("gvcn", "Ghi theo tin mới")
        assert "**Đã ghi 6A sáng 16/11**" in answer


async def test_an_edit_to_a_full_class_takes_the_absences_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình", message_id="m1")
        answer = await ask(play, "gvcn", "6A đủ", message_id="m1", edited=True)
        assert "bớt Hồ Văn Bình" in answer
        assert "có mặt 8/8" in answer
        assert await marked(play) == {}


async def test_an_edit_to_something_else_offers_to_take_the_report_back(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình", message_id="m1")
        await ask(play, "gvcn", "xin lỗi cô em nhầm nhóm", message_id="m1", edited=True)
        assert len(await marked(play)) == 1
        await play.press("gvcn", "Huỷ")
        assert await marked(play) == {}


async def test_an_edit_drops_what_the_first_text_had_asked(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Lan", message_id="m1")
        answer = await ask(play, "gvcn", "6A vắng Hồ Thị Lan", message_id="m1", edited=True)
        assert "Còn chờ" not in answer
        assert await marked(play) == {"Hồ Thị Lan": "16/11S K"}


async def test_not_this_one_but_that_one_moves_the_mark(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình P, A Thút")
        answer = await ask(play, "gvcn", "không phải Bình mà là Trần Minh Hùng")
        assert "• Hồ Văn Bình (4): có mặt. (đã sửa, trước là P)" in answer
        assert "• Trần Minh Hùng (7): có phép" in answer
        assert await marked(play) == {"A Thút": "16/11S K", "Trần Minh Hùng": "16/11S P"}
        await play.say("gvcn", "/huy")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P", "A Thút": "16/11S K"}


@pytest.mark.parametrize("words", ["sửa Bình thành Trần Minh Hùng", "/sua Bình thành Trần Minh Hùng"])
async def test_one_name_may_be_changed_into_another(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình, A Thút")
        await play.say("gvcn", words)
        assert await marked(play) == {"A Thút": "16/11S K", "Trần Minh Hùng": "16/11S K"}


@pytest.mark.parametrize(
    "words",
    [
        "Bình có phép", "sửa Bình có phép", "sửa Bình thành P", "Bình có đơn xin phép ạ",
        "sửa giúp Bình thành có phép, cô chủ nhiệm nhờ", "sửa Bình 6A hôm nay thành P nhé",
    ],
)  # fmt: skip
async def test_leave_said_afterwards_changes_the_mark_and_the_answer_says_so(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình, A Thút")
        answer = await ask(play, "gvcn", words)
        assert "• Hồ Văn Bình (4): có phép, từ đầu năm nghỉ 1 buổi. (đã sửa, trước là K)" in answer
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P", "A Thút": "16/11S K"}


async def test_a_whole_new_text_behind_the_word_stands_instead_of_the_last_report(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình, A Thút")
        answer = await ask(play, "gvcn", "sửa lại: 6A vắng Bình, Trần Minh Hùng")
        assert "**Đã sửa**: thêm Trần Minh Hùng (K); bớt A Thút." in answer
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K", "Trần Minh Hùng": "16/11S K"}


async def test_two_people_report_at_once_and_each_hears_of_the_other_and_of_what_differs(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình")
        answer = await ask(play, "pht", "6A vắng Bình P, A Thút")
        assert "Phạm Thu Hà đã báo buổi này trước đó; cả hai báo cáo đều được giữ." in answer
        assert "Hồ Văn Bình: Phạm Thu Hà ghi K, thầy/cô ghi P." in answer
        told = heard(play)
        assert told.keys() == {"gvcn"}
        assert "Ngô Thị Bảy cũng đã báo lớp 6A sáng 16/11" in told["gvcn"]
        assert "Thêm: A Thút (K)." in told["gvcn"]
        assert "Hồ Văn Bình: trước ghi K, nay ghi P." in told["gvcn"]
        await play.press("gvcn", "Hồ Văn Bình: ghi lại K")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K", "A Thút": "16/11S K"}


async def test_two_messages_in_one_transaction_lose_nothing_of_each_other(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.arrive("gvcn", "6A vắng Bình, Lan")
        await play.arrive("pht", "6A vắng Bình P, A Thút")
        await play.app.settle()
        told = heard(play)
        assert "Phạm Thu Hà ghi K, thầy/cô ghi P" in told["pht"]
        assert "Ngô Thị Bảy cũng đã báo" in told["gvcn"]
        await play.press("gvcn", "Hồ Thị Lan")
        assert await marked(play) == {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P", "A Thút": "16/11S K"}


async def test_the_same_report_by_another_is_told_in_one_line(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình")
        await ask(play, "bộ môn", "6A vắng Bình")
        assert "Không có gì khác với báo cáo trước." in heard(play)["gvcn"]


async def test_what_was_undone_before_it_left_is_not_told(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 05:50") as play:
        await play.say("gvcn", "/vang 6A sáng Bình")
        await play.say("bộ môn", "/vang 6A sáng A Thút")
        await play.say("bộ môn", "/huy")
        await play.clock_to("06:05")
        assert "cũng đã báo" not in heard(play).get("gvcn", "")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}


async def test_a_pupil_is_taken_back_only_for_somebody_or_something_that_is_known(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình")
        before = await marked(play)
        assert "Chưa sửa gì" in "".join(await play.say("gvcn", "sửa Bình thành hoa hậu"))
        assert await marked(play) == before
