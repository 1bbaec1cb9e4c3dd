"""The school's own targets and what it counts itself, said in a chat; its papers and margins go by them."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.cli.export.figures import export_figures
from bot.cli.export.paper import export_paper
from bot.engine.school import keep_school
from rules.figures.indicators import Indicator
from rules.papers import PaperKind
from tests.conversation import Play, playing
from tests.handlers.school_days import ask

pytestmark = pytest.mark.anyio
DAY = date(2026, 11, 16)


async def margins(play: Play, folder: Path) -> dict[str, float]:
    assert await export_figures(play.app.config, DAY, DAY, folder / "F.json") == 0
    told = json.loads((folder / "F.json").read_text(encoding="utf-8"))["figures"]
    return {one["figure"]: one["value"] for one in told if one["figure"].startswith("margin") and one["of"] == "school"}


async def test_a_target_said_in_chat_is_the_one_that_everything_counts_by(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert (await margins(play, tmp_path))["margin.dropout"] == 0
        said = await ask(play, "pht", "/chitieu bỏ học 20 %")
        assert said == "**Chỉ tiêu**: Bỏ học ≤ 20%. Từ giờ báo cáo và /chitieu tính theo chỉ tiêu này."
        assert (await margins(play, tmp_path))["margin.dropout"] == 2
        assert await export_paper(play.app.config, PaperKind.MONTH, tmp_path / "R.docx", DAY) == 0
        assert "≤ 20%" in await ask(play, "ht", "/chitieu")
        await ask(play, "ht", "/chitieu duy trì sĩ số 99,5")
        assert "≥ 99.5%" in (shown := await ask(play, "ht", "/chitieu")) or "≥ 99,5%" in shown
        await ask(play, "ht", "/chitieu bỏ học mặc định")
        assert (await margins(play, tmp_path))["margin.dropout"] == 0


async def test_what_the_school_counts_itself_has_its_margin_too(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        said = await ask(play, "ht", "/chitieu hiệu quả đào tạo 95/98")
        assert said.startswith("**Đã ghi cho năm học 2026")
        assert "95/98" in await ask(play, "ht", "/chitieu")
        assert (await margins(play, tmp_path))["margin.efficiency"] == -2, "98 % of 98 are 97"
        assert "chưa hợp lý" in await ask(play, "ht", "/chitieu lưu ban 9/5")
        assert "tính từ danh sách" in await ask(play, "ht", "/chitieu bỏ học 5/380")
        assert "từ 0 đến 100" in await ask(play, "ht", "/chitieu bỏ học 200")


async def test_only_the_heads_decide_and_a_chat_goes_before_the_configuration(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert "quyết định" in await ask(play, "tpt", "/chitieu bỏ học 1")
        config = play.app.config.school
        config.targets = {Indicator.DROPOUT: 20, Indicator.KEPT: 50}
        await ask(play, "ht", "/chitieu bỏ học 30")
        async with play.app.database.write() as session:
            await keep_school(session, config, DAY)
        shown = await ask(play, "ht", "/chitieu")
        assert "≤ 30%" in shown
        assert "≥ 50%" in shown
        assert "Lớp" not in shown.split("\n")[0], "asking is no setting"
