"""A Monday's changes need no workbook: a line and a tap, whom it concerns hears of it, and a tap takes it back."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from jobs.calendar import open_days
from models import Cases, Classes, People, Roles, RosterImports
from models.people.askers import schools
from models.shapes.message import Round
from tests.conversation import playing
from tests.handlers.roll.changed import BINH, LAN, MAKE, UNDO, A, kept, lists, made, nothing_went_wrong
from tests.handlers.school_days import on
from tests.jobs.checks import checked, heard

pytestmark = pytest.mark.anyio


async def test_a_monday_of_the_office_on_a_phone(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-16 07:10")
        monday, next_monday = date(2026, 11, 16), date(2026, 11, 23)
        before = await kept(play)
        # A move from next Monday: both teachers hear of it at once, and nothing changes before that day.
        await made(play, "tpt", f"/chuyenlop 6A {BINH} sang 6B từ 23/11")
        assert (await lists(play, monday))[BINH] == "6A"
        assert (await lists(play, next_monday))[BINH] == "6B"
        assert f"Em {BINH}: nay học 6B, từ thứ Hai 23/11" in "".join(heard(play)["gvcn"])
        # Somebody new, from another school; the name is written without marks and in any order.
        await made(play, "tpt", "/hocsinhmoi Đinh Văn Mới, mẹ Đinh Thị Mơ 0912 345 678, Takta, nam, 5/9/2015, 6B")
        assert (await lists(play, monday))["Đinh Văn Mới"] == "6B"
        assert "học sinh mới" in "".join(heard(play)["gvcn6b"])
        # Typed once more it is nobody new, and with a slip it is asked.
        (again,) = await play.say("admin", "/hocsinhmoi 6B Đinh Văn Mới, 5/9/2015")
        assert "không có gì thay đổi" in again
        (asked,) = await play.say("admin", "/hocsinhmoi 6A dinh van moi")
        assert "có phải cùng một em với Đinh Văn Mới (6B" in asked
        # One leaves with the reason, is found again with all that was, and is back.
        await made(play, "tpt", f"/thoihoc {A} 6A", "Đi làm")
        assert A not in await lists(play, monday)
        (asked,) = await play.say("admin", f"/hocsinhmoi 6A {A}, 1/1/2015")
        assert f"em {A} (6A) trở lại" in asked
        (asked,) = await play.say("admin", f"/hocsinhmoi 6B {A}")
        assert "nay không học ở trường" in asked
        await made(play, "ht", "/dihoclai", A)
        assert (await lists(play, monday))[A] == "6A"
        # Each is taken back by itself, the newest of one pupil first.
        async with play.app.database.read() as session:
            numbers = list(await session.scalars(select(RosterImports.id).order_by(RosterImports.id)))
        (held,) = await play.say("admin", f"/huynhap {numbers[2]}")
        assert "không huỷ được" in held
        assert "lần nhập sau" in held
        for number in (numbers[0], *numbers[:0:-1]):
            (said,) = await play.say("admin", f"/huynhap {number}")
            assert "như trước lần thay đổi" in said
        assert await kept(play) == before
        await nothing_went_wrong(play)


async def test_a_homeroom_teacher_mistypes_and_only_the_own_class_is_touched(database_url: str) -> None:
    async with playing(url=database_url) as play:
        before = await kept(play)
        for line, part in (
            ("/chuyenlop", "Em nào"),
            ("/chuyenlop lan sang 6b", "Là em nào"),
            ("/chuyenlop bình sang 6C", "không có lớp 6C"),
            ("/chuyenlop bình sang 6B ngày 31/11", "Không có ngày ấy"),
            ("/chuyenlop Mai 6B sang 6A", "Lớp thầy/cô chủ nhiệm không có em nào"),
            ("/hocsinhmoi 6B Đinh Văn Mới", "chỉ ghi thay đổi cho lớp mình"),
            ("/hocsinhmoi Đinh Văn Mới, 31/2/2015", "Chưa hiểu “31/2/2015”"),
            ("/hocsinhmoi Hồ Văn Học, 2/1/2015", "6B"),
            ("/phuhuynh bình", "Gia đình em Hồ Văn Bình"),
            ("/choo bình Xa Lắc", "Xa Lắc"),
        ):
            (said,) = await play.say("gvcn", line)
            assert part in said, line
        await play.press("gvcn", "Takta") if "Takta" in play.labels("gvcn") else None
        assert await kept(play) == before
        # In whatever order; the office hears of it, and may take it back.
        await made(play, "gvcn", "chuyển lớp từ 6a sang 6b em binh")
        assert (await lists(play, play.now.date()))[BINH] == "6B"
        assert "Phạm Thu Hà đã ghi" in "".join(heard(play)["tpt"])
        async with play.app.database.read() as session:
            number = await session.scalar(select(func.max(RosterImports.id)))
        assert "người khác" in (await play.say("gvcn6b", f"/huynhap {number}"))[0]
        assert "Đã huỷ" in (await play.say("tpt", f"/huynhap {number}"))[0]
        assert await kept(play) == before
        await nothing_went_wrong(play)


SLIPS = {
    "/doichunhiem 6A Yên từ 20/11 đến 18/11": "trước ngày đầu",
    "/hocsinhmoi 6A: Đinh Thị Một 1/1/2015, Xa Lắc": "Chưa hiểu “Xa Lắc”",
    "/hocsinhmoi 6A: Đinh Thị Một 1/1/2015, Đinh Thị Hai 2/2/1915": "Chưa hiểu “2/2/1915”",
    "/suahocsinh 6A Bình: mã: 6A05": "Mã 6A05 là của em Lê Thị Sáng",
    "/suahocsinh 6A Bình": "Em Hồ Văn Bình cần sửa gì",
    "/giaovienmoi Trần Văn Sáu, chủ nhiệm 9Z": "không có lớp 9Z",
    "/suacanbo Mai Văn Chín 0912345678": "là lãnh đạo hoặc người quản trị",
    "/chuyentruong 6B Học từ 1/9/2025": "trước năm học này",
    "/chuyentruong 6B Học từ 31/11": "Không có ngày ấy",
}


async def test_a_slip_of_the_office_is_said_and_a_name_that_is_a_common_word_is_found(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for line, part in SLIPS.items():
            (said,) = await play.say("tpt", line)
            assert part in said, line
            assert MAKE not in play.labels("tpt")
        for line, part in (
            ("/chuyentruong 6B Học", "em Hồ Văn Học ra khỏi lớp 6B: “chuyển trường”"),
            ("/chuyentruong học về trường Trà Nam từ 20/11", "chuyển trường: trường Trà Nam"),
        ):
            assert part in (await play.say("tpt", line))[0], line


async def test_a_class_whose_teacher_changes_on_a_later_day_is_left_to_nobody_before(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await made(play, "tpt", "/doichunhiem 6A Cao Thị Yên từ 1/12 đến 31/12")
        await play.say("tpt", "/doichunhiem 6A Cao Thị Yên từ 20/11")
        assert "Cao Thị Yên: thêm vai trò" in play.shown("tpt")
        assert "từ 01/12/2026" in play.shown("tpt")
        await play.press("tpt", MAKE)
        async with play.app.database.read() as session:
            klass = select(Classes.id).where(Classes.name == "6A").scalar_subquery()
            rows = select(People.full_name, Roles.starts, Roles.ends).join(People, People.id == Roles.person_id)
            found = (await session.execute(rows.where(Roles.class_id == klass).order_by(Roles.starts))).all()
        days = [(name.split()[-1], start, end) for name, start, end in found]
        assert days == [
            ("Hà", date(2026, 9, 5), date(2026, 11, 19)),
            ("Yên", date(2026, 11, 20), date(2026, 11, 30)),
            ("Yên", date(2026, 12, 1), date(2026, 12, 31)),
            ("Hà", date(2027, 1, 1), None),
        ]


async def test_a_move_in_the_middle_of_a_run_takes_the_case_along(database_url: str) -> None:
    async with playing(url=database_url) as play:
        for day in ("16", "17", "18"):
            await on(play, f"2026-11-{day} 07:10")
            await play.say("gvcn", f"/vang 6A {BINH}")
            await play.say("gvcn6b", "/du 6B")
            await checked(play)
        heard(play)
        (followed,) = await play.say("gvcn", f"/thoihoc {BINH}: đi làm")
        assert "đang được theo dõi" in followed
        await on(play, "2026-11-19 07:05")
        await made(play, "gvcn", f"/chuyenlop {BINH} 6B")
        letter = "".join(heard(play)["gvcn6b"])
        assert f"Em {BINH}: vào lớp 6B từ thứ Năm 19/11, trước đó học 6A" in letter
        assert "/ca 1" in letter
        assert BINH in (await play.say("gvcn6b", "/ca 1"))[-1]
        await play.say("gvcn6b", f"/vang 6B {BINH}")
        (said,) = (await play.say("gvcn6b", "/lop 6B tuần"))[-1:]
        assert "4 ngày liền, từ 16/11" in said
        (said,) = await play.press("gvcn", UNDO)
        assert "không huỷ được" in said
        assert BINH in said
        await nothing_went_wrong(play)


async def test_a_move_noted_for_later_takes_the_case_along_on_its_day(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for day in ("16", "17", "18"):
            await on(play, f"2026-11-{day} 07:10")
            await play.say("gvcn", f"/vang 6A {BINH}")
            await checked(play)
        await made(play, "tpt", f"/chuyenlop 6A {BINH} sang 6B từ 20/11")
        of = select(Classes.name).join(Cases, Cases.class_id == Classes.id)
        for moment, klass in (("2026-11-19 00:10", "6A"), ("2026-11-20 00:10", "6B")):
            await on(play, moment)
            async with play.app.database.write() as session:
                round_ = Round(now=play.app.now(), day=play.now.date(), schools=await schools(session))
                await open_days(round_, session)
                assert await session.scalar(of) == klass


async def test_a_backdated_leaving_counts_from_its_day_and_what_rests_on_it_is_named(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-18 07:10")
        await made(play, "tpt", f"/chuyentruong 6A {LAN} từ 17/11: Trường THCS Trà Mai")
        assert LAN in await lists(play, date(2026, 11, 16))
        assert LAN not in await lists(play, date(2026, 11, 17))
        (again,) = await play.say("tpt", f"/chuyentruong 6A {LAN}")
        assert "không có em nào" in again
        await play.say("gvcn", "/du 6A")
        (said,) = await play.press("tpt", UNDO)
        assert "lớp 6A" in said
        assert LAN not in await lists(play, date(2026, 11, 18))


async def test_what_is_noted_for_later_stays_when_an_old_list_or_another_line_comes(database_url: str) -> None:
    async with playing(url=database_url) as play:
        await on(play, "2026-11-16 07:10")
        await made(play, "tpt", f"/chuyenlop 6A {BINH} sang 6B từ 23/11")
        (said,) = await play.say("tpt", f"/thoihoc 6A {BINH} từ 18/11: đi làm")
        assert "đã ghi một thay đổi từ 23/11/2026" in said
        assert play.labels("tpt") == []
        assert (await lists(play, date(2026, 11, 24)))[BINH] == "6B"


TOLD: dict[str, tuple[str, str, str, str]] = {  # what is typed, on whose phone; who was told, and then hears of whom
    "a move": (f"/chuyenlop 6A {BINH} sang 6B", "tpt", "gvcn6b", f"Em {BINH}: 6A, như trước"),
    "who left": (f"/chuyentruong 6A {BINH}", "tpt", "gvcn", f"Em {BINH}: 6A, như trước"),
    "who is new": ("/hocsinhmoi 6B Đinh Văn Mới, 5/9/2015", "tpt", "gvcn6b", "Học sinh mới"),
    "a phone": (f"/phuhuynh 6A {A}: mẹ 0912 000 888", "tpt", "gvcn", f"Em {A}: 6A, như trước"),
    "a teacher": ("/doichunhiem 6A Cao Thị Yên", "tpt", "bộ môn", "chủ nhiệm, phụ trách địa bàn: như trước"),
    "what a teacher noted": (f"/choo {BINH} Takta", "gvcn", "admin", f"Em {BINH}: 6A, như trước"),
}


@pytest.mark.parametrize("what", TOLD)
async def test_whoever_was_told_of_a_change_hears_that_it_was_taken_back(database_url: str, what: str) -> None:
    line, by, told, words = TOLD[what]
    async with playing(url=database_url) as play:
        await made(play, by, line)
        first = heard(play)
        assert told in first
        await play.press(by, UNDO)
        letters = heard(play)
        assert words in letters[told]
        assert letters.keys() - {by} == {phone for phone in first.keys() - {by} if not phone.startswith("mẹ")}
        await nothing_went_wrong(play)
