"""The turn of the school year: classes go up once, all or nothing, and nobody's open case is lost on the way."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select, text, update
from xlsxwriter import Workbook

from models import Cases, Classes, Enrolments, Handovers, Roles, Years
from tests.bot.cli.turning_years import FIRST_DAY, NEW, SUMMER, grades, lists, the_letter_leaves, turned
from tests.conversation import Play, playing
from tests.handlers.reported_days import missed_before
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio


async def everything(play: Play) -> dict[str, int]:
    async with play.app.database.read() as session:
        tables = (Years, Classes, Enrolments, Roles, Handovers, Cases)
        return {
            table.__tablename__: await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
        }


async def test_classes_go_up_with_their_pupils_and_twice_changes_nothing(database_url: str, tmp_path: Path) -> None:
    async with playing(url=database_url) as play:
        before = await lists(play, date(2027, 5, 31))
        code, said = await turned(play, tmp_path)
        assert code == 0
        assert "6A lên 7A: 8 em" in said
        assert "GVCN theo lớp lên: 2" in said
        after = await lists(play, NEW)
        assert after == {"7A": before["6A"], "7B": before["6B"]}
        assert await lists(play, date(2027, 8, 20)) == before, "until then everything is as it was"
        whole = await everything(play)
        code, said = await turned(play, tmp_path)
        assert (code, await everything(play)) == (0, whole)
        assert "không có gì thay đổi" in said


async def test_a_dry_run_and_a_question_without_an_answer_change_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        whole = await everything(play)
        code, said = await turned(play, tmp_path, dry_run=True, yes=False)
        assert (code, await everything(play)) == (0, whole)
        assert "6A lên 7A" in said
        code, said = await turned(play, tmp_path, yes=False)
        assert (code, await everything(play)) == (2, whole)
        assert "--yes" in said
        assert not (tmp_path / "ra-lop.xlsx").exists()


async def test_the_first_school_day_of_the_new_year_is_the_new_classes_own(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await missed_before(play, "Nguyễn Văn A", 12)
        await turned(play, tmp_path)
        await on(play, FIRST_DAY)
        answer = await ask(play, "gvcn", "/vang Nguyễn Văn A")
        assert "7A" in answer
        assert "6A" not in answer
        assert "đã nghỉ 1/45 buổi" in await ask(play, "ht", "/hocsinh Nguyễn Văn A"), "the meter begins anew"
        async with play.app.database.read() as session:
            held = text("SELECT count(*) FROM class_parts WHERE day = '2027-09-06'")
            assert await session.scalar(held) == 2, "the old classes hold nothing any more"


async def test_primary_and_lower_secondary_leavers_are_on_no_list_and_in_the_workbook(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=grades("5A", "9B")) as play:
        code, said = await turned(play, tmp_path)
        assert code == 0
        assert "5A ra trường hoặc chuyển cấp: 8 em" in said
        assert "trường nhận vào lớp 6" in said
        assert await lists(play, NEW) == {}
        assert await lists(play, date(2027, 6, 1)) == {}
        book = load_workbook(tmp_path / "ra-lop.xlsx")
        assert book.sheetnames == ["Hết lớp 5", "Hết lớp 9"]
        first = [cell.value for cell in book["Hết lớp 5"][2]]
        assert first[1:6] == ["6A01", "Nguyễn Văn A", "01/01/2015", "5A", "Takta - Thôn 3"]


@pytest.mark.parametrize("name", ["ở lại.csv", "ở lại.xlsx"])
async def test_who_repeats_the_year_stays_in_a_class_of_the_same_name(tmp_path: Path, name: str) -> None:
    async with playing(tmp_path) as play:
        _write_list(tmp_path / name, [("Hồ Văn Bình", "6A")])
        code, said = await turned(play, tmp_path, held_back=tmp_path / name)
        assert code == 0, said
        assert "Ở lại lớp (1 em): Hồ Văn Bình (6A)" in said
        after = await lists(play, NEW)
        assert after["6A"] == ["Hồ Văn Bình"]
        assert "Hồ Văn Bình" not in after["7A"]
        assert len(after["7A"]) == 7
        await on(play, FIRST_DAY)
        await play.say("admin", "/doichunhiem 6A Cao Thị Yên")
        await play.press("admin", "Thực hiện")
        heard(play)
        await the_letter_leaves(play)
        assert "1. Hồ Văn Bình (từ lớp 6A): ở lại lớp" in heard(play)["bộ môn"]


def _write_list(path: Path, rows: list[tuple[str, str]]) -> None:
    if path.suffix == ".csv":
        path.write_text("\n".join(["Họ và tên;Lớp", *(";".join(row) for row in rows)]), encoding="utf-8-sig")
        return
    with Workbook(path) as book:
        sheet = book.add_worksheet("Ở lại lớp")
        for number, row in enumerate([("Họ và tên", "Lớp"), *rows]):
            sheet.write_row(number, 0, row)


async def test_a_row_that_fits_nobody_stops_the_turn_and_names_no_pupil(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        whole = await everything(play)
        _write_list(tmp_path / "a.csv", [("Hồ Văn Bình", "6A"), ("Không Ai Cả", "6A")])
        code, said = await turned(play, tmp_path, held_back=tmp_path / "a.csv")
        assert (code, await everything(play)) == (1, whole)
        assert "dòng 3" in said
        assert "Không Ai" not in said


async def test_a_year_that_is_not_over_or_the_wrong_date_is_refused(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        whole = await everything(play)
        for now, starts, words in (
            (datetime(2027, 5, 20, tzinfo=UTC), NEW, "còn đến 31/05/2027"),
            (SUMMER, date(2027, 5, 3), "Không có năm học nào trước"),
            (SUMMER, date(2028, 9, 5), "bỏ cách một năm"),
            (SUMMER, date(2025, 9, 5), "Không có năm học nào trước"),
        ):
            code, said = await turned(play, tmp_path, now, starts=starts)
            assert (code, await everything(play)) == (1, whole), said
            assert words in said


async def test_new_lists_with_other_pupils_are_left_alone(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await turned(play, tmp_path)
        async with play.app.database.write() as session:
            await session.execute(update(Enrolments).where(Enrolments.starts == NEW, Enrolments.list_no == 1).values(
                class_id=select(Classes.id).where(Classes.name == "7B").scalar_subquery()
            ))  # fmt: skip
        whole = await everything(play)
        code, said = await turned(play, tmp_path)
        assert (code, await everything(play)) == (1, whole)
        assert "7A" in said
        assert "Chưa thay đổi gì" in said
