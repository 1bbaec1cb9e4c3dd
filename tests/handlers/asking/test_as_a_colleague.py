"""What was a dead end when a principal, a teacher and a family wrote as to a colleague in the office."""

from pathlib import Path

import pytest

from channels import Gone
from tests.conversation import playing
from tests.handlers.said_in_class import marked
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio

LED = {
    ("ht", "7Z"): "Trường không có lớp 7Z",
    ("ht", "6A"): "**Lớp 6A",
    ("ht", "lớp 9Z vắng mấy em"): "Trường không có lớp 9Z",
    ("ht", "trường mình có bao nhiêu học sinh"): "em trong danh sách",
    ("ht", "có ai không"): "Sĩ Số xin chào",
    ("gvcn", "em phải báo trước mấy giờ"): "07:30",
    ("gvcn", "em Bình sinh năm mấy"): "**Hồ Văn Bình**",
    ("gvcn", "em A ở thôn nào"): "**Nguyễn Văn A**",
    ("gvcn", "đã đến nhà em Bình vận động"): "không có hồ sơ nào đang mở",
    ("mẹ A", "vâng"): "Dạ vâng ạ",
    ("mẹ A", "có bạn bắt nạt con tôi"): "được chuyển đến thầy/cô chủ nhiệm",
    ("mẹ A", "giờ này cháu chưa về"): "được chuyển đến thầy/cô chủ nhiệm",
}


async def test_what_was_a_dead_end_leads_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for (phone, words), answer in LED.items():
            assert answer in "\n".join(await play.say(phone, words)), (phone, words)
        assert await marked(play) == {}


async def test_a_family_takes_its_request_back_in_its_own_words(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "xin nghỉ ngày mai vì về quê")
        assert "chờ thầy/cô duyệt" in await ask(play, "mẹ A", "mai cháu không nghỉ nữa")
        assert "**Đã rút đơn**" in "\n".join(await play.press("mẹ A", "Rút đơn"))


async def test_what_is_not_understood_of_a_family_goes_to_the_teacher_by_one_tap(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("mẹ A", "chiều đón cháu giúp, tôi kẹt xe")
        await play.press("mẹ A", "Chuyển lời này cho thầy/cô")
        await play.settle()
        assert "chiều đón cháu giúp, tôi kẹt xe" in "\n".join(play.new("gvcn"))


async def test_leave_that_nobody_has_settled_is_neither_of_both_wherever_it_is_read(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình ốm, Hồ Thị Lan P")
        for phone, words in (("gvcn", "/lop 6A"), ("ht", "/baocao 6A"), ("gvcn", "/hocsinh 6A Bình")):
            seen = await ask(play, phone, words)
            assert "1 chưa rõ phép" in seen, words
            assert "1K" not in seen, words
        assert "• Hồ Văn Bình (4): chưa rõ phép, ốm" in await ask(play, "gvcn", "/lop 6A")
        await play.say("gvcn", "6A vắng Bình không phép")
        assert "(1P, 1K)" in await ask(play, "gvcn", "/lop 6A")


MOVES = {
    "em Bình chuyển trường rồi ạ": "Bình ra khỏi lớp 6A: “chuyển trường”",
    "Hồ Văn Bình chuyển về trường Trà Mai từ 9/11 rồi cô": "**Từ thứ Hai 09/11**",
    "bạn Bình đã chuyển đi trường khác": "Bình ra khỏi lớp 6A",
    "Bình chuyển sang lớp 6B": "Bình chuyển từ lớp 6A sang 6B",
    "em Lan chuyển trường": "Là em nào ạ?",
    "Lê Thị Sáng chuyển trường ra Tam Kỳ từ tuần sau": "**Từ thứ Hai 23/11**\n• em Lê Thị Sáng ra khỏi lớp 6A",
    "bình chuyển lớp 6b": "Bình chuyển từ lớp 6A sang 6B",
    "Hồ Văn Bình chuyển sang 6B, A Thút chuyển sang 6B": "(2 em): Hồ Văn Bình, A Thút",
    "đổi số điện thoại mẹ em Bình: 0905 111 222": "0910 000 004 → 0905 111 222",
    "lớp em có em chuyển trường": "/chuyentruong 6A",
}


async def test_a_teacher_who_tells_of_a_move_is_shown_the_change_with_its_blanks_filled(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for text, part in MOVES.items():
            said = "\n".join(await play.say("gvcn", text))
            assert part in said, (text, said)
        assert "chưa thay đổi gì" in "".join(await play.say("bộ môn", "em Bình 6A chuyển trường rồi"))
        for text in ("em Bình chuyển trường chưa", "em Bình định chuyển trường", "em Bình có chuyển trường không cô"):
            assert "Thực hiện" not in [play.labels("gvcn"), await play.say("gvcn", text), play.labels("gvcn")][-1], text
        assert await marked(play) == {}


async def test_whether_the_homeroom_teacher_knows_is_what_has_become_of_her_letters(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        asked = "lớp 6A cô chủ nhiệm biết chưa"
        assert "chưa có ai khác ghi hay sửa gì ở lớp 6A" in await ask(play, "ht", asked)
        await play.say("bộ môn", "6A vắng Nguyễn Văn A không phép")
        said = "\n".join(await play.say("ht", asked))
        assert "Đã gửi tin cho Phạm Thu Hà" in said
        assert "Cao Thị Yên báo lúc 07:05" in said


async def test_whether_she_knows_is_not_said_of_a_phone_that_takes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.channel.refuse["gvcn"] = Gone("blocked")
        await play.say("bộ môn", "6A vắng Nguyễn Văn A không phép")
        said = "\n".join(await play.say("ht", "lớp 6A cô chủ nhiệm biết chưa"))
        assert "Chưa báo được Phạm Thu Hà (điện thoại không còn nhận tin)" in said


MOVED_ON = {
    "cho em Bình 6A chuyển sang 6B từ thứ 2": "**Từ thứ Hai 23/11**",
    "em Bình 6A chuyển sang 6B hôm thứ 2 rồi": "**Từ thứ Hai 16/11**",
}


async def test_a_weekday_from_which_a_change_holds_is_the_coming_one(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-18 07:05") as play:
        for text, day in MOVED_ON.items():
            assert day in "".join(await play.say("admin", text)), text


@pytest.mark.parametrize(
    "said", ["cô Nga thôi phụ trách nóc Takta, thầy Tám nhận", "đổi người phụ trách nóc Takta cho cô Yên"]
)
async def test_whoever_is_named_for_a_hamlet_nothing_is_changed_before_the_tap(tmp_path: Path, said: str) -> None:
    async with playing(tmp_path) as play:
        (answer,) = await play.say("pht", said)
        assert "Đỗ Thị Nga: thôi vai trò phụ trách địa bàn" in answer
        assert "Thực hiện" in play.labels("pht")
        (who,) = await play.say("pht", "ai phụ trách nóc Takta")
        assert "Takta - Thôn 3: Đỗ Thị Nga" in who
