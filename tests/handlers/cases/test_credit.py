"""Proof for commendation is counted from events; everybody reads the own, the leadership all."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on
from tests.papers.templates.test_templates import text_of

pytestmark = pytest.mark.anyio


async def a_week(play: Play) -> None:
    """Bình is visited and comes back, A Thút is visited and does not; a report in time, one late."""
    for name in ("Hồ Văn Bình", "A Thút", "Lê Thị Sáng"):
        await ask(play, "gvcn", f"/ca mở 6A {name}: hay nghỉ")
    await ask(play, "gvcn", "/vang 6A Hồ Văn Bình, A Thút")
    await on(play, "2026-11-17 09:10")
    await ask(play, "gvcn", "/vang 6A Hồ Văn Bình, A Thút")
    await ask(play, "gvcn", "/tham 1 gặp mẹ, em đi rẫy, hứa thứ 5 đi học")
    await ask(play, "gvcn", "/tham 2 không gặp ai")
    await ask(play, "gvcn", "/tham 3 gặp mẹ, em ốm, hứa thứ 5 đi học")
    await play.say("pht", "/ca đóng 3 nhầm")
    await on(play, "2026-11-18 07:10")
    await ask(play, "tpt", "/vang 6A A Thút")
    await play.clock_to("2026-11-18 12:00")


async def test_visits_returns_and_reports_in_time_by_person_class_and_place_with_the_rule(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await a_week(play)
        play.new("ht")
        said = await ask(play, "ht", "/thanhtich")
        assert "đến nhà 2 lần, 1 em trở lại lớp sau khi được thăm; báo đúng giờ 2/3 buổi." in said
        assert "• Phạm Thu Hà: đến nhà 2 lần, 1 em trở lại; báo đúng giờ 1/2 buổi" in said
        assert "• Tạ Quang Minh: đến nhà 0 lần, 0 em trở lại; báo đúng giờ 1/1 buổi" in said
        assert "không muộn hơn 07:30 (sáng)" in said
        assert "Bình" not in said, "no child is named"
        (file,) = play.seen("ht")[-1].files
        paper = Document(BytesIO(file.content))
        people, classes, places = ([[c.text for c in row.cells] for row in t.rows] for t in paper.tables[1:-1])
        assert people[1] == ["1", "Phạm Thu Hà", "2", "1", "2", "1"]
        assert ["6A", "2", "1", "3", "2"] in classes
        assert places[-2:] == [["Thôn 4", "1", "1", "0"], ["Tu Ro - Thôn 4", "1", "1", "0"]]
        assert "không xếp hạng học sinh" in text_of(paper)


async def test_others_read_the_own_and_days_can_be_asked_for(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await a_week(play)
        for phone in ("gvcn", "gvcn6b", "ht"):
            play.new(phone)
        mine = await ask(play, "gvcn", "/thanhtich")
        assert "đến nhà 2 lần, 1 em trở lại" in mine
        assert "Tạ Quang Minh" not in mine
        assert not play.seen("gvcn")[-1].files
        assert "chưa ghi nhận việc nào" in await ask(play, "gvcn6b", "/thanhtich")
        assert "báo đúng giờ 0/1 buổi" in await ask(play, "gvcn", "/thanhtich 17/11")
