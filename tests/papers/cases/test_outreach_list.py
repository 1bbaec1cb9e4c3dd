"""The list for those who go to the families, written by the command and read back."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from bot.cli.export import writing
from bot.cli.export.outreach import export_outreach
from models import Pupils
from tests.conversation import Play, playing
from tests.handlers.school_days import ask
from tests.papers.cases.test_at_risk import Clock

pytestmark = pytest.mark.anyio


async def rows(play: Play, file: Path) -> Any:
    assert await export_outreach(play.app.config, file) == 0
    return read(file)


def read(file: Path) -> Any:
    assert file.stat().st_mode & 0o777 == 0o600
    sheet = load_workbook(file).worksheets[0]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.freeze_panes
    assert sheet.print_area
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


async def test_whoever_goes_to_the_families_has_names_numbers_and_who_goes_along_and_no_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(tmp_path) as play:
        monkeypatch.setattr(writing, "datetime", Clock(play))
        empty = await rows(play, tmp_path / "none.xlsx")
        assert any("Không có học sinh nào đang cần vận động." in row for row in empty)
        await ask(play, "gvcn", "/ca mở 6A Hồ Văn Bình: nhà nghèo, phải đi rẫy")
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        await play.say("gvcn", "/tham 1 gặp mẹ, em đi rẫy, hứa thứ 5 đi học")
        await ask(play, "gvcn6b", "/ca mở 6B Nguyễn Thị Phép: hay nghỉ")
        async with play.app.database.write() as session:
            evil = update(Pupils).where(Pupils.full_name == "Nguyễn Thị Phép").values(full_name="=cmd|'/c calc'!A1")
            await session.execute(evil)
        written = await rows(play, tmp_path / "list.xlsx")
        by_name = {row[1]: row for row in written if isinstance(row[0], int)}
        assert list(by_name) == ["=cmd|'/c calc'!A1", "Hồ Văn Bình"], "by place, then by class"
        binh = by_name["Hồ Văn Bình"]
        assert binh[2:5] == ["6A", "Phạm Thu Hà", "Tu Ro - Thôn 4"]
        assert binh[5].startswith("Mẹ Hồ Văn Bình ")
        assert binh[6:12] == ["16/11/2026", 1, 1, "19/11", "Bùi Văn Tám", None]
        assert not any("rẫy" in str(cell) for row in written for cell in row)
