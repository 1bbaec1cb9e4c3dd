"""The school's reports as papers: what was done and what came of it, in a form that an office takes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from msgspec import structs
from sqlalchemy import update

from bot.cli.export.figures import export_figures
from bot.cli.export.paper import export_paper
from bot.cli.shared import Fault
from models import Pupils
from rules.papers import PaperKind
from tests.conversation import Play, playing
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio
LAST = date(2026, 11, 20)
PAPER: dict[str, Any] = {"symbol": "SM", "commune": "xã Trà Thử", "superior": "UBND xã Trà Thử", "place": "Trà Thử"}


async def a_week_of_outreach(play: Play) -> None:
    """Bình is visited and comes back, Lan goes to another school, A Thút is still away, Sáng was a mistake."""
    for name in ("Hồ Văn Bình", "Hồ Thị Lan", "A Thút", "Lê Thị Sáng"):
        await ask(play, "gvcn", f"/ca mở 6A {name}: hay nghỉ")
    await ask(play, "gvcn", "/vang 6A Hồ Văn Bình, A Thút")
    await on(play, "2026-11-17 07:10")
    await ask(play, "gvcn", "/vang 6A Hồ Văn Bình, A Thút")
    await ask(play, "gvcn", "/tham 1 gặp mẹ, em đi rẫy, hứa thứ 5 đi học")
    await ask(play, "gvcn", "/tham 3 không gặp ai")
    await play.say("pht", "/ca đóng 2 chuyển trường")
    await play.say("pht", "/ca đóng 4 nhầm")
    await on(play, "2026-11-18 07:10")
    await ask(play, "gvcn", "/vang 6A A Thút")
    await play.clock_to("2026-11-18 12:00")


def texts(file: Path) -> tuple[str, list[list[list[str]]]]:
    """Every paragraph; and the tables that are no head or foot."""
    document = Document(str(file))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables[1:-1]]
    return "\n".join(one.text for one in document.paragraphs), tables


async def figures(play: Play, folder: Path, prefix: str) -> dict[tuple[str, Any], int]:
    out = folder / "F.json"
    assert await export_figures(play.app.config, date(2026, 11, 1), LAST, out) == 0
    told = json.loads(out.read_text(encoding="utf-8"))["figures"]
    found = [one for one in told if one["figure"].startswith(prefix)]
    return {(one["figure"].removeprefix(prefix), one.get("name")): one["value"] for one in found}


async def test_what_was_done_to_bring_pupils_back_is_counted_once_and_balances(tmp_path: Path) -> None:
    async with playing(tmp_path, **PAPER) as play:
        await a_week_of_outreach(play)
        assert await export_paper(play.app.config, PaperKind.MONTH, tmp_path / "R.docx", LAST) == 0
        found = await figures(play, tmp_path, "cases.")
    school = {figure: value for (figure, name), value in found.items() if name is None}
    assert school == {
        "before": 0,
        "opened": 3,
        "returned": 1,
        "ended": 1,
        "still": 1,
        "visits": 2,
        "met": 1,
        "returned_visited": 1,
        "asked": 0,
    }
    assert {found["opened", name] for name in ("Thôn 3", "Thôn 4", "6A")} == {1, 2, 3}
    text, tables = texts(tmp_path / "R.docx")
    assert "mới mở 3 em; 1 em đã trở lại lớp, 1 trường hợp kết thúc vì lý do khác; còn theo dõi 1 em" in text
    assert "đã đến nhà 2 lần, gặp được gia đình 1 lần; 1 em trở lại lớp sau khi được thăm" in text
    assert ["Thôn 4", "3", "0", "1", "1", "0", "0", "1"] in tables[3]
    assert "rẫy" not in text, "causes are the school's own"


async def test_the_report_has_the_parts_of_an_official_paper_and_tolerates_blanks(tmp_path: Path) -> None:
    async with playing(tmp_path, signer_title="KT. Hiệu trưởng", **PAPER) as play:
        await on(play, "2026-11-17 07:10")
        for span, words in (
            (PaperKind.MONTH, "tháng 11 năm 2026"),
            (PaperKind.HK1, "học kỳ I năm học 2026-2027"),
            (PaperKind.YEAR, "sĩ số học sinh năm học 2026-2027"),
        ):
            assert await export_paper(play.app.config, span, tmp_path / "R.docx", LAST) == 0
            assert words in texts(tmp_path / "R.docx")[0]
        head, foot = (Document(str(tmp_path / "R.docx")).tables[place] for place in (0, -1))
    assert "UBND XÃ TRÀ THỬ\nTRƯỜNG THỬ" in head.cell(0, 0).text
    assert "Trà Thử, ngày 20 tháng 11 năm 2026" in head.cell(0, 1).text
    assert " ".join(foot.cell(0, 1).text.split()) == "KT. HIỆU TRƯỞNG PHÓ HIỆU TRƯỞNG Ngô Thị Bảy"
    async with playing(tmp_path, superior="", commune="", signer_title="") as play:
        assert await export_paper(play.app.config, PaperKind.MONTH, tmp_path / "B.docx", LAST) == 0
    assert "Kính gửi: Ủy ban nhân dân ……" in texts(tmp_path / "B.docx")[0]


async def test_papers_have_the_letterhead_that_the_configuration_has_now(tmp_path: Path) -> None:
    """The office changes a line of the file and exports: the bot need not be started first."""
    async with playing(tmp_path, **PAPER) as play:
        school = structs.replace(play.app.config.school, signer_title="KT. HIỆU TRƯỞNG", superior="UBND phường Mới")
        config = structs.replace(play.app.config, school=school)
        assert await export_paper(config, PaperKind.MONTH, tmp_path / "R.docx", LAST) == 0
    document = Document(str(tmp_path / "R.docx"))
    assert "Ủy ban nhân dân phường Mới" in texts(tmp_path / "R.docx")[0]
    assert "PHÓ HIỆU TRƯỞNG" in document.tables[-1].cell(0, 1).text


async def test_sponsors_are_reported_with_what_came_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path, **PAPER) as play:
        await export_paper(play.app.config, PaperKind.SPONSORS, tmp_path / "none.docx", LAST)
        assert "chưa có học sinh nào trong danh sách" in texts(tmp_path / "none.docx")[0]
        await play.say("gvcn", "/dodau thêm 6A Nguyễn Văn A")
        await play.say("gvcn", "/dodau thêm 6A A Thút")
        await play.say("pht", "/dodau 6A Nguyễn Văn A: cô Yên, thầy Tám (hỗ trợ)")
        await play.say("bộ môn", "/dodau ghi chú 6A Nguyễn Văn A: tiến bộ, đi học đều hơn")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A P, A Thút")
        await ask(play, "gvcn", "/ca mở 6A A Thút: hay nghỉ")
        async with play.app.database.write() as session:
            named = update(Pupils).where(Pupils.full_name == "A Thút").values(full_name="=1+1 <b>**x**")
            await session.execute(named)
        assert await export_paper(play.app.config, PaperKind.SPONSORS, tmp_path / "S.docx", LAST) == 0
        found = await figures(play, tmp_path, "sponsors.")
    text, (rows,) = texts(tmp_path / "S.docx")
    expected = {"listed": 2, "followed": 1, "people": 2, "better": 1, "silent": 1, "away": 1}
    assert {figure: found[figure, None] for figure in expected} == expected
    assert "1/2 em đã có người đỡ đầu; 1 em chưa có người nhận" in text
    names = "Cao Thị Yên; Bùi Văn Tám (hỗ trợ)"
    assert rows[1][1:] == ["Nguyễn Văn A", "6A", names, "16/11/2026", "1/0/0", "Có tiến bộ", "Đang đi học"]
    assert rows[2][1:] == ["=1+1 <b>**x**", "6A", "", "", "0/1/0", "Chưa có nhận xét", "Đang vận động"]
    assert "đi học đều hơn" not in text


async def test_a_report_of_what_has_not_begun_is_refused_with_a_sentence(tmp_path: Path) -> None:
    out = tmp_path / "R.docx"
    async with playing(tmp_path) as play:
        for span, day, said in (
            (PaperKind.HK2, LAST, "học kỳ II"),
            (PaperKind.HK1, date(2020, 1, 1), "chưa có năm học nào"),
            (PaperKind.MONTH, date(2020, 1, 1), "chưa có năm học nào"),
        ):
            with pytest.raises(Fault, match=said):
                await export_paper(play.app.config, span, out, day)
        with pytest.raises(Fault, match="chưa có năm học nào"):
            await export_paper(play.app.config, PaperKind.SPONSORS, out, date(2020, 1, 1))
    assert not out.exists()
