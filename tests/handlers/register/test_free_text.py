"""Teachers do not type commands, they type messages."""

from pathlib import Path

import pytest
from sqlalchemy import insert, update

from models import Chats
from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "words",
    [
        "Lớp 6A sáng nay vắng Nguyễn Văn A",
        "dạ 6A vắng em Nguyễn Văn A không phép ạ",
        "6a vang nguyen van a k",
        "báo cáo cô, lớp 6A vắng 1 em: Nguyễn Văn A",
        "Vắng: Nguyễn Văn A",
        "Nguyễn Văn A nghỉ học không lý do",
        "6A vắng Nguyễn Văn A. nghe nói em ấy xin qua 6B phải k",
    ],
)
async def test_a_message_without_a_command_is_recorded_like_one(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "gvcn", words)
        assert "**Đã ghi 6A sáng 16/11**: vắng 1/8 (0P, 1K)." in answer
        assert play.labels("gvcn") == ["Sửa", "Huỷ"]
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}


@pytest.mark.parametrize(
    "words",
    ["xin chào", "cảm ơn ạ", "ok", "👍", "6A hôm nay vắng ai?", "lớp 6A", "chiều nay họp nhé", "chúc cô ngủ ngon"],
)
async def test_small_talk_and_questions_record_nothing(tmp_path: Path, words: str) -> None:
    async with playing(tmp_path) as play:
        assert len(await play.say("gvcn", words)) <= 1
        assert await marked(play) == {}
        assert await reported(play) == 0


async def test_several_classes_in_one_message_are_each_recorded(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "tpt", "6A: Nguyễn Văn A P, Hồ Văn Bình; 6B: Đinh Thị Mai ốm")
        assert "**Đã ghi 6A sáng 16/11**: vắng 2/8 (1P, 1K)." in answer
        assert "**Đã ghi 6B sáng 16/11**: vắng 1/3 (0P, 0K, 1 chưa rõ phép)." in answer
        assert await marked(play) == {
            "Nguyễn Văn A": "16/11S P",
            "Hồ Văn Bình": "16/11S K",
            "Đinh Thị Mai": "16/11S K",
        }
        await play.press("tpt", "Huỷ")
        assert await marked(play) == {}
        assert await reported(play) == 0, "one undo takes back the whole message"


