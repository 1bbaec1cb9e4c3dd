"""Without money: the words and the Zalo chat for a teacher's own phone, the tick, and the list on paper."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import func, select

from models import Audit, Calls
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio

BINH = "Hồ Văn Bình"


async def read(play: Play) -> int:
    async with play.app.database.read() as session:
        return await session.scalar(select(func.count()).where(Audit.kind == "phone.read")) or 0


async def at_the_card(play: Play) -> None:
    await play.say("gvcn", f"/vang 6A {BINH}")
    await play.clock_to("07:50")
    await play.say("gvcn", "/goi")
    await play.press("gvcn", BINH)


async def test_the_words_are_copied_the_chat_is_opened_and_the_tick_is_kept(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await at_the_card(play)
        await play.press("gvcn", "Nhắn Zalo")
        words, how = play.channel.seen["gvcn"][-2:]
        assert words.copied
        assert not words.buttons
        assert "Bình" in words.text
        assert "vắng sáng thứ Hai 16/11" in words.text
        assert "0900 000 002" in words.text
        assert "chạm" not in words.text, "who gets it on Zalo has nothing to tap"
        assert how.links == (("Zalo của mẹ Mẹ Hồ Văn Bình", "https://zalo.me/84910000004"),)
        assert await read(play) == 1
        (said,) = await play.press("gvcn", "Tôi gửi Zalo xong")
        assert "có tin Zalo" in said
        async with play.app.database.read() as session:
            assert list(await session.scalars(select(Calls.result))) == ["forwarded"]
        assert "có tin Zalo" in "".join(await play.say("gvcn", "/goi"))


async def test_what_was_forwarded_is_no_call_in_vain(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for day in ("2026-11-16", "2026-11-17"):
            await play.morning(day)
            await at_the_card(play)
            await play.press("gvcn", "Nhắn Zalo")
            await play.press("gvcn", "Tôi gửi Zalo xong")
        play.new("nóc2")
        await play.morning("2026-11-18")
        assert not any("nhờ" in text.lower() for text in play.new("nóc2"))


async def test_the_list_is_printed_with_numbers_and_every_reading_is_kept(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", f"/vang 6A {BINH}, Lê Thị Sáng, Nguyễn Văn A")
        await play.clock_to("07:50")
        await play.say("gvcn", "/goi in")
        (file,) = play.channel.seen["gvcn"][-1].files
        rows = [[cell.text for cell in row.cells] for row in Document(BytesIO(file.content)).tables[0].rows[1:]]
        assert [row[0] for row in rows] == [f"{BINH}, 6A", "Lê Thị Sáng, 6A"]
        assert "0910 000 004" in rows[0][2]
        assert await read(play) == 2
        await play.say("gvcn", "/goi")
        await play.press("gvcn", "In danh sách")
        assert play.channel.seen["gvcn"][-1].files


@pytest.mark.parametrize("phone", ["gvcn6b", "bộ môn", "nóc2", "mẹ A", "admin", "lạ"])
async def test_numbers_and_words_are_for_the_own_teacher_and_the_leadership(tmp_path: Path, phone: str) -> None:
    async with playing(tmp_path) as play:
        await at_the_card(play)
        pupil = await play.pupil(BINH)
        for words in (f"/goi #p{pupil} zalo", f"/goi #p{pupil} danhan", "/goi in"):
            await play.say(phone, words)
            shown = play.channel.seen[phone][-1] if play.channel.seen[phone] else None
            assert not shown or (not shown.links and not shown.files)
        assert await read(play) == 0
