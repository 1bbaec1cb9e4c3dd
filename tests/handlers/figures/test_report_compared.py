"""Days held against other days, parts of the school side by side; targets and files asked for in plain words."""

from pathlib import Path

import pytest

from tests.handlers.figures.test_report_asked import BOARDERS, TAKTA, school
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio

COMPARED = {
    ("Toàn trường", "tháng 11/2026", "tháng 10/2026"): [
        "tháng này so với tháng trước",
        "so sánh tháng này với tháng trước",
        "so với tháng trước",
        "so sánh chuyên cần tháng 10 và tháng 11",
        "tháng 11 so với tháng 10 tăng hay giảm",
    ],
    ("Toàn trường", "từ 16/11 đến 18/11", "từ 09/11 đến 15/11"): [
        "tuần này so với tuần trước",
        "so sánh tuần trước, tuần này",
    ],
    ("Toàn trường", "thứ Tư 18/11", "thứ Ba 17/11"): ["hôm nay so với hôm qua", "so sánh 17/11 với 18/11"],
    ("Toàn trường", "tháng 11/2026", "từ 01/10 đến 18/10"): [
        "cùng kỳ tháng trước",
        "tháng này so với cùng kỳ tháng trước",
    ],
    ("Khối 6 và 7", "tháng 11/2026", "tháng 10/2026"): ["so sánh khối 6 và khối 7 tháng 11 với tháng 10"],
    ("6A", "từ 16/11 đến 18/11", "từ 09/11 đến 15/11"): ["6A tuần này so với tuần trước"],
    (TAKTA, "tháng 11/2026", "tháng 10/2026"): ["takta tháng này so với tháng trước"],
}


async def test_days_are_held_against_other_days_and_parts_of_the_school_stand_side_by_side(tmp_path: Path) -> None:
    async with school(tmp_path) as play:
        for (whose, days, other), ways in COMPARED.items():
            for words in ways:
                said = await ask(play, "ht", f"/baocao {words}")
                assert said.splitlines()[0] == f"**{whose}: {days} so với {other}**", words
        said = await ask(play, "ht", "hôm nay so với hôm qua thế nào")
        assert "• Thứ Tư 18/11: vắng 1/8 (1K); chuyên cần 87,5%; đã báo 1/2 buổi" in said
        assert "• Thứ Ba 17/11: vắng 1/11 (1K); chuyên cần 90,9%" in said
        assert "Chuyên cần giảm 3,4 điểm phần trăm." in said
        assert "• 6A: 87,5% (1/8), so với 100,0% (0/8)" in said
        own = await ask(play, "gvcn", "tuần này so với tuần trước")
        assert own.startswith("**6A: từ 16/11 đến 18/11 so với từ 09/11 đến 15/11**")
        beside = await ask(play, "ht", "/baocao so sánh 6A với 6B tháng này")
        assert beside.startswith("**Báo cáo 6A và 6B, tháng 11/2026**")
        for words, answer in (
            ("cùng kỳ năm ngoái", "chưa có số liệu của năm học trước"),
            ("so sánh", "So với những ngày nào"),
            ("so sánh hk1 với hk2", "Những ngày đó chưa tới"),
            ("tháng 8", "31/08/2026 ở đây chưa có danh sách lớp. Các năm học đã có: 2026-2027"),
        ):
            assert answer in await ask(play, "ht", f"/baocao {words}"), words


async def test_targets_and_files_are_answered_with_targets_and_files(tmp_path: Path) -> None:
    async with school(tmp_path) as play:
        for words in ("còn được mất mấy em", "tỉ lệ bỏ học bao nhiêu", "duy trì sĩ số đạt bao nhiêu phần trăm"):
            assert (await ask(play, "ht", words)).startswith("**Chỉ tiêu"), words
        for words, whose in (
            ("in sổ theo dõi thôn 3 tháng 11", "Thôn 3"),
            ("tải sổ vắng khối 6 tháng 11", "khối 6"),
            ("gửi file bán trú tháng 11", BOARDERS),
        ):
            assert f"của {whose}, tháng 11/2026" in await ask(play, "ht", words), words
