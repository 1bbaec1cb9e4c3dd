"""Of whom somebody says that he is there leaders read no absence, and no presence either, before it is settled."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.conversation import playing
from tests.handlers.school_days import on

pytestmark = pytest.mark.anyio

UNCLEAR = "Chưa rõ, đang xác minh: em Hồ Văn Bình, lớp 6A"
AGAINST = "Bình 6A đến rồi, đang trong lớp"


async def test_the_principals_line_counts_nobody_as_absent_who_is_said_to_be_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình k, A k")
        await play.say("bộ môn", AGAINST)
        await play.clock_to("07:51")
        line = "".join(play.new("ht"))
        assert "Vắng 1/8: 0P, 1K" in line
        assert UNCLEAR in line
        assert "Nguyễn Văn A" not in line


@pytest.mark.parametrize(
    ("said", "left"), [("k", "Vắng 1/8: 0P, 1K."), ("P", "Vắng 1/8: 0P, 1K."), ("ốm", "Vắng 1/8: 0P, 1K.")]
)
async def test_whatever_sign_it_stands_with_is_not_counted(tmp_path: Path, said: str, left: str) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", f"6A vắng Bình {said}, A k")
        await play.say("bộ môn", AGAINST)
        await play.clock_to("07:51")
        line = "".join(play.new("ht"))
        assert left in line
        assert UNCLEAR in line


async def test_a_colleagues_word_of_leave_makes_nobody_unsure_and_records_nothing(tmp_path: Path) -> None:
    """It was said that somebody had seen the pupil at school, and the hamlet's count left the pupil out."""
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình k, A k")
        (answer,) = await play.say("bộ môn", "/phep 6A Hồ Văn Bình")
        assert answer.startswith("Chưa thay đổi gì: Hồ Văn Bình do GVCN lớp 6A quyết định")
        assert "Đã ghi" not in answer
        await play.clock_to("07:51")
        line = "".join(play.new("ht"))
        assert "Vắng 2/8: 0P, 2K" in line
        assert "Chưa rõ" not in line
        assert "Hồ Văn Bình" in "".join(await play.say("nóc2", "/noc Tu Ro"))


async def test_so_do_the_report_and_the_class_for_who_is_in_charge(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình k")
        await play.say("bộ môn", AGAINST)
        for phone, asked in (("ht", "/baocao hôm nay"), ("pht", "/lop 6A"), ("gvcn", "/lop 6A")):
            assert UNCLEAR in "".join(await play.say(phone, asked)), asked
        assert UNCLEAR not in "".join(await play.say("bộ môn", "/lop 6A"))


async def test_once_it_is_settled_it_is_counted_as_it_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình k")
        await play.say("bộ môn", AGAINST)
        await play.say("gvcn", "/comat 6A Hồ Văn Bình")
        await play.clock_to("07:51")
        line = "".join(play.new("ht"))
        assert "Vắng 0/8" in line
        assert "Chưa rõ" not in line


async def test_a_week_counts_nobody_as_absent_of_whom_it_is_not_settled(tmp_path: Path) -> None:
    """The same base in the text, the class's view and the register; until somebody settles it, days later too."""
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng Bình k, A k")
        await play.say("bộ môn", AGAINST)
        await on(play, "2026-11-17 09:00")
        assert "1/8 (1K), 1 đang xác minh" in (await play.say("ht", "/baocao tuần"))[0]
        assert "1 đang xác minh" in (await play.say("ht", "/lop 6A tuần"))[0]
        assert "Hồ Văn Bình" not in (await play.say("ht", "/noc Tu Ro tuần"))[0]
        await play.say("ht", "/tep 6A tháng 11")
        (file,) = play.seen("ht")[-1].files
        sheet = load_workbook(BytesIO(file.content)).worksheets[0]
        lines = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows() if row[1].value}
        assert "?" in lines["Hồ Văn Bình"]
        assert "K" not in lines["Hồ Văn Bình"]
        await play.say("gvcn", "không, Bình hôm qua vẫn vắng")
        await play.say("gvcn", "/vang 6A Bình k 16/11")
        assert "2/8 (2K)" in (await play.say("ht", "/baocao tuần"))[0]


async def test_a_pupils_card_month_and_meter_and_the_familys_own_view_say_it_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "6A vắng A k, Bình k")
        await on(play, "2026-11-17 07:10")
        await play.say("gvcn", "6A vắng A k")
        await play.say("bộ môn", "A 6A đến rồi, đang trong lớp")
        card = "".join(await play.say("ht", "/hocsinh Nguyễn Văn A"))
        assert "nghỉ 1 buổi** (0P, 1K), 1 đang xác minh" in card
        assert "1/45 buổi, 1 đang xác minh" in card
        assert "sáng thứ Ba 17/11: K, đang xác minh" in card
        assert "2 ngày liền, từ 16/11 (có buổi đang xác minh)" in card
        assert "đã báo 2/2 buổi; vắng 0P, 1K, 1 đang xác minh" in "".join(
            await play.say("ht", "/hocsinh Nguyễn Văn A tháng 11")
        )
        assert "**1/45 buổi** (0P, 1K), 1 đang xác minh" in "".join(await play.say("ht", "/chuyencan 6A quá 0 buổi"))
        child = "".join(await play.say("mẹ A", "/con"))
        assert "sáng đang xác minh" in child
        assert "nghỉ 1 buổi, trong đó 1 buổi chưa có phép, 1 đang xác minh" in child
        await play.say("gvcn", "/comat 6A Nguyễn Văn A")
        assert "đang xác minh" not in "".join(await play.say("ht", "/hocsinh Nguyễn Văn A"))
