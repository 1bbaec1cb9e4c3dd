"""A report goes on in the next message, and who is said to be the only one absent contradicts what stands."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversation import Play, playing
from tests.handlers.said_in_class import marked

pytestmark = pytest.mark.anyio

MORE = {
    "thêm A Thút nữa": {"A Thút": "16/11S K"},
    "à quên, thêm bạn Trần Minh Hùng không phép": {"Trần Minh Hùng": "16/11S K"},
    "thêm Sáng có phép nhé cô": {"Lê Thị Sáng": "16/11S P"},
    "thêm 1 bạn nữa là Sáng": {"Lê Thị Sáng": "16/11S K"},
    "với Sáng nữa": {"Lê Thị Sáng": "16/11S K"},
    "cộng thêm A Thút, Sáng": {"A Thút": "16/11S K", "Lê Thị Sáng": "16/11S K"},
}
NOTHING = [
    "thêm Đinh Văn Mới nữa",
    "thêm một tờ giấy nữa",
    "bỏ qua nhé",
    "bỏ học nữa",
    "còn gì nữa không",
    "thêm 2 em nữa",
    "thêm Sáng vào đội văn nghệ",
    "thêm Sáng nữa có sao không",
    "cộng điểm cho Sáng",
    "bỏ Sáng khỏi danh sách lớp",
]
ONLY = ["6A vắng Bình, còn lại đủ", "6A 7/8 vắng Bình", "6A chỉ vắng Bình thôi", "lớp em vắng mỗi Bình"]
NOT_ONLY = ["6A vắng Bình", "6A vắng thêm Bình", "6A vắng 1 Bình", "hôm qua 6A chỉ vắng Bình"]


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình")
        yield play


@pytest.mark.parametrize("words", MORE)
async def test_who_is_added_is_absent_too(play: Play, words: str) -> None:
    await play.say("gvcn", words)
    assert await marked(play) == {"Hồ Văn Bình": "16/11S K"} | MORE[words]


@pytest.mark.parametrize("words", NOTHING)
async def test_what_names_no_pupil_of_the_class_adds_nobody(play: Play, words: str) -> None:
    said = "\n".join(await play.say("gvcn", words))
    assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}
    assert "có nghỉ hôm nay không" not in said


async def test_it_is_of_the_half_days_that_were_reported(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 13:40", afternoon_days=[2]) as play:
        await play.say("gvcn", "6A sáng nay vắng Bình")
        await play.say("gvcn", "thêm Sáng nữa")
        assert await marked(play) == {"Hồ Văn Bình": "16/11S K", "Lê Thị Sáng": "16/11S K"}


async def test_changed_afterwards_it_takes_the_place_of_what_it_said(play: Play) -> None:
    await play.say("gvcn", "thêm A Thút nữa", message_id="7")
    (said,) = await play.say("gvcn", "thêm Sáng nữa", message_id="7", edited=True)
    assert "thêm Lê Thị Sáng (K); bớt A Thút" in said
    assert await marked(play) == {"Hồ Văn Bình": "16/11S K", "Lê Thị Sáng": "16/11S K"}


async def test_who_has_reported_nothing_adds_nobody(play: Play) -> None:
    for phone in ("bộ môn", "tpt", "ht"):
        await play.say(phone, "thêm Sáng nữa")
    await play.clock_to("11:00")
    await play.say("gvcn", "thêm Sáng nữa")
    assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}, "hours later it may be of anything"


async def test_who_is_taken_out_is_back_with_one_tap(play: Play) -> None:
    (said,) = await play.say("gvcn", "bỏ Bình ra nhé")
    assert "Sửa thành có mặt, phải không ạ?" in said
    assert await marked(play) == {"Hồ Văn Bình": "16/11S K"}
    await play.press("gvcn", "Hồ Văn Bình: có mặt")
    assert await marked(play) == {}


@pytest.mark.parametrize("words", ONLY)
async def test_the_only_one_contradicts_who_stands_as_absent(play: Play, words: str) -> None:
    await play.say("gvcn", "6A vắng A Thút")
    (said,) = await play.say("gvcn", words)
    assert "A Thút đang được ghi K (6A sáng 16/11). Sửa thành có mặt, phải không ạ?" in said
    assert play.labels("gvcn")[-1] == "A Thút: có mặt"


@pytest.mark.parametrize("words", NOT_ONLY)
async def test_one_more_absence_contradicts_nobody(play: Play, words: str) -> None:
    await play.say("gvcn", "6A vắng A Thút")
    assert not any("Sửa thành có mặt" in said for said in await play.say("gvcn", words))


async def test_a_colleague_who_counts_contradicts_nobody_by_it(play: Play) -> None:
    assert not any("có mặt, phải không" in said for said in await play.say("bộ môn", "6A 7/8 vắng Sáng"))


async def test_whoever_else_was_asked_about_is_in_class_then(play: Play) -> None:
    await play.say("gvcn", "hình như Sáng nghỉ")
    (said,) = await play.say("gvcn", "6A chỉ vắng Bình thôi")
    assert "Còn chờ" not in said