async def test_a_class_that_is_complete_beside_one_that_is_not(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await ask(play, "tpt", "6A đủ, 6B vắng Đinh Thị Mai")
        assert "6A sáng 16/11**: không em nào vắng" in answer
        assert "6B sáng 16/11**: vắng 1/3" in answer
        assert await reported(play) == 2


async def test_days_of_the_past_are_recorded_in_the_sessions_held_and_silence_is_not_presence(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await on(play, "2026-11-17 07:05")
        await play.say("gvcn", "6A Hồ Văn Bình nghỉ 2 ngày nay không phép")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K 16/11C K 17/11S K"}
        assert await reported(play) == 1, "today's; of Monday nobody said who else was there"


async def test_late_is_noted_beside_absences_and_alone_and_is_no_report(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "các em khác trong lớp chưa được báo" in await ask(play, "gvcn", "/vang 6A Bình muộn")
        assert "là em nào" in await ask(play, "gvcn", "6A Lan đi trễ")
        await play.press("gvcn", "Hồ Thị Lan")
        assert "Hoa" in await ask(play, "gvcn", "/vang 6A Hoa muộn")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S M", "Hồ Thị Lan": "16/11S M"}
        assert await reported(play) == 0
        assert "Chủ nhật" in await ask(play, "gvcn", "hôm qua A Thút đi muộn")


async def test_on_duty_beside_absences_is_noted(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Nguyễn Văn A, Bình đi muộn, A Thút đi thi")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K", "Hồ Văn Bình": "16/11S M", "A Thút": "16/11S D"}


async def test_a_pupil_who_has_come_is_corrected_by_one_tap_and_never_silently(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình, A Thút")
        answer = await ask(play, "gvcn", "Bình đã đến lớp rồi ạ")
        assert "Hồ Văn Bình đang được ghi K (6A sáng 16/11). Sửa thành có mặt, phải không ạ?" in answer
        assert len(await marked(play)) == 2
        (done,) = await play.press("gvcn", "Hồ Văn Bình: có mặt")
        assert "vắng 1/8" in done
        assert await marked(play) == {"A Thút": "16/11S K"}


async def test_of_two_with_one_name_the_one_marked_absent_has_come(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "“Lan” không có trong sổ vắng" in await ask(play, "gvcn", "Lan đã đến")
        await ask(play, "gvcn", "6A vắng Đinh Văn Lan")
        await ask(play, "gvcn", "Lan đã đến")
        await play.press("gvcn", "Đinh Văn Lan: có mặt")
        assert await marked(play) == {}


async def test_a_report_taken_back_in_words_is_offered_to_be_undone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "6A vắng Bình")
        assert "muốn huỷ báo cáo vừa rồi (6A sáng 16/11)" in await ask(play, "gvcn", "nãy em báo nhầm ạ")
        assert len(await marked(play)) == 1
        await play.press("gvcn", "Huỷ")
        assert await marked(play) == {}


async def test_a_word_of_a_command_at_the_beginning_does_not_hide_a_report(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "Có phép: Bình; không phép: A Thút")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P", "A Thút": "16/11S K"}
        assert "sĩ số 8" in await ask(play, "gvcn", "lớp 6A"), "and a question stays a question"


async def test_who_may_not_report_is_not_listened_to(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "6A vắng Nguyễn Văn A")
        await play.say("nóc2", "6A vắng Nguyễn Văn A")
        await play.say("người lạ", "6A vắng Nguyễn Văn A")
        assert await marked(play) == {"Nguyễn Văn A": "16/11S K"}, "the hamlet's staff are teachers too"


async def in_group(play: Play) -> None:
    """A group chat that stands for the homeroom teacher of 6A."""
    person = await play.person("Phạm Thu Hà")
    async with play.app.database.write() as session:
        moments = {"created_at": play.app.now(), "linked_at": None}
        values = {"channel": "paper", "address": "nhóm", "person_id": person, "language": "vi"}
        await session.execute(insert(Chats).values(values | moments))


async def test_a_group_hears_counts_and_only_after_a_clear_report(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await in_group(play)
        for words in ("xin chào", "6A vắng Lan", "6A vắng Tèo", "9Z vắng Bình"):
            assert await play.say("nhóm", words, private=False) == []
        (answer,) = await play.say("nhóm", "6A vắng Bình, A Thút P", private=False)
        assert answer == "**Đã ghi 6A sáng 16/11**: vắng 2/8 (1P, 1K)."


async def test_a_group_nobody_is_behind_is_silent(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert await play.say("nhóm lạ", "6A vắng Bình", private=False) == []
        assert heard(play) == {}


async def test_the_answer_is_in_the_askers_language(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "gvcn").values(language="en"))
        _recorded, question = await play.say("gvcn", "6A vắng Bình, Lan")
        assert "Still to be chosen: “Lan”" in _recorded
        assert "which pupil is it?" in question


async def test_what_is_too_long_to_be_read_is_said_and_not_dropped(tmp_path: Path) -> None:
    talk = "hôm nay trời mưa to nên các em đi học vất vả " * 60
    async with playing(tmp_path) as play:
        answer = await ask(play, "gvcn", f"6A vắng Nguyễn Văn A K. {talk}. 6A vắng Hồ Văn Bình P")
        assert "Tin dài quá" in answer
        assert "Bình" not in " ".join(await marked(play))


async def test_an_address_in_a_message_says_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = "\n".join(await play.say("gvcn", "6A vắng Bình K https://photos.google.com/lan-hung"))
        assert "vắng 1/8 (0P, 1K)" in answer
        assert "?" not in answer
        for said in ("https://truong.edu.vn/lan", "Vị trí: https://maps.google.com/?q=15.1,108.2"):
            answer = "\n".join(await play.say("gvcn", said))
            assert "Đã ghi" not in answer
            assert "bữa ăn" not in answer, "com is no meal"
