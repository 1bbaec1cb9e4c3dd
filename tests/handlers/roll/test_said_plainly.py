"""Changes of the roll as an office or a homeroom teacher writes them: shown as they are meant, and nothing is done."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.roll.changed import MAKE, kept, made
from tests.handlers.school_days import on

pytestmark = pytest.mark.anyio
SHOWN = {  # who writes, what, and what is shown
    "nhà em Bình 6A dời lên nóc Takta từ hôm nay": ("tpt", "nóc Tu Ro - Thôn 4 → Takta - Thôn 3"),
    "nhà em Sáng dọn qua Tu Ro ở với bà ngoại": ("gvcn", "Long Tro - Thôn 3 → Tu Ro - Thôn 4"),
    "em Bình lớp 6A chuyển xuống nóc Takta từ mai": ("tpt", "Từ thứ Ba 17/11"),
    "từ tuần sau em Bình chuyển về ở Takta": ("tpt", "Từ thứ Hai 23/11"),
    "em Bình 6A từ mai sang 6B": ("tpt", "Từ thứ Ba 17/11"),
    "từ thứ 2 tới em Bình chuyển sang lớp 6B": ("tpt", "Từ thứ Hai 23/11"),
    "thầy Tám chuyển công tác về trường Trà Nam từ đầu tháng 12": ("tpt", "Từ thứ Ba 01/12"),
    "cô Yên nghỉ hưu từ cuối tháng": ("tpt", "“cuối tháng” chưa rõ là ngày nào"),
    "đưa cô Nga về chủ nhiệm 6B từ học kỳ 2": ("tpt", "“từ học kỳ 2” chưa rõ là ngày nào"),
    "cô Hà và thầy Long đổi lớp cho nhau từ mai": ("tpt", "Vũ Đức Long: thêm vai trò giáo viên chủ nhiệm lớp 6A"),
    "thầy Long qua chủ nhiệm 6A từ mai": ("tpt", "lớp 6B cần giáo viên chủ nhiệm"),
    "6A đổi chủ nhiệm: cô Yên": ("tpt", "Cao Thị Yên: thêm vai trò giáo viên chủ nhiệm lớp 6A"),
    "em Bình chuyển sang học ở điểm trường Tak Chươm": ("tpt", "chuyển sang lớp nào"),
    "cho em Sáng 6A thôi học": ("tpt", "thôi học vì sao"),
    "A Thút nghỉ hẳn từ 10/11 vì nhà khó khăn": ("gvcn", "em A Thút ra khỏi lớp 6A: “thôi học: nhà khó khăn”"),
    "cô Yên thôi chủ nhiệm thay 6A": ("tpt", "Lớp nào, thầy/cô nào ạ"),
    "chuyển Nguyễn Thị Phép từ 6B về 6A kể từ thứ Hai tuần tới": ("tpt", "chuyển từ lớp 6B sang 6A"),
    "bố em A tên là Nguyễn Văn Cha, 0912 777 666": ("gvcn", "bố Nguyễn Văn Cha 0912 777 666"),
    "phụ huynh em Sáng đổi số: 0912 888 666 (bố)": ("gvcn", "Danh sách chưa có bố"),
    "huỷ việc chuyển lớp em Bình": ("tpt", "Không có thay đổi nào của danh sách"),
    "hs mới: hồ thị na, 6a, sn 12/4/2015": ("tpt", "học sinh mới Hồ Thị Na (6A)\n• sinh 12/04/2015"),
    "Em Hồ Thị Na từ trường Trà Vân chuyển đến, vào học lớp em từ hôm nay": ("gvcn", "chuyển đến từ trường Trà Vân"),
    "nhận 2 em mới vào 6A: Hồ Văn Tèo sn 2015, Hồ Thị Tí sn 2014": (
        "tpt",
        "Học sinh mới (2 em): Hồ Văn Tèo (6A), Hồ Thị Tí",
    ),
    "lớp em nhận thêm 2 em mới chuyển đến là Hồ Văn Tèo và Hồ Thị Tí": ("gvcn", "Hồ Thị Tí: chưa ghi ngày sinh"),
    "thêm vào 6B 2 hs: Hồ Văn Tèo (nam, 5/9/2015), Hồ Thị Tí (nữ, 3/4/2015)": ("tpt", "Tí: sinh 03/04/2015, nữ"),
    "đổi tên em Hồ Văn Bình lớp 6A thành Hồ Văn Bính": ("tpt", "họ tên Hồ Văn Bình → Hồ Văn Bính"),
    "em Bình 6A tên đúng là Hồ Văn Bính": ("tpt", "họ tên Hồ Văn Bình → Hồ Văn Bính"),
    "em Sáng sinh ngày 5/3/2015 chứ không phải 5/1/2015": ("gvcn", "ngày sinh 05/01/2015 → 05/03/2015"),
    "nhập mã cho em Sáng 6A: 2401234567": ("tpt", "mã học sinh 6A05 → 2401234567"),
    "sửa giới tính em Sáng thành nữ": ("gvcn", "giới tính – → nữ"),
    "ngày sinh em Sáng 6A là 31/2/2015": ("tpt", "“31/2/2015” không phải là ngày sinh"),
    "ngày sinh em Bình 6A sai năm, 2015 ko 2005": ("tpt", "Em Hồ Văn Bình cần sửa gì"),
    "thêm giáo viên mới Nguyễn Thị Hoa 0912345678": ("tpt", "cán bộ giáo viên mới Nguyễn Thị Hoa"),
    "thêm cô Nguyễn Thị Hoa làm chủ nhiệm 6A": ("ht", "giáo viên chủ nhiệm lớp 6A, thay bằng Nguyễn Thị Hoa"),
    "thêm phó hiệu trưởng Trần Văn Sáu": ("tpt", "Trần Văn Sáu là lãnh đạo hoặc người quản trị"),
    "số điện thoại cô Yên đổi thành 0912345678": ("tpt", "0900 000 006 → 0912 345 678"),
    "cô Yên mới đổi số": ("tpt", "Sửa họ tên hay số điện thoại của ai"),
    "sửa tên cô Yên thành Cao Thị Yến": ("admin", "họ tên Cao Thị Yên → Cao Thị Yến"),
    "Tiếp nhận em Nguyễn Thị Hoa (sinh 20/2/2015) vào 6B kể từ 16/11": ("tpt", "sinh 20/02/2015"),
}


async def test_plain_words_are_shown_as_they_are_meant(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-16 07:10")
        before = await kept(play)
        for line, (who, words) in SHOWN.items():
            assert words in "".join(await play.say(who, line)), line
        assert await kept(play) == before


async def test_an_absence_for_good_is_recorded_and_the_list_is_a_tap_away(tmp_path: Path) -> None:
    """Who keeps the list may write down that it is the last one; nobody else is offered it."""
    async with playing(tmp_path) as play:
        await on(play, "2026-11-16 07:10")
        await play.say("bộ môn", "6A vắng Bình bỏ học rồi")
        assert not [label for label in play.labels("bộ môn") if label.startswith("Thôi học")]
        await play.say("gvcn", "6A vắng Sáng bỏ học rồi, đi làm, Bình ốm")
        assert [one for one in play.labels("gvcn") if one.startswith("Thôi học")] == ["Thôi học: Lê Thị Sáng"]
        await play.press("gvcn", "Thôi học: Lê Thị Sáng")
        assert "em Lê Thị Sáng ra khỏi lớp 6A: “thôi học: bỏ học rồi, đi làm”" in play.shown("gvcn")
        assert MAKE in play.labels("gvcn")


async def test_the_last_day_of_a_sick_colleague_is_asked_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-16 07:10")
        assert "từ ngày nào đến ngày nào" in (await play.say("tpt", "cô Hà ốm, cô Yên chủ nhiệm 6A 1 tuần"))[-1]
        await made(play, "tpt", "/doichunhiem 6A Cao Thị Yên từ 23/11 đến 27/11")


LEAVERS = (
    "em Bình nghỉ từ 10/11 đến nay, gia đình xin cho thôi học",
    "/phep Bình từ 10/11 đến nay xin thôi học",
    "6A vắng Bình p, xin thôi học",
)


async def test_who_leaves_school_for_good_has_no_leave(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-16 07:10")
        for line in LEAVERS:
            assert "vắng 1/8 (0P, 1K)" in "".join(await play.say("gvcn", line)), line
            assert "Thôi học: Hồ Văn Bình" in play.labels("gvcn")
            await play.press("gvcn", "Huỷ")
        assert "có phép" in "".join(await play.say("gvcn", "6A vắng Bình p, nghỉ luôn cả sáng mai"))


async def test_words_of_a_change_do_not_put_off_the_one_that_was_shown(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("tpt", "em Bình 6A sang 6B")
        assert "họ tên Hồ Văn Bình" in "".join(await play.say("tpt", "đổi tên em Bình 6A thành Hồ Văn Bính"))
        assert "chưa làm gì" in "".join(await play.say("tpt", "từ từ đã, đợi cô Hà"))
