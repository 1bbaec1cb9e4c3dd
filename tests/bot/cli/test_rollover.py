"""The turn of the school year: classes go up once, all or nothing, and nobody's open case is lost on the way."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from docx import Document
from msgspec.structs import replace
from openpyxl import load_workbook
from rich.console import Console
from sqlalchemy import func, insert, select, text, update
from xlsxwriter import Workbook

from bot.cli.rollover import Wish, roll_over
from bot.engine.post.outbox import Origin, store
from jobs.sponsors.last_year import last_years_sponsors
from jobs.year import handover
from models import Cases, Classes, Enrolments, Handovers, Ladders, Marks, Pupils, Roles, WeekSlots, Years
from models.people.askers import schools
from models.people.movements import Told, leave, put_on_list
from models.shapes.message import Round
from papers.roster import Roster
from papers.roster.applying.everything import apply_roster
from rules.people.movements import Movement, leaving_of
from tests.conversation import ZONE, Play, playing
from tests.handlers.reported_days import missed_before
from tests.handlers.school_days import ask, on
from tests.jobs.checks import heard, tidied
from tests.small_school import PUPILS_6A, small_roster

pytestmark = pytest.mark.anyio

SUMMER = datetime(2027, 8, 2, 3, tzinfo=UTC)
NEW = date(2027, 9, 6)
FIRST_DAY = "2027-09-06 06:50"


async def turned(play: Play, folder: Path, now: datetime = SUMMER, **more: object) -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    out = StringIO()
    console = Console(file=out, width=200, highlight=False)
    values: dict[str, object] = {"starts": NEW, "yes": True, "out": folder / "ra-lop.xlsx"} | more
    code = await roll_over(play.app.database, play.app.config.school, Wish(**values), console, now)  # type: ignore[arg-type]
    return code, out.getvalue()


async def lists(play: Play, day: date) -> dict[str, list[str]]:
    """Who is in which class on a day."""
    statement = (
        select(Classes.name, Pupils.full_name)
        .join(Enrolments, Enrolments.class_id == Classes.id)
        .join(Pupils, Pupils.id == Enrolments.pupil_id)
        .where(Enrolments.starts <= day, Enrolments.ends.is_(None) | (Enrolments.ends >= day))
        .order_by(Classes.name, Enrolments.id)
    )
    found: dict[str, list[str]] = {}
    async with play.app.database.read() as session:
        for klass, name in await session.execute(statement):
            found.setdefault(klass, []).append(name)
    return found


async def everything(play: Play) -> dict[str, int]:
    async with play.app.database.read() as session:
        tables = (Years, Classes, Enrolments, Roles, Handovers, Cases)
        return {
            table.__tablename__: await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
        }


async def open_case(play: Play, name: str, opened: date = date(2027, 5, 20)) -> None:
    pupil_id = await play.pupil(name)
    async with play.app.database.write() as session:
        class_id = await session.scalar(select(Enrolments.class_id).where(Enrolments.pupil_id == pupil_id))
        ladder = await session.scalar(select(Ladders.id).where(Ladders.name == "absence"))
        run = {"opened_on": opened, "run_start": opened, "days": 3, "ladder_id": ladder}
        row = {"school_id": play.school_id, "pupil_id": pupil_id, "class_id": class_id, **run}
        await session.execute(insert(Cases).values(row))


def grades(six: str, other: str) -> Roster:
    """The small school with its two classes in other grades."""
    names = {"6A": six, "6B": other}
    roster = small_roster()
    pupils = [replace(one, class_name=names[one.class_name]) for one in roster.pupils]
    staff = [replace(one, homeroom_class=names.get(one.homeroom_class or "")) for one in roster.staff]
    return replace(roster, pupils=pupils, staff=staff)


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
        assert "lên lớp 6" in said
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
        assert "Ở lại lớp: 1 em" in said
        after = await lists(play, NEW)
        assert after["6A"] == ["Hồ Văn Bình"]
        assert "Hồ Văn Bình" not in after["7A"]
        assert len(after["7A"]) == 7


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
        await _the_letter_leaves(play)
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
        await _the_letter_leaves(play)
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
        return f"/bangiao nhan {await session.scalar(select(Handovers.to_class_id))}"


async def _the_letter_leaves(play: Play) -> None:
    async with play.app.database.write() as session:
        chosen, now = await schools(session), play.app.now()
        said = await handover(Round(now=now, day=play.now.date(), schools=chosen), session)
        await store(session, [(Origin(now), said)], chosen, now)
    await play.app.settle()


async def test_a_teacher_who_is_assigned_later_gets_the_letter_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await open_case(play, "Nguyễn Văn A")
        await turned(play, tmp_path)
        await on(play, FIRST_DAY)
        async with play.app.database.write() as session:
            await session.execute(
                update(Roles).where(Roles.starts == SUMMER.date(), Roles.name == "homeroom").values(ends=NEW)
            )
            new_class = await session.scalar(select(Classes.id).where(Classes.name == "7A"))
            teacher = {"person_id": await play.person("Cao Thị Yên"), "name": "homeroom", "class_id": new_class}
            await session.execute(insert(Roles).values(school_id=play.school_id, starts=date(2027, 9, 7), **teacher))
        await on(play, "2027-09-07 06:50")
        await _the_letter_leaves(play)
        told = heard(play)
        assert told.keys() == {"bộ môn"}
        assert "Nguyễn Văn A (từ lớp 6A)" in told["bộ môn"]


async def test_row_14_a_leavers_open_case_stays_marked_until_a_person_closes_it(tmp_path: Path) -> None:
    async with playing(tmp_path, roster=grades("9A", "6B")) as play:
        await open_case(play, "Nguyễn Văn A")
        code, said = await turned(play, tmp_path)
        assert code == 0
        assert "giữ lại đến khi có người đóng: 1" in said
        await on(play, FIRST_DAY)
        assert "Nguyễn Văn A, trước học 9A: hồ sơ 1 mở từ 20/05" in await ask(play, "pht", "/bangiao")
        assert "Nguyễn Văn A" in await ask(play, "pht", "/viec")
        async with play.app.database.read() as session:
            assert await session.scalar(select(Cases.closed_on)) is None


async def test_row_28_the_old_class_no_longer_reports_a_pupil_who_went_up(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await turned(play, tmp_path)
        await on(play, FIRST_DAY)
        assert "6A" in (await play.say("gvcn", "/vang 6A Nguyễn Văn A"))[0]
        async with play.app.database.read() as session:
            assert await session.scalar(select(func.count()).select_from(Marks)) == 0


async def test_the_new_roster_of_the_summer_is_the_new_years(tmp_path: Path) -> None:
    """New pupils, other teachers: the import after the turn speaks of the year to come and leaves the old one alone."""
    async with playing(tmp_path) as play:
        await turned(play, tmp_path)
        roster = grades("7A", "7B")
        fresh = [
            replace(one, code=f"N{one.code}", full_name=f"Mới {one.full_name}", class_name="6A")
            for one in roster.pupils[:3]
        ]
        async with play.app.database.write() as session:
            await apply_roster(
                session, play.school_id, replace(roster, pupils=[*roster.pupils, *fresh]), date(2027, 8, 20)
            )
        after = await lists(play, NEW)
        assert {name: len(pupils) for name, pupils in after.items()} == {"6A": 3, "7A": 8, "7B": 3}
        assert await lists(play, date(2027, 8, 21)) == await lists(play, date(2027, 5, 31))
        play.app.now.move_to(datetime(2027, 9, 6, 7, tzinfo=ZONE))
        assert "7A" in await ask(play, "gvcn", "/lop")


async def test_grade_five_goes_on_in_the_same_school_and_the_hand_over_comes_before_the_first_day(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path, roster=grades("5A", "6B")) as play:
        await open_case(play, "Nguyễn Văn A")
        gone = Told(school_id=play.school_id, day=date(2027, 3, 12))
        async with play.app.database.write() as session:
            await leave(session, gone, await play.pupil("A Thút"), Movement.TRANSFERRED)
            old = await session.scalar(select(Classes.id).where(Classes.name == "6B"))
            week = {"school_id": play.school_id, "class_id": old, "weekday": 5, "part": "C"}
            await session.execute(insert(WeekSlots).values(week))
        code, said = await turned(play, tmp_path)
        assert code == 0, said
        assert "5A lên 6A: 7 em" in said
        assert "ra trường" not in said
        await on(play, "2027-08-23 06:50")
        await _the_letter_leaves(play)
        assert heard(play) == {}, "there is time"
        await on(play, "2027-08-31 06:50")
        await _the_letter_leaves(play)
        told = heard(play)["gvcn"]
        assert "1. Nguyễn Văn A (từ lớp 5A): hồ sơ 1 mở từ 20/05" in told
        assert "Đã rời lớp trong năm trước: A Thút (chuyển trường, 12/03)." in told
        await play.press("gvcn", "Đã nhận bàn giao 6A")
        await on(play, FIRST_DAY)
        assert "Nguyễn Văn A" in await ask(play, "gvcn", "/viec")
        async with play.app.database.read() as session:
            of = select(Classes.name).join(WeekSlots, WeekSlots.class_id == Classes.id)
            assert sorted(await session.scalars(of)) == ["6B"], "a week stays with its name, and 7B has none"


async def test_the_week_of_the_new_years_class_is_that_of_its_name(database_url: str, tmp_path: Path) -> None:
    async with playing(url=database_url, roster=grades("6A", "7A")) as play:
        async with play.app.database.write() as session:
            old = await session.scalar(select(Classes.id).where(Classes.name == "7A"))
            week = {"school_id": play.school_id, "class_id": old, "weekday": 5, "part": "C"}
            await session.execute(insert(WeekSlots).values(week))
        await turned(play, tmp_path)
        async with play.app.database.read() as session:
            of = select(Classes.name, Years.name).join(WeekSlots, WeekSlots.class_id == Classes.id)
            found = await session.execute(of.join(Years, Years.id == Classes.year_id).order_by(Years.name))
            assert [tuple(row) for row in found] == [("7A", "2026-2027"), ("7A", "2027-2028")]
