"""What the turn of the year hands over and tells: open cases, minutes, last year's sponsors."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from msgspec.structs import replace
from sqlalchemy import select, update

from bot.engine.post.outbox import Origin, store
from jobs.sponsors.last_year import last_years_sponsors
from models import Classes, Handovers, Roles
from models.people.askers import schools
from models.people.movements import Told, leave, put_on_list
from models.shapes.message import Round
from papers.roster.applying.everything import apply_roster
from rules.people.movements import Movement, leaving_of
from tests.bot.cli.turning_years import FIRST_DAY, NEW, SUMMER, grades, lists, open_case, the_letter_leaves, turned
from tests.conversation import ZONE, Play, playing
from tests.handlers.reported_days import missed_before
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard, tidied
from tests.small_school import PUPILS_6A

pytestmark = pytest.mark.anyio


async def test_open_cases_go_to_the_new_teacher_as_one_letter_taken_over_with_a_tap(
    database_url: str, tmp_path: Path
) -> None:
    """Seed 000 IV.2: an itemised hand-over of the pupils to the next class."""
    async with playing(url=database_url) as play:
        await missed_before(play, "Hồ Thị Lan", 31)
        await missed_before(play, "A Thút", 5)
        await open_case(play, "Nguyễn Văn A")
        code, said = await turned(play, tmp_path)
        assert code == 0
        assert "Hồ sơ đang mở chuyển theo lớp mới: 1" in said
        assert "bàn giao cho GVCN mới kèm điều cần biết: 2" in said
        await on(play, FIRST_DAY)
        heard(play)
        await the_letter_leaves(play)
        told = heard(play)
        assert told.keys() == {"gvcn", "gvcn6b"}, "every class is handed over"
        assert "Không có gì cần lưu ý thêm: 3 em." in told["gvcn6b"]
        assert "Không có gì cần lưu ý thêm: 6 em." in told["gvcn"]
        assert "1. Nguyễn Văn A (từ lớp 6A): hồ sơ 1 mở từ 20/05, hạn đến nhà: thứ Ba 07/09" in told["gvcn"]
        assert "2. Hồ Thị Lan (từ lớp 6A): năm trước nghỉ 31/45 buổi" in told["gvcn"]
        assert "Thút" not in told["gvcn"]
        assert "chưa nhận" in await ask(play, "pht", "/bangiao")
        assert "Chỉ GVCN" in await ask(play, "gvcn6b", await _button(play))
        await play.press("gvcn", "Đã nhận bàn giao 7A")
        assert "7A: 8 em, đã nhận" in await ask(play, "pht", "/bangiao")
        assert "Nguyễn Văn A" in await ask(play, "gvcn", "/viec")
        await the_letter_leaves(play)
        assert heard(play) == {}


async def test_the_minutes_of_a_class_are_for_both_teachers_to_sign_and_name_every_pupil(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await open_case(play, "Nguyễn Văn A")
        gone = Told(school_id=play.school_id, day=date(2027, 3, 12))
        async with play.app.database.write() as session:
            await leave(session, gone, await play.pupil("A Thút"), Movement.TRANSFERRED)
        await turned(play, tmp_path)
        async with play.app.database.write() as session:
            new = select(Roles.id).join(Classes, Classes.id == Roles.class_id)
            mine = await session.scalar(new.where(Classes.name == "7A", Roles.name == "homeroom"))
            await session.execute(
                update(Roles).where(Roles.id == mine).values(person_id=await play.person("Cao Thị Yên"))
            )
        await on(play, FIRST_DAY)
        await ask(play, "bộ môn", "/bangiao")
        await play.press("bộ môn", "Biên bản bàn giao 7A")
        (file,) = play.seen("bộ môn")[-1].files
        document = Document(BytesIO(file.content))
        cells = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
        assert [row[1] for row in cells[1:]] == [one[0] for one in PUPILS_6A if one[0] != "A Thút"]
        assert "hồ sơ 1 mở từ 20/05" in cells[1][4]
        signed = "".join(cell.text for cell in document.tables[-1].rows[0].cells)
        assert "Phạm Thu Hà" in signed
        assert "Cao Thị Yên" in signed
        assert any("A Thút (chuyển trường, 12/03)" in one.text for one in document.paragraphs)
        async with play.app.database.read() as session:
            number = await session.scalar(select(Classes.id).where(Classes.name == "7A"))
        assert "Chỉ GVCN" in await ask(play, "gvcn6b", f"/bangiao bienban {number}")
        await ask(play, "pht", f"/bangiao bienban {number}")
        assert play.seen("pht")[-1].files


@pytest.mark.parametrize("state", ["Thôi học", "Chuyển đi"])
async def test_who_dropped_out_is_named_at_the_turn_however_that_was_said(tmp_path: Path, state: str) -> None:
    """By an import, by a typed line or in a case: whoever transferred is none of them, and who came back neither."""
    async with playing(tmp_path) as play:
        for name, how in (("A Thút", leaving_of(state)), ("Hồ Thị Lan", Movement.DROPPED)):
            told = Told(school_id=play.school_id, day=date(2027, 3, 12))
            async with play.app.database.write() as session:
                await leave(session, told, await play.pupil(name), how)
        async with play.app.database.write() as session:
            six_a = await session.scalar(select(Classes.id).where(Classes.name == "6A")) or 0
            back = Told(school_id=play.school_id, day=date(2027, 4, 12))
            await put_on_list(session, back, await play.pupil("Hồ Thị Lan"), six_a)
        _code, said = await turned(play, tmp_path)
        assert ("Đã thôi học, không xếp lớp mới: A Thút (6A)" in said) is (state == "Thôi học"), said
        assert "Lan (6A)" not in said


async def test_who_only_ended_a_class_of_last_year_is_not_asked_about_when_a_list_names_him(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=grades("9A", "6B")) as play:
        await turned(play, tmp_path)
        roster = replace(grades("9A", "7B"), staff=[])
        async with play.app.database.write() as session:
            repeats = [one for one in roster.pupils if one.full_name == "Nguyễn Văn A"]
            repeats += [one for one in roster.pupils if one.class_name == "7B"]
            changes = await apply_roster(
                session, play.school_id, replace(roster, pupils=repeats), date(2027, 9, 1), bring_back=False
            )
            assert changes.returning == []
        assert (await lists(play, NEW))["9A"] == ["Nguyễn Văn A"]


async def test_last_year_is_read_in_every_summary(tmp_path: Path) -> None:
    """Its classes, its days, its movements: in the summer, and when the new year has begun with 6A another class."""
    async with playing(tmp_path) as play:
        await play.say("gvcn", "/vang 6A Hồ Thị Lan, A Thút")
        play.app.now.move_to(datetime(2027, 6, 10, 7, tzinfo=ZONE))
        heard(play)
        assert "2/8" in await ask(play, "pht", "/baocao năm")
        assert "2/8" in await ask(play, "pht", "/baocao")
        for plain in ("báo cáo năm ngoái", "biến động năm ngoái", "chỉ tiêu năm ngoái đạt không", "biến động tháng 11"):
            assert "2026-2027" in await ask(play, "pht", plain), plain
        assert "chưa có danh sách lớp" in await ask(play, "gvcn", "6A vắng Lan")
        await turned(play, tmp_path)
        await on(play, FIRST_DAY)
        await play.say("gvcn", "/du 7A")
        heard(play)
        for words in ("năm học trước", "năm ngoái", "2026-2027", "năm học 2026-27", "tháng 11 năm ngoái"):
            said = await ask(play, "pht", f"/baocao {words}")
            assert "2/8" in said, words
            assert "2026-2027" in said
        assert "2/8" in await ask(play, "pht", "/baocao 6A năm học trước")
        await ask(play, "pht", "/baocao năm ngoái")
        assert "6A: 2/8" in (await play.press("pht", "Theo lớp"))[0]
        assert "2026-2027" in await ask(play, "pht", "/biendong năm ngoái")
        assert "2026-2027" in await ask(play, "pht", "biến động năm ngoái")
        assert "2026-2027" in await ask(play, "pht", "chỉ tiêu năm ngoái đạt không")
        assert "2025-2026" not in await ask(play, "pht", "/baocao 2025-2026")
        assert "2/8" not in await ask(play, "pht", "/baocao 7A")


async def test_last_years_sponsors_are_offered_and_go_on_with_one_tap(database_url: str, tmp_path: Path) -> None:
    """The night after the last day ends them all; of who is gone nobody is offered, and once begun they are no more."""
    async with playing(url=database_url) as play:
        await play.say("pht", "/dodau 6A Nguyen Van A: cô Yên, thầy Tám (hỗ trợ)")
        await play.say("pht", f"/dodau diện 6A Nguyen Van A: {'hoàn cảnh khó khăn'}")
        await play.say("pht", "/dodau 6A Hồ Thị Lan: cô Nga")
        await play.say("pht", "/dodau 6A A Thút: cô Nga")
        await tidied(play, SUMMER)
        gone = Told(school_id=play.school_id, day=date(2027, 5, 12))
        async with play.app.database.write() as session:
            await leave(session, gone, await play.pupil("A Thút"), Movement.TRANSFERRED)
        await turned(play, tmp_path)
        await on(play, FIRST_DAY)
        heard(play)
        async with play.app.database.write() as session:
            chosen, now = await schools(session), play.app.now()
            said = await last_years_sponsors(Round(now=now, day=play.now.date(), schools=chosen), session)
            await store(session, [(Origin(now), said)], chosen, now)
        await play.app.settle()
        letters = heard(play)
        assert letters.keys() == {"pht", "ht"}
        assert "Nguyễn Văn A (7A): Bùi Văn Tám (hỗ trợ)" in letters["pht"]
        assert "Hồ Thị Lan (7A): Đỗ Thị Nga" in letters["pht"]
        assert "Thút" not in letters["pht"]
        assert "Năm trước không có" in await ask(play, "gvcn6b", "/dodau năm trước")
        assert "Hồ Thị Lan" in await ask(play, "gvcn", "/dodau năm trước")
        (done,) = await play.press("gvcn", "Hồ Thị Lan")
        assert "Đỗ Thị Nga" in done
        assert "Nhà trường nhờ" in heard(play)["nóc"]
        (done,) = await play.press("pht", "Tiếp tục tất cả")
        assert "Nguyễn Văn A" in done
        assert "Lan" not in done
        told = heard(play)
        assert told.keys() == {"bộ môn", "nóc2"}
        assert "Nguyễn Văn A (7A)" in await ask(play, "bộ môn", "/dodau") or "Nguyễn Văn A" in play.shown("bộ môn")
        assert "Năm trước không có" in await ask(play, "pht", "/dodau năm trước")
        assert "Năm trước không có" in await ask(play, "pht", "/dodau tiếp tục")
        await tidied(play, play.app.now() + timedelta(days=1))
        assert "Nguyễn Văn A" in await ask(play, "bộ môn", "/dodau")


async def _button(play: Play) -> str:
    async with play.app.database.read() as session:
        seventh = select(Handovers.to_class_id).join(Classes, Classes.id == Handovers.to_class_id)
        return f"/bangiao nhan {await session.scalar(seventh.where(Classes.key == '7A'))}"
