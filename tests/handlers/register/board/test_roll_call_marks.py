"""A roll call beside what others record: marks that stand, roles that end, boards that come again."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from channels import NotSent, Uncertain
from models import Chats, Enrolments, Roles, Taps
from models.base import Base
from tests.conversation import Play, playing
from tests.handlers.register.board.roll_call_boards import OVER, begin, count_of, names, tap
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


async def test_marks_that_stand_already_are_shown_and_only_what_is_tapped_changes(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "bộ môn", "/vang 6A Nguyễn Văn A ốm, Hồ Thị Lan P, Hồ Văn Bình muộn, A Thút đi thi")
        play.new("gvcn")
        text = await begin(play)
        assert "vắng 2/8 (1P, 1K)" in text
        assert "Cao Thị Yên đã báo buổi này. Chỉ những em ghi ở đây mới thay đổi." in text
        assert [names(play)[place] for place in (0, 1, 3, 5)] == [
            "✗ K 1. Nguyễn Văn A", "P 2. Hồ Thị Lan", "M 4. Hồ Văn Bình", "D 6. A Thút",
        ]  # fmt: skip
        await tap(play, "2. Hồ Thị Lan", "5. Lê Thị Sáng", "4. Hồ Văn Bình", "4. Hồ Văn Bình", "4. Hồ Văn Bình")
        assert names(play)[3] == "M 4. Hồ Văn Bình", "late is what present was for him"
        await tap(play, "Lưu: vắng 2")
        answer = play.shown("gvcn")
        assert "• Hồ Thị Lan (2): có mặt. (đã sửa, trước là P)" in answer
        assert "Nguyễn Văn A" not in answer
        assert "Cao Thị Yên đã báo buổi này trước đó; cả hai báo cáo đều được giữ." in answer
        assert await marked(play) == {
            "Nguyễn Văn A": "16/11S K",
            "Hồ Văn Bình": "16/11S M",
            "Lê Thị Sáng": "16/11S K",
            "A Thút": "16/11S D",
        }


async def test_marks_somebody_makes_meanwhile_are_kept(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        await ask(play, "bộ môn", "/vang 6A Hồ Văn Bình P")
        play.new("gvcn")
        await tap(play, "Lưu: vắng 1")
        assert "vắng 2/8 (1P, 1K)" in play.seen("gvcn")[0].text
        assert await marked(play) == {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P"}


async def test_saved_without_a_tap_the_marks_that_stand_are_confirmed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "bộ môn", "/vang 6A Hồ Văn Bình P, Hồ Thị Lan muộn")
        play.new("gvcn")
        await begin(play)
        await tap(play, "Lưu: vắng 1")
        assert "• Hồ Văn Bình (4): có phép, từ đầu năm nghỉ 1 buổi. (đã ghi trước đó)" in play.shown("gvcn")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P", "Hồ Thị Lan": "16/11S M"}


async def test_a_pupil_who_left_the_class_meanwhile_is_not_recorded(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan", "3. Đinh Văn Lan")
        await leave(play, "Hồ Thị Lan")
        await tap(play, "4. Hồ Văn Bình")
        assert "2. Hồ Thị Lan" not in " ".join(names(play))
        await tap(play, "Lưu: vắng 2")
        assert await marked(play) == {"Đinh Văn Lan": "16/11S K", "Hồ Văn Bình": "16/11S K"}


async def leave(play: Play, name: str) -> None:
    """As an import of the roster does it."""
    pupil_id = await play.pupil(name)
    async with play.app.database.write() as session:
        ends = play.now.date() - timedelta(days=1)
        await session.execute(update(Enrolments).where(Enrolments.pupil_id == pupil_id).values(ends=ends))
        await session.execute(update(Base.metadata.tables["schools"]).values(version=99))


async def test_a_tap_after_the_role_ended_does_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        async with play.app.database.write() as session:
            await session.execute(update(Roles).values(ends=date(2026, 11, 15)))
        for label in ("2. Hồ Thị Lan", "Lưu", "Huỷ điểm danh"):
            assert "không có nhiệm vụ nào" in (await play.press("gvcn", label))[0]
        assert (await count_of(play, Taps), await reported(play)) == (0, 0)


async def test_in_another_chat_and_under_another_person_the_buttons_do_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        token = play.channel.seen["gvcn"][-1].buttons[0][0][1]
        assert "hết hiệu lực" in await ask(play, "gvcn6b", token, pressed=True)
        assert "hết hiệu lực" in await ask(play, "gvcn6b", "/luudiemdanh 1"), "typed it is no better"
        yen = await play.person("Cao Thị Yên")
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "gvcn").values(person_id=yen))
        assert "hết hiệu lực" in await ask(play, "gvcn", token, pressed=True)
        assert (await count_of(play, Taps), await reported(play)) == (0, 0)


async def test_left_alone_it_closes_after_three_hours_and_says_so_in_its_place(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        await on(play, "2026-11-16 10:06")
        await tap(play, "Lưu: vắng 1")
        assert OVER in play.shown("gvcn")
        assert play.labels("gvcn") == []
        assert await reported(play) == 0
        assert "vắng 0/8" in await begin(play), "a new one begins empty"


async def test_saved_twice_it_is_recorded_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        token = play.channel.seen["gvcn"][-1].buttons[-1][0][1]
        await tap(play, "Lưu: lớp đủ")
        assert OVER in await ask(play, "gvcn", token, pressed=True)
        assert "Đã ghi 6A" in play.channel.seen["gvcn"][0].text, "what was recorded is still shown"


async def test_a_day_off_declared_meanwhile_is_said_and_the_roll_call_stays_open(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        await ask(play, "admin", "/lich nghỉ 16/11 mưa lũ")
        assert "không có buổi học" in (await play.press("gvcn", "Lưu"))[0]
        assert "✗ K 2. Hồ Thị Lan" in [label for row in play.channel.seen["gvcn"][0].buttons for label, _token in row]
        assert (await marked(play), await reported(play)) == ({}, 0)


async def test_a_board_that_was_deleted_comes_again_as_a_new_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        play.channel.gone.add("gvcn-1")
        assert "vắng 1/8" in (await play.press("gvcn", "2. Hồ Thị Lan"))[0]
        await tap(play, "3. Đinh Văn Lan")
        assert "vắng 2/8" in play.shown("gvcn")
        assert len(play.channel.seen["gvcn"]) == 2


async def test_a_change_that_may_have_arrived_goes_again_without_a_word_about_copies(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        play.channel.lose["gvcn"] = Uncertain("reset")
        await tap(play, "2. Hồ Thị Lan")
        play.channel.lose.clear()
        play.app.now.move_to(play.now + timedelta(seconds=61))
        await play.app.settle()
        assert play.new("gvcn") == []
        assert "gửi lại" not in play.shown("gvcn")
        assert "vắng 1/8" in play.shown("gvcn")


async def test_an_old_picture_never_overtakes_a_newer_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        play.channel.refuse["gvcn"] = NotSent("down")
        await tap(play, "2. Hồ Thị Lan")
        play.channel.refuse.clear()
        await tap(play, "3. Đinh Văn Lan")
        play.app.now.move_to(play.now + timedelta(minutes=2))
        await play.app.settle()
        assert "vắng 2/8" in play.shown("gvcn")
