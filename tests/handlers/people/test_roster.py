"""The administrator sends the roster workbook in the chat."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from locales import N_
from papers.roster.applying.changes import COMES, GONE, Change, Changes, Field, in_short, summary
from papers.roster.sample import write_sample
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio


async def _send(play: Play, phone: str, content: bytes) -> list[str]:
    play.channel.files["danh-sach.xlsx"] = content
    return await play.say(phone, "", file="danh-sach.xlsx")


async def test_a_workbook_is_shown_first_and_applied_only_after_the_tap(tmp_path: Path) -> None:
    write_sample(tmp_path / "mau.xlsx")
    async with playing(tmp_path) as play:
        (asked,) = await _send(play, "admin", (tmp_path / "mau.xlsx").read_bytes())
        (preview,) = await play.press("admin", "Không, đây là nơi mới")
        before = await play.pupil("Hồ Văn An")
        (question,) = await play.press("admin", "Thực hiện")
        (done,) = await play.press("admin", "cho ra khỏi danh sách")

        assert "Đã đọc: 160 học sinh" in asked
        assert "“Long Tro - Thôn 4” (" in asked
        assert "có phải cùng một nơi với Long Tro - Thôn 3 không" in asked
        assert "**Tóm tắt về học sinh**: 160 em vào và 11 em ra." in preview
        assert "Không còn trong danh sách" in preview
        assert before == 0
        assert "Không còn trong danh sách lớp 6A (8 em): Nguyễn Văn A," in question
        assert "Đã xong" in done
        assert await play.pupil("Hồ Văn An") > 0


async def test_a_file_that_is_no_workbook_gets_one_clear_sentence(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        (answer,) = await _send(play, "admin", b"<html><p>6A</p></html>")

        assert "Excel" in answer
        assert play.labels("admin") == []


async def test_only_an_administrator_may_send_a_roster(tmp_path: Path) -> None:
    write_sample(tmp_path / "mau.xlsx")
    async with playing(tmp_path) as play:
        await _send(play, "gvcn", (tmp_path / "mau.xlsx").read_bytes())

        assert play.labels("gvcn") == []
        assert await play.pupil("Hồ Văn An") == 0


async def test_another_chat_cannot_apply_what_the_administrator_sent(tmp_path: Path) -> None:
    write_sample(tmp_path / "mau.xlsx")
    async with playing(tmp_path) as play:
        await _send(play, "admin", (tmp_path / "mau.xlsx").read_bytes())
        await play.say("gvcn", "/nhapdanhsach 1")

        assert await play.pupil("Hồ Văn An") == 0


async def test_a_photograph_of_a_list_is_answered_with_what_to_send(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.channel.files["danh-sach.jpg"] = b"\xff\xd8\xff"
        (answer,) = await play.say("admin", "", file="danh-sach.jpg")

        assert "ảnh chụp danh sách" in answer


def test_who_comes_and_goes_is_read_first_and_by_name() -> None:
    put_right = Change(N_("pupil {name}: {what} changed"), {"name": "Bình (6A)"}, (Field("code", "", "49"),))
    others = [replace(put_right, params={"name": f"Em {number} (6A)"}) for number in range(8)]
    come = [Change(COMES, {"name": f"Mới {number} (6B)", "klass": "6B"}) for number in range(21)]
    gone = Change(GONE, {"name": "Lan", "old": "6A", "state": "chuyển trường"})
    lines = summary([put_right, *others, gone, *come])
    assert "6B: Mới 0, Mới 1, " in lines[0]
    assert "Mới 20" in lines[0]
    assert "Lan" in lines[1]
    assert lines[-1].endswith("Em 4 (6A), Em 5 (6A), Em 6 (6A), Em 7 (6A)")
    assert in_short(Changes([put_right, *others, gone, *come]))
    assert not in_short(Changes([gone]))
