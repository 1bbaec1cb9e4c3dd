"""What stories of the clock share."""

import pytest

from rules.pictures import Chart


@pytest.fixture
def quick_charts(monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """The charts that leave, not drawn: drawing takes a second each and has a test of its own."""
    charts: list[Chart] = []

    async def draw(chart: Chart) -> bytes:
        charts.append(chart)
        return b"PNG"

    monkeypatch.setattr("bot.engine.post.charts.draw", draw)
    return charts
