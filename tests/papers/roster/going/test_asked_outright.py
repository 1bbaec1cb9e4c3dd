"""What a file leaves open is asked with a tap, and no longer stops it: namesakes on the staff, classes as numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from models import Classes, Enrolments, People, Pupils
from tests.conversation import Play, playing
from tests.papers.roster.workbooks import Rows, write

pytestmark = pytest.mark.anyio

STAFF = ("TT", "Họ và tên", "Chức vụ", "Lớp chủ nhiệm", "Tổ")
HUONG = "Nguyễn Thị Hương"
NAMESAKES: Rows = [STAFF, (1, HUONG, "Giáo viên", "", "Toán"), (2, HUONG, "Giáo viên", "", "Văn")]
UNTOLD: Rows = [STAFF, (1, HUONG, "Giáo viên", "", ""), (2, HUONG, "Giáo viên", "", "")]
PUPILS = ("STT", "Họ và tên", "Lớp")


async def send(play: Play, folder: Path, rows: Sequence[Any]) -> str:
    play.channel.files["ds.xlsx"] = write(folder / "ds.xlsx", {"DS": rows}).read_bytes()
    return (await play.say("admin", "", file="ds.xlsx"))[-1]


async def called(play: Play, name: str) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(func.count()).where(People.full_name == name)) or 0


@pytest.mark.parametrize(("tap", "people"), [("Đúng, cùng một người", 1), ("Không, là những người khác nhau", 2)])
@pytest.mark.parametrize("rows", [NAMESAKES, UNTOLD], ids=["told apart by their groups", "by nothing"])
async def test_two_lines_of_one_name_are_one_person_or_two_as_it_is_said(
    tmp_path: Path, rows: Rows, tap: str, people: int
) -> None:
    async with playing(tmp_path) as play:
        assert f"{HUONG} có nhiều dòng trong danh sách cán bộ" in await send(play, tmp_path, rows)
        assert await called(play, HUONG) == 0
        await play.press("admin", tap)
        await play.press("admin", "Thực hiện thay đổi")
        assert await called(play, HUONG) == people
        if people == 2:
            again = await send(play, tmp_path, rows)
            assert "không có gì thay đổi" in again, "the same file again asks nothing, and makes nobody new"
            assert await called(play, HUONG) == 2


async def test_with_phones_of_their_own_nothing_is_asked(tmp_path: Path) -> None:
    rows = [(*STAFF, "Điện thoại"), (1, HUONG, "GV", "", "", "0912 111 222"), (2, HUONG, "GV", "", "", "0912 333 444")]
    async with playing(tmp_path) as play:
        assert "có nhiều dòng" not in await send(play, tmp_path, rows)


@pytest.mark.parametrize(("tap", "klass"), [("6.1", "6.1"), ("6.10", "6.10")])
async def test_a_class_that_is_a_number_is_asked_about(tmp_path: Path, tap: str, klass: str) -> None:
    async with playing(tmp_path) as play:
        assert "có thể là lớp 6.1 hoặc lớp 6.10" in await send(play, tmp_path, [PUPILS, (1, "Kiều Văn Lạ", 6.1)])
        assert play.labels("admin") == ["6.1", "6.10"]
        labels = [button for row in play.seen("admin")[-1].buttons for button in row]
        await play.tap("admin", tap, next(token for label, token in labels if label == tap))
        await play.settle()
        await play.press("admin", "Thực hiện thay đổi")
        assert await class_of(play, "Kiều Văn Lạ") == klass


async def test_of_a_class_the_school_has_nothing_is_asked(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await send(play, tmp_path, [PUPILS, (1, "Kiều Văn Lạ", "6/10")])
        await play.press("admin", "Thực hiện thay đổi")
        await send(play, tmp_path, [PUPILS, (2, "Siu Nay", 6.1)])
        await play.press("admin", "Thực hiện thay đổi")
        await play.press("admin", "Không, vẫn ở lại")
        assert await class_of(play, "Siu Nay") == "6/10"


async def test_where_the_grades_other_classes_are_there_it_is_read_as_it_looks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = await send(play, tmp_path, [PUPILS, (1, "Kiều Văn Lạ", 6.1), (2, "Siu Nay", 6.2)])
        assert "tên lớp ở dạng số, đã đọc như đang hiện: 6.1, 6.2" in said
        await play.press("admin", "Thực hiện thay đổi")
        assert await class_of(play, "Siu Nay") == "6.2"


async def test_a_tenth_class_beside_the_ninth_stops_the_file(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        rows = [PUPILS, *((number, f"Kiều Văn Lạ {'ABCDEFGHI'[number]}", 6 + (number + 1) / 10) for number in range(9))]
        assert "Chưa nhập gì" in await send(play, tmp_path, rows)


@pytest.mark.parametrize("said", ["chiều", "buổi sáng", "học 2 buổi/ngày", "bán trú", "GV Hà"])
async def test_when_a_class_is_taught_makes_no_other_class_of_it(tmp_path: Path, said: str) -> None:
    async with playing(tmp_path) as play:
        rows = [PUPILS, (1, "Kiều Văn Lạ", f"6A ({said})"), (2, "Siu Nay", "6A")]
        assert "Chưa nhập gì" not in await send(play, tmp_path, rows)
        await play.press("admin", "Thực hiện thay đổi")
        assert await class_of(play, "Kiều Văn Lạ") == await class_of(play, "Siu Nay") == "6A"


async def test_two_places_may_be_two_classes(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        rows = [PUPILS, (1, "Kiều Văn Lạ", "1A (Khe Lọng)"), (2, "Siu Nay", "1A (Tu Ro)")]
        assert "không rõ có phải cùng một lớp" in await send(play, tmp_path, rows)


async def class_of(play: Play, name: str) -> str | None:
    found = select(Classes.name).join(Enrolments, Enrolments.class_id == Classes.id)
    found = found.join(Pupils, Pupils.id == Enrolments.pupil_id).where(Pupils.full_name == name)
    async with play.app.database.read() as session:
        return await session.scalar(found)
