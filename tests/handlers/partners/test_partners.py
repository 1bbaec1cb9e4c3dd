"""Hội Phụ nữ goes along to a family: asked by a leader, told the name and the place, answering with one tap."""

from pathlib import Path

import pytest

from tests.conversation import Play, playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio


async def _linked(play: Play) -> None:
    invited = await ask(play, "pht", "/doitac Hội Phụ nữ: Hồ Thị Xuân 0912 345 678")
    code = invited.rpartition("lienket ")[2].split()[0]
    await play.say("phụ nữ", f"/lienket {code}")


async def test_a_partner_is_asked_without_a_cause_and_the_tap_lands_on_the_case(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _linked(play)
        await play.say("gvcn", "/ca mở 6A Nguyễn Văn A: bố mẹ ly hôn")
        await play.say("pht", "/ca 1")
        await play.press("pht", "Nhờ đối tác cùng đến")
        assert play.labels("pht") == ["Hội Phụ nữ: Hồ Thị Xuân"]
        await play.press("pht", "Hồ Thị Xuân")
        letter = play.shown("phụ nữ")
        assert "• Gia đình em Nguyễn Văn A, Takta - Thôn 3, cùng thầy/cô Phạm Thu Hà" in letter
        assert "ly hôn" not in letter
        assert "6A" not in letter, "nor class, days and history"
        await play.press("phụ nữ", "Đã đến")
        assert "Hồ Thị Xuân trả lời: “Đã đến, đã gặp gia đình”" in (await play.say("gvcn", "/ca 1"))[-1]
        assert "không có quyền" in (await play.say("phụ nữ", "/ca 1"))[0]


async def test_what_a_partner_writes_reaches_the_school_with_a_tap_and_a_question_is_answered(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _linked(play)
        await play.say("gvcn", "/ca mở 6A Nguyễn Văn A: bố mẹ ly hôn")
        await play.say("pht", "/doitac nhờ #1")
        await play.press("pht", "Hồ Thị Xuân")
        play.new("phụ nữ")
        asked = await ask(play, "phụ nữ", "nhà cháu ở đâu")
        assert "Takta - Thôn 3, cùng thầy/cô Phạm Thu Hà 0900 000 002" in asked
        assert "ly hôn" not in asked
        assert "Chưa chuyển đi" in await ask(play, "phụ nữ", "chưa gặp được ai, nhà đi rẫy")
        await play.press("phụ nữ", "Chưa gặp")
        assert ": chưa gặp được ai, nhà đi rẫy”" in (await play.say("gvcn", "/ca 1"))[-1]


async def test_whose_link_has_ended_or_whose_case_is_closed_answers_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await _linked(play)
        await play.say("gvcn", "/ca mở 6A Nguyễn Văn A: hay nghỉ")
        await play.say("pht", "/doitac nhờ #1")
        await play.press("pht", "Hồ Thị Xuân")
        await play.say("pht", "/ca đóng 1 nhầm")
        assert (await play.press("phụ nữ", "Chưa gặp"))[-1] == "Việc này đã xong, cảm ơn anh/chị."
        await play.say("pht", "/doitac")
        await play.press("pht", "Thôi: Hồ Thị Xuân")
        assert "không có nhiệm vụ nào" in (await play.press("phụ nữ", "Đã đến"))[0]


async def test_what_is_no_body_and_no_name_is_asked_back_and_teachers_link_nobody(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for words in ("Xuân", "Hội Phụ nữ", "Câu lạc bộ: Hồ Thị Xuân"):
            assert "Xin ghi đơn vị" in await ask(play, "pht", f"/doitac {words}")
        assert "không có quyền" in await ask(play, "gvcn", "/doitac Hội Phụ nữ: Hồ Thị Xuân")
