"""Pupils who need help: a tutoring list with its days, and buddies, beside the attendance they are for."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio


async def test_a_list_is_kept_its_days_are_marked_and_the_pupils_card_shows_it(database_url: str) -> None:
    async with playing(url=database_url) as play:
        said = await ask(play, "gvcn", "/phudao 6A thêm Bình, Sáng môn Toán")
        assert said == "**Đã ghi**: Hồ Văn Bình và Lê Thị Sáng vào danh sách phụ đạo (Toán)."
        said = await ask(play, "bộ môn", "/phudao 6A vắng Bình")
        assert said == "**Đã ghi**: phụ đạo Toán thứ Hai 16/11: dự 1/2 em.\nVắng: Hồ Văn Bình"
        assert (await ask(play, "gvcn", "/phudao")).splitlines() == [
            "**Phụ đạo, lớp 6A**",
            "Toán:",
            "• Hồ Văn Bình: dự 0/1 buổi",
            "• Lê Thị Sáng: dự 1/1 buổi",
        ]
        assert "Phụ đạo Toán: dự 0/1 buổi" in await ask(play, "gvcn", "/hocsinh Bình 6A")
        await play.say("gvcn", "/du 6A")
        assert "Phụ đạo: Toán 2 em, dự 1/2 buổi" in await ask(play, "gvcn", "/baocao 6A tuần này")
        assert "không có trong danh sách phụ đạo" in await ask(play, "gvcn", "/phudao 6A vắng A Thút môn Toán")
        await ask(play, "gvcn", "/phudao 6A bớt Bình môn toan")
        assert "Phụ đạo" not in await ask(play, "gvcn", "/hocsinh Bình 6A")


async def test_buddies_stand_on_both_cards_until_they_end(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert await ask(play, "gvcn", "/doiban 6A Sáng kèm Bình") == "**Đã ghi**: Lê Thị Sáng giúp Hồ Văn Bình."
        assert "Đôi bạn cùng tiến: được Lê Thị Sáng giúp" in await ask(play, "gvcn", "/hocsinh Bình 6A")
        assert "Đôi bạn cùng tiến: giúp Hồ Văn Bình" in await ask(play, "gvcn", "/hocsinh Sáng 6A")
        await ask(play, "gvcn", "/doiban")
        await play.press("gvcn", "Thôi: Lê Thị Sáng")
        assert "Đôi bạn" not in await ask(play, "gvcn", "/hocsinh Sáng 6A")


async def test_who_is_not_sure_is_asked_back_and_others_change_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "có thể là Hồ Thị Lan (2) và Đinh Văn Lan (3)" in await ask(play, "gvcn", "/phudao 6A thêm Lan môn Văn")
        assert "không có em “Xa Lạ”" in await ask(play, "gvcn", "/doiban 6A Bình kèm Xa Lạ")
        assert "do thầy/cô chủ nhiệm" in await ask(play, "bộ môn", "/phudao 6A thêm Bình")
        assert "chỉ xem được lớp mình" in await ask(play, "gvcn6b", "/phudao 6A")
