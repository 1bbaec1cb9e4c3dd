"""What sponsors, heads of groups and the leadership see and write."""

from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from models import People, Roles, SponsorNotes
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.handlers.sponsors.sponsored import SECRET, kept, live, sponsored
from tests.jobs.checks import heard, school_day

pytestmark = pytest.mark.anyio


async def test_the_reasons_are_chosen_by_buttons_and_a_second_tap_takes_one_away(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/dodau thêm 6A Nguyen Van A")
        await play.press("gvcn", "Khó khăn về kinh tế")
        (answer,) = await play.press("gvcn", "nguy cơ bỏ học")
        assert "Diện: khó khăn về kinh tế, gia cảnh và có nguy cơ bỏ học" in answer
        (answer,) = await play.press("gvcn", "Khó khăn về kinh tế")
        assert "Diện: có nguy cơ bỏ học" in answer


async def test_a_sponsor_sees_the_own_pupils_figures_and_last_note(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await school_day(play, "2026-11-16 07:45", "/vang 6A Nguyễn Văn A")
        await play.say("bộ môn", "/dodau ghi chú 6A Nguyễn Văn A: tiến bộ, đi học đều hơn")
        answer = await ask(play, "bộ môn", "/dodau")
        assert "**Nguyễn Văn A**, 6A: hai tuần qua nghỉ 1 buổi" in answer
        assert "từ đầu năm 1 buổi (1K)" in answer
        assert "11/2026: tiến bộ – “đi học đều hơn”" in answer


async def test_the_leadership_sees_the_list_by_class_with_gaps_and_who_follows_how_many(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await sponsored(play, "cô Yên", pupil="Hồ Văn Bình")
        await play.say("gvcn6b", "/dodau thêm 6B Đinh Thị Mai")
        answer = await ask(play, "ht", "/dodau")
        assert "Học sinh cần giúp đỡ: 3 em**, chưa có người đỡ đầu: 1 em" in answer
        assert "**6B**\n• Đinh Thị Mai: **chưa có người đỡ đầu**" in answer
        assert "Cao Thị Yên 2" in answer
        assert "Chưa nhận em nào (8 người)" in answer
        assert {"6A", "6B"} <= set(play.labels("ht"))


async def test_a_note_by_buttons_and_words_is_one_note_of_the_month(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        assert "Tháng này các em thế nào" in await ask(play, "bộ môn", "/dodau ghi chú")
        (first,) = await play.press("bộ môn", "Tiến bộ")
        assert "11/2026: tiến bộ" in first
        second = await ask(play, "bộ môn", "/dodau ghi chú 6A Nguyễn Văn A: hay giúp bạn")
        assert "11/2026: tiến bộ – “hay giúp bạn”" in second
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count(SponsorNotes.id))) == 1
        assert "đã ghi nhận đủ" in await ask(play, "bộ môn", "/dodau ghi chú")
        assert "không đỡ đầu" in await ask(play, "gvcn", "/dodau ghi chú 6A Nguyễn Văn A: tiến bộ")


async def test_words_typed_right_after_the_tap_belong_to_the_note(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await play.say("bộ môn", "/dodau ghi chú")
        await play.press("bộ môn", "Cần quan tâm thêm")
        assert "11/2026: cần quan tâm thêm – “em hay buồn, nhà xa”" in await ask(play, "bộ môn", "em hay buồn, nhà xa")
        assert "không có gì ạ" in await ask(play, "bộ môn", "cảm ơn nhà trường"), "only once"


async def test_the_head_of_a_group_sees_its_members_pupils_and_no_circumstances(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await sponsored(play, "thầy Tám", pupil="Hồ Văn Bình")
        await play.say("pht", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        await head_of(play, "Vũ Đức Long", "Tự nhiên", "Cao Thị Yên")
        answer = await ask(play, "gvcn6b", "/dodau tổ")
        assert "Nguyễn Văn A: Cao Thị Yên (6A)" in answer
        assert "Bình" not in answer
        assert SECRET not in answer
        await play.say("gvcn6b", "/dodau")
        assert "Tổ của tôi" in play.labels("gvcn6b")
        assert "dành cho tổ trưởng" in await ask(play, "bộ môn", "/dodau tổ")
        assert "tổ nào" in await ask(play, "pht", "/dodau tổ")
        (answer,) = await play.press("pht", "Tự nhiên")
        assert "Nguyễn Văn A: Cao Thị Yên (6A)" in answer


async def head_of(play: Play, head: str, group: str, *members: str) -> None:
    async with play.app.database.write() as session:
        everybody = update(People).where(People.full_name.in_([head, *members]))
        await session.execute(everybody.values(group_name=group))
        person = await session.scalar(select(People.id).where(People.full_name == head))
        values = {"school_id": play.school_id, "person_id": person, "name": "group_head", "starts": play.now.date()}
        await session.execute(insert(Roles).values(values))


async def test_taken_off_the_list_the_pupil_has_no_sponsor_and_no_circumstances_any_more(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await sponsored(play, "cô Yên")
        await play.say("pht", f"/dodau hoàn cảnh 6A Nguyễn Văn A: {SECRET}")
        await ask(play, "gvcn", "/dodau ra khỏi 6A Nguyễn Văn A")
        assert "thôi đỡ đầu" in heard(play)["bộ môn"]
        assert await kept(play) == [None]
        assert await live(play) == []


async def test_a_name_that_begins_like_a_word_of_the_command_is_still_a_name(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "Không có em nào tên “Tổ Thị Hoa”" in await ask(play, "gvcn", "/dodau Tổ Thị Hoa")
