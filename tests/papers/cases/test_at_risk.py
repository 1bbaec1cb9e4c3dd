"""The list of households at risk, written by the command and read back."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import update

from bot.cli.export import writing
from bot.cli.export.paper import export_paper
from models import Pupils
from rules.papers import PaperKind
from tests.conversation import Play, playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio


class Clock:
    """The command's today is the story's."""

    def __init__(self, play: Play) -> None:
        self.play = play

    def now(self, _zone: object) -> datetime:
        return self.play.now


async def written(play: Play, file: Path) -> Any:
    assert await export_paper(play.app.config, PaperKind.RISK, file) == 0
    return read(file)


def read(file: Path) -> Any:
    assert file.stat().st_mode & 0o777 == 0o600
    return Document(BytesIO(file.read_bytes()))


async def test_households_stand_by_village_with_what_was_done_and_without_a_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with playing(tmp_path, symbol="SM", commune="xã Trà Thử") as play:
        monkeypatch.setattr(writing, "datetime", Clock(play))
        empty = await written(play, tmp_path / "none.docx")
        assert any("chưa ghi nhận em nào có nguy cơ bỏ học" in one.text for one in empty.paragraphs)
        assert len(empty.tables) == 2, "head and foot"
        await ask(play, "gvcn", "/ca mở 6A Hồ Văn Bình: nhà nghèo, phải đi rẫy")
        await play.say("gvcn", "/vang 6A Hồ Văn Bình")
        await play.say("gvcn", "/ngoaids Nguyễn Văn Bảy 2016 nóc Takta")
        await ask(play, "gvcn6b", "/ca mở 6B Nguyễn Thị Phép: hay nghỉ")
        async with play.app.database.write() as session:
            nowhere = (
                update(Pupils).where(Pupils.full_name == "Nguyễn Thị Phép").values(place_id=None, full_name="=1+1")
            )
            await session.execute(nowhere)
        document = await written(play, tmp_path / "risk.docx")
        rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
        assert rows[0][1] == "Học sinh"
        assert {"Thôn 3: 1 em", "Thôn 4: 1 em", "Chưa rõ nơi ở: 1 em"} == {row[0] for row in rows if row[0] == row[-1]}
        (mine,) = [row for row in rows if "Hồ Văn Bình (Tu Ro)" in row]
        assert (mine[2], mine[4]) == ("6A", "1")
        (outside,) = [row for row in rows if "Nguyễn Văn Bảy (Takta)" in row]
        assert outside[4] == "", "no half day was missed by who is on no list"
        assert any("=1+1" in row for row in rows), "a name is only a name"
        text = " ".join([*(one.text for one in document.paragraphs), *(cell for row in rows for cell in row)])
        assert "nghèo" not in text
        assert "rẫy" not in text
        assert "Kính gửi: Ủy ban nhân dân xã Trà Thử" in text
