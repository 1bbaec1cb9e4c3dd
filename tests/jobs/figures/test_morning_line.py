"""The principal's one line every school day."""

from pathlib import Path

import pytest

from tests.conversation import playing
from tests.handlers.school_days import on
from tests.jobs.checks import heard

pytestmark = pytest.mark.anyio


async def test_ten_to_eight_the_principal_reads_who_reported_and_how_many_are_away(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:48") as play:
        await play.say("gvcn", "/vang 6A Nguyễn Văn A, Hồ Thị Lan P")
        await play.clock_to("07:51")
        line = heard(play)["ht"]
        assert line.startswith("**Thứ Hai 16/11**: 1/2 lớp đã báo; chưa báo: 6B. Vắng 2/8: 1P, 1K.")
        assert "nhắc 6B." in line.splitlines()[1]


async def test_a_day_on_which_all_are_here_has_its_line_too(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:48") as play:
        await play.say("gvcn", "/du 6A")
        await play.say("gvcn6b", "/du 6B")
        await play.clock_to("07:51")
        assert heard(play)["ht"].startswith("**Thứ Hai 16/11**: 2/2 lớp đã báo. Vắng 0/11: 0P, 0K.")


async def test_without_any_report_it_has_no_figures(tmp_path: Path) -> None:
    async with playing(tmp_path, at="2026-11-16 07:48") as play:
        await play.clock_to("07:51")
        line, reminded, _code = heard(play)["ht"].splitlines()
        assert line.startswith("**Thứ Hai 16/11**: 0/2 lớp đã báo; chưa báo: 6A và 6B.")
        assert "nhắc 6A và 6B." in reminded
        assert "0P" not in line


async def test_on_sunday_there_is_none(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await on(play, "2026-11-22 07:48")
        await play.clock_to("08:00")
        assert heard(play) == {}
