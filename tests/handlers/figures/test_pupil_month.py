"""One pupil's month, day by day."""

from pathlib import Path

import pytest

from rules.pictures import Chart, Tint
from tests.conversation import playing
from tests.handlers.school_days import ask, on

pytestmark = pytest.mark.anyio


async def test_a_pupils_month_is_squares_with_days_off_blank_and_no_name_in_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Chart] = []

    async def draw(chart: Chart) -> bytes:
        drawn.append(chart)
        return b"PNG"

    monkeypatch.setattr("bot.engine.post.charts.draw", draw)
    async with playing(tmp_path, afternoon_days=[2]) as play:
        await ask(play, "gvcn", "/vang 6A sáng Nguyễn Văn A")
        await ask(play, "gvcn", "/du 6A chiều")
        await on(play, "2026-11-17 07:10")
        await ask(play, "gvcn", "/vang 6A Nguyễn Văn A P")
        await on(play, "2026-11-18 07:10")
        await ask(play, "gvcn", "/du 6A")
        await play.say("gvcn", "Nguyễn Văn A bỏ tiết 3")
        await on(play, "2026-11-19 07:10")
        await ask(play, "ht", "/hocsinh Nguyễn Văn A")
        (said,) = await play.press("ht", "Tháng này")
        assert said == "**Nguyễn Văn A**, 6A, tháng 11/2026: đã báo 4/5 buổi; vắng 1P, 1K."
        (chart,) = drawn
        tiles = {
            tile.label: (tile.words, tile.tint) for tile in chart.tiles if tile.label in {"15", "16", "17", "18", "19"}
        }
        assert tiles == {
            "15": ("", Tint.BLANK),
            "16": ("K ·", Tint.DEEP),
            "17": ("P", Tint.MIDDLE),
            "18": ("BT", Tint.LIGHT),
            "19": ("–", Tint.GREY),
        }
        assert [tile.label for tile in chart.tiles[:7]] == ["", "", "", "", "", "", "1"], "Mondays stand first"
        assert "Nguyễn" not in f"{chart.title} {chart.note}"
        drawn.clear()
        await ask(play, "mẹ A", "/hocsinh tháng 11")
        assert [tile.words for tile in drawn[0].tiles if tile.label == "18"] == [""], (
            "the family reads of no lesson skipped"
        )
        assert "vắng 0P, 0K" in await ask(play, "mẹ A", "/hocsinh tháng trước")
        assert "được xem" in await ask(play, "mẹ Lan", "/hocsinh Nguyễn Văn A tháng 11")
