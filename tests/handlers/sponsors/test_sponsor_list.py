"""The sponsor list sent to the bot: shown, applied after a tap, all or nothing; and the official table given back."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models import AtRiskPupils, Audit
from tests.conversation import Play, playing
from tests.handlers.sponsors.sponsored import SECRET, kept, live
from tests.handlers.sponsors.test_sponsors import reads
from tests.jobs.checks import heard
from tests.papers.roster.test_sponsors import HEADINGS
from tests.papers.roster.workbooks import school, write

pytestmark = pytest.mark.anyio

A = (1, "Nguyễn Văn A", "6 A", SECRET, "chăm ngoan", "1. Cao Thị Yên; 2. Vũ Đức Long (hỗ trợ)")
B = (2, "Hồ Văn Bình", "6A", "", "", "1. Bùi Văn Tám")


async def send(play: Play, phone: str, folder: Path, *rows: tuple[Any, ...], **more: Any) -> str:
    path = write(folder / "do-dau.xlsx", {**more, "Đỡ đầu": (HEADINGS, *rows)})
    return await _send_file(play, phone, path.read_bytes())


async def _send_file(play: Play, phone: str, content: bytes) -> str:
    play.channel.files["do-dau.xlsx"] = content
    (answer,) = await play.say(phone, "", file="do-dau.xlsx")
    return answer


async def test_the_list_is_shown_first_and_applied_after_the_tap_and_the_sponsors_are_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        preview = await send(play, "pht", tmp_path, A, B)
        assert "Đã đọc danh sách đỡ đầu: 2 em" in preview
        assert "em Nguyễn Văn A được Cao Thị Yên đỡ đầu\n" in preview
        assert "em Nguyễn Văn A được Vũ Đức Long đỡ đầu (hỗ trợ)" in preview
        assert SECRET not in preview
        assert await live(play) == []
        (done,) = await play.press("pht", "Thực hiện")
        assert "Đã xong" in done
        assert await live(play) == [("Cao Thị Yên", False), ("Vũ Đức Long", True), ("Bùi Văn Tám", False)]
        assert await kept(play) == [SECRET, None]
        assert heard(play).keys() == {"bộ môn", "gvcn6b", "nóc2"}


async def applied(play: Play, folder: Path, *rows: tuple[Any, ...]) -> None:
    await send(play, "admin", folder, *rows)
    await play.press("admin", "Thực hiện")
    heard(play)


async def test_the_same_file_again_changes_nothing_and_a_changed_one_shows_the_difference(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await applied(play, tmp_path, A, B)
        assert "không có gì thay đổi" in await send(play, "admin", tmp_path, A, B)
        changed = (*A[:5], "1. Vũ Đức Long; 2. Cao Thị Yên (hỗ trợ)")
        preview = await send(play, "admin", tmp_path, changed)
        assert "em Nguyễn Văn A: vai trò của Cao Thị Yên thay đổi" in preview
        assert "em Hồ Văn Bình ra khỏi danh sách đỡ đầu" in preview
        assert len(await live(play)) == 3
        (asked,) = await play.press("admin", "Thực hiện")
        assert "em Hồ Văn Bình ra khỏi danh sách đỡ đầu" in asked
        await play.press("admin", "ra khỏi")
        assert sorted(await live(play)) == [("Cao Thị Yên", True), ("Vũ Đức Long", False)]


async def test_whom_the_list_does_not_name_stays_a_pupil_on_it_or_a_sponsor(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await applied(play, tmp_path, A, B)
        before = await live(play)
        await send(play, "admin", tmp_path, (*A[:5], "Cao Thị Yên"))
        (asked,) = await play.press("admin", "Thực hiện")
        assert "em Nguyễn Văn A không còn do Vũ Đức Long đỡ đầu" in asked
        assert "em Hồ Văn Bình ra khỏi danh sách đỡ đầu" in asked
        await play.press("admin", "ở lại")
        assert await live(play) == before
        assert await kept(play) == [SECRET, None]


async def test_a_blank_cell_leaves_what_is_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await applied(play, tmp_path, A)
        assert "không có gì thay đổi" in await send(play, "admin", tmp_path, (1, "Nguyễn Văn A", "", "", "", ""))
        assert await kept(play) == [SECRET]


async def test_people_who_are_not_there_are_named_in_place_with_the_nearest_and_nothing_is_kept(
    tmp_path: Path,
) -> None:
    async with playing(tmp_path) as play:
        wrong = [
            (1, "Nguyễn Văn Anh", "6A", "", "", "Cao Thị Yên"),
            (2, "Hồ Văn Bình", "6C", "", "", "Cao Thị Yên"),
            (3, "Hồ Thị Lan", "6A", "", "", "Cao Thị Yến"),
            (4, "Hồ Thị Lan", "6A", "", "", "Người Xa Lạ"),
        ]
        answer = await send(play, "admin", tmp_path, A, *wrong)
        assert "dòng 3, cột B “Họ và tên”: không có ai tên Nguyễn Văn Anh; có phải Nguyễn Văn A không?" in answer
        assert "dòng 4, cột C “Lớp”: không có lớp 6C; có phải 6" in answer
        assert "dòng 6, cột F “GV nhận đỡ đầu”: không có ai tên Người Xa Lạ: ghi đủ họ tên" in answer
        assert "dòng 6, cột B “Họ và tên”: em này đã có ở trang tính “Đỡ đầu”, dòng 5" in answer
        assert play.labels("admin") == []
        assert await kept(play) == []


async def test_the_leadership_may_not_import_a_whole_roster_nor_a_teacher_anything(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        answer = await send(play, "pht", tmp_path, A, **school())
        assert "do người quản trị nhập" in answer
        assert play.labels("pht") == []
        path = write(tmp_path / "x.xlsx", {"Đỡ đầu": (HEADINGS, A)})
        play.channel.files["x.xlsx"] = path.read_bytes()
        await play.say("gvcn", "", file="x.xlsx")
        assert await kept(play) == []


async def test_a_sheet_of_the_roster_workbook_comes_with_the_roster(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        row = (1, "Hồ Văn Bình", "6A", "", "", "Võ Thị Tâm")
        asked = await send(play, "admin", tmp_path, row, **school())
        assert "Đã đọc danh sách đỡ đầu: 1 em" in asked
        (preview,) = await play.press("admin", "cùng một")
        assert "em Hồ Văn Bình được Võ Thị Tâm đỡ đầu" in preview
        await play.press("admin", "Thực hiện")
        await play.press("admin", "ở lại")
        assert await live(play) == [("Võ Thị Tâm", False)]


async def table(play: Play, phone: str, words: str) -> list[list[str]]:
    await play.say(phone, words)
    (file,) = play.channel.seen[phone][-1].files
    sheet = load_workbook(BytesIO(file.content)).active
    assert sheet is not None
    assert all(cell.data_type in {"s", "n"} for row in sheet for cell in row)
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=5)]


async def test_the_official_table_holds_circumstances_only_when_the_leadership_asks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await applied(play, tmp_path, A, B)
        rows = await table(play, "pht", "/dodau bảng")
        assert rows[0] == list(HEADINGS)
        sponsors = "1. Cao Thị Yên\n2. Vũ Đức Long (hỗ trợ)"
        assert rows[1] == ["1", "Nguyễn Văn A", "6A", "", "", sponsors]
        assert await reads(play) == []
        assert (await table(play, "ht", "/dodau bảng hoàn cảnh"))[1][3] == SECRET
        assert [about for _person, about in await reads(play)] == [1]
        for phone in ("gvcn", "bộ môn", "tpt", "admin"):
            assert "dành cho phó hiệu trưởng" in (await play.say(phone, "/dodau bảng"))[0], phone


async def test_the_table_given_back_changes_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await applied(play, tmp_path, A, B)
        for words in ("/dodau bảng", "/dodau bảng hoàn cảnh"):
            await play.say("pht", words)
            (file,) = play.channel.seen["pht"][-1].files
            assert "không có gì thay đổi" in await _send_file(play, "pht", file.content)


async def test_a_cell_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await applied(play, tmp_path, B)
        await play.say("pht", "/dodau hoàn cảnh 6A Hồ Văn Bình: =HYPERLINK(1)")
        rows = await table(play, "pht", "/dodau bảng hoàn cảnh")
        assert rows[1][3] == "=HYPERLINK(1)"


async def test_what_was_read_and_applied_is_in_the_audit_without_names(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await applied(play, tmp_path, A)
        async with play.app.database.read() as session:
            kinds = set(await session.scalars(select(Audit.kind)))
            entry = await session.scalar(select(AtRiskPupils.id))
        assert {"roster.read", "roster.imported", "circumstances.written"} <= kinds
        assert entry == 1
