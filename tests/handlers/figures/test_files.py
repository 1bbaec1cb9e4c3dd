"""The registers in a chat, and the day's absent by name: for who may have them."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.conversation import Play, playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio


async def _book(play: Play, phone: str, words: str) -> tuple[str, Any]:
    await ask(play, phone, words)
    (file,) = play.channel.seen[phone][-1].files
    book = load_workbook(BytesIO(file.content))
    cells = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell]
    return file.name, cells


async def test_leaders_get_every_register_and_a_homeroom_teacher_the_own_class(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A đi rẫy")
        for phone, words, name, holds in (
            ("ht", "/tep", "vang-hang-buoi-2026-11-16.xlsx", "đi rẫy"),
            ("ht", "/tep tháng", "vang-hang-buoi-2026-11.xlsx", "Nguyễn Văn A"),
            ("pht", "/tep 6A tháng 11", "so-vang-6A-2026-11.xlsx", "Nguyễn Văn A"),
            ("tpt", "/tep thôn 3 tháng", "vang-Thôn-3-2026-11.xlsx", "16/11 S"),
            ("ht", "/tep hk1", "tong-hop-2026-09-2026-11.xlsx", "6B"),
            ("gvcn", "/tep", "so-vang-6A-2026-11.xlsx", "Nguyễn Văn A"),
        ):
            found, cells = await _book(play, phone, words)
            assert found == name
            assert any(holds in cell for cell in cells), words
        await ask(play, "ht", "/baocao")
        await play.press("ht", "Tệp")
        assert play.channel.seen["ht"][-1].files
        await ask(play, "gvcn", "/lop")
        await play.press("gvcn", "Tệp")
        assert play.channel.seen["gvcn"][-1].files


async def test_by_village_each_has_a_workbook(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A")
        await play.say("ht", "gửi file excel báo cáo theo thôn tháng 11")
        names = [file.name for file in play.channel.seen["ht"][-1].files]
        assert names == ["vang-Thôn-3-2026-11.xlsx", "vang-Thôn-4-2026-11.xlsx"]


async def test_nobody_else_gets_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A")
        for phone, words in (
            ("gvcn", "/tep 6B"),
            ("gvcn", "/tep thôn 3"),
            ("gvcn", "/tep thôn"),
            *((phone, "/tep 6A") for phone in ("gvcn6b", "bộ môn", "nóc", "admin", "mẹ A", "người lạ")),
        ):
            await play.say(phone, words)
            assert not play.channel.seen[phone][-1].files, (phone, words)
        await play.say("ht", "/tep", private=False)
        assert not play.channel.seen["ht"][-1].files


async def test_the_day_names_who_is_absent_to_leaders_in_private_only(tmp_path: Path) -> None:
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await ask(play, "gvcn", "/vang 6A cả ngày Nguyễn Văn A đi rẫy, Hồ Thị Lan P")
        await ask(play, "gvcn", "/comat 6A chiều Hồ Thị Lan")
        answer = await ask(play, "ht", "/baocao")
        assert "**Học sinh vắng**" in answer
        assert "• 6A: Nguyễn Văn A (cả ngày chưa rõ phép, đi rẫy), Hồ Thị Lan (sáng P" in answer
        assert "Nguyễn Văn A" in await ask(play, "tpt", "/baocao nóc Takta")
        assert "Nguyễn Văn A" not in await ask(play, "pht", "/baocao nóc Tu Ro")
        assert "Nguyễn" not in await ask(play, "ht", "/baocao", private=False)
        assert "Nguyễn" not in await ask(play, "gvcn", "/baocao")
