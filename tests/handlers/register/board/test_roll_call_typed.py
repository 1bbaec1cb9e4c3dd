"""The roll call where there are no buttons, and numbers typed under a board."""

from pathlib import Path

import pytest
from sqlalchemy import update

from models import Chats
from models.shapes.message import Abilities
from tests.conversation import playing
from tests.handlers.register.board.roll_call_boards import CLASS_6A, OVER, begin, large, tap
from tests.handlers.said_in_class import marked, reported
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


BY_NUMBER = (
    "Thầy/cô nhắn lại số các em vắng, ví dụ 5, 8P: thêm P là có phép, không thêm là không phép. Lớp đủ thì nhắn 0."
)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("2, 4P", {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P"}),
        ("2 4p", {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P"}),
        ("số 2 k; 4 P.", {"Hồ Thị Lan": "16/11S K", "Hồ Văn Bình": "16/11S P"}),
        ("2", {"Hồ Thị Lan": "16/11S K"}),
        ("0", {}),
        ("đủ", {}),
    ],
)
async def test_without_buttons_the_class_is_listed_and_one_reply_reports(
    tmp_path: Path, answer: str, expected: dict[str, str]
) -> None:
    async with playing(tmp_path) as play:
        play.channel.can = Abilities(text=2000)
        await ask(play, "gvcn", "/vang 6B Hồ Văn Học")  # its buttons must not take the digits
        assert (await begin(play)).splitlines() == [
            "**Điểm danh 6A sáng 16/11**: vắng 0/8 (0P, 0K). Chưa ghi.",
            *CLASS_6A,
            BY_NUMBER,
        ]
        assert play.labels("gvcn") == []
        assert "**Đã ghi 6A sáng 16/11**" in await ask(play, "gvcn", answer)
        assert await reported(play) == 2
        found = await marked(play)
        assert found.pop("Hồ Văn Học") == "16/11S K"
        assert found == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("2, 40, 41", "không có số 40 và 41"), ("2P, 2K", "vừa ghi có phép vừa ghi không phép"), ("1 0", "không có số 0")],
)
async def test_numbers_that_cannot_be_meant_are_asked_about(tmp_path: Path, answer: str, expected: str) -> None:
    async with playing(tmp_path) as play:
        play.channel.can = Abilities(text=2000)
        await begin(play)
        assert expected in await ask(play, "gvcn", answer)
        assert (await marked(play), await reported(play)) == ({}, 0)
        await ask(play, "gvcn", "2P")
        assert await marked(play) == {"Hồ Thị Lan": "16/11S P"}


async def test_nobody_absent_against_marks_of_others_is_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.channel.can = Abilities(text=2000)
        await ask(play, "bộ môn", "/vang 6A Hồ Văn Bình P")
        play.new("gvcn")
        shown = await begin(play)
        assert "4. Hồ Văn Bình – P" in shown
        assert "Em đã ghi vắng thì giữ nguyên" in shown, "numbers typed are added"
        assert "4 có mặt" in shown
        assert "Số 2 chưa được ghi vắng" in await ask(play, "gvcn", "2 có mặt, 4 có mặt")
        assert "đã ghi vắng: Hồ Văn Bình" in await ask(play, "gvcn", "0")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S P"}
        assert "không em nào vắng" in await ask(play, "gvcn", "1"), "the digit answers the newest question"


async def test_a_number_takes_back_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.channel.can = Abilities(text=2000)
        await ask(play, "gvcn", "/vang 6A Hồ Văn Bình P, Hồ Thị Lan K")
        await begin(play)
        await ask(play, "gvcn", "4 có mặt, 3")
        assert set(await marked(play)) == {"Hồ Thị Lan", CLASS_6A[2].removeprefix("3. ")}


async def test_numbers_typed_under_the_board_join_what_was_tapped(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=large(45)) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan", "Trang 2/3", "Trang 3/3")
        (answer,) = await play.say("gvcn", "17, 40P")
        assert "vắng 3/45 (1P, 2K)" in answer
        assert play.channel.seen["gvcn"][0].text == "**Điểm danh 6A sáng 16/11**: xin xem tin bên dưới."
        assert set(await marked(play)) == {"Hồ Thị Lan", "Hồ Thị Em 17", "Hồ Thị Em 40"}


async def test_full_typed_under_tapped_names_is_asked_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await tap(play, "2. Hồ Thị Lan")
        assert "Lớp đủ, hay có em vắng?" in await ask(play, "gvcn", "đủ")
        assert await reported(play) == 0


async def test_full_typed_the_next_morning_means_that_morning(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await on(play, "2026-11-17 07:05")
        assert "**Đã ghi 6A sáng 17/11**: không em nào vắng" in await ask(play, "gvcn", "đủ")


async def test_numbers_typed_the_next_morning_record_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await begin(play)
        await on(play, "2026-11-17 07:05")
        assert OVER in await ask(play, "gvcn", "5")
        assert await marked(play) == {}


async def test_help_and_menu_name_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "/diemdanh 6A – điểm danh cả lớp: chọn các em vắng" in await ask(play, "gvcn", "/trogiup thêm")


async def test_it_speaks_the_askers_language(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        async with play.app.database.write() as session:
            await session.execute(update(Chats).where(Chats.address == "gvcn").values(language="en"))
        assert "**Roll call 6A morning" in await begin(play)
        assert play.labels("gvcn")[-2:] == ["Save: nobody absent", "Cancel the roll call"]
